package io.sesam.talk.examples.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.examples.boot.Database;
import io.sesam.talk.simulators.SimHubSpot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The application's own users and a simulated HubSpot, with Spring Data and a PostgreSQL. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UsersAsSystemTest {
    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private SimHubSpot hubspot;
    private ConfigurableApplicationContext application;
    private Users users;
    private Talk talk;

    @BeforeAll
    void start() throws Exception {
        hubspot = SimHubSpot.start(Clock.systemUTC());
        application = new SpringApplicationBuilder(UsersApplication.class)
                .web(WebApplicationType.NONE)
                .properties("spring.config.name=users")
                .run(
                        "--DATABASE=" + Database.create("users"),
                        "--talk.connections.hub.settings.accessToken=" + hubspot.token(),
                        "--talk.connections.hub.settings.baseUrl=" + hubspot.uri(),
                        "--talk.schedule.enabled=false");
        users = application.getBean(Users.class);
        talk = application.getBean(Talk.class);
    }

    @AfterAll
    void stop() {
        application.close();
        hubspot.close();
    }

    @Test
    void usersAndContactsAreKeptInStepBothWays() {
        AppUser ada = users.save(new AppUser(null, "Ada", "Byron", "ada@x.example", "a hash", Instant.now()));
        hubspot.create("contacts", Map.of("firstname", "Grace", "lastname", "Hopper", "email", "grace@x.example"));

        talk.sync();

        AppUser grace = user("grace@x.example");
        assertThat(grace.family()).isEqualTo("Hopper");
        assertThat(grace.passwordHash()).isNull();
        String contact = contact("ada@x.example");
        assertThat(property(contact, "lastname")).isEqualTo("Byron");

        hubspot.edit("contacts", contact, Map.of("lastname", "Lovelace"));
        users.save(new AppUser(grace.id(), "Grace", "Murray Hopper", grace.email(), null, Instant.now()));
        talk.sync();

        assertThat(user("ada@x.example"))
                .extracting(AppUser::id, AppUser::family, AppUser::passwordHash)
                .containsExactly(ada.id(), "Lovelace", "a hash");
        assertThat(property(contact("grace@x.example"), "lastname")).isEqualTo("Murray Hopper");
        assertThat(users.count()).isEqualTo(2);
        assertThat(hubspot.ids("contacts")).hasSize(2);
    }

    private AppUser user(String email) {
        return users.findAll().stream()
                .filter(user -> email.equals(user.email()))
                .findFirst()
                .orElseThrow();
    }

    private String property(String contact, String name) {
        return hubspot.properties("contacts", contact).orElseThrow().get(name);
    }

    private String contact(String email) {
        List<String> found = hubspot.ids("contacts").stream()
                .filter(id -> email.equals(property(id, "email")))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void itIsTheExampleOfThePage() throws Exception {
        String source =
                bare(Files.readString(Path.of("src/main/java/io/sesam/talk/examples/users/UsersAsSystem.java")));
        Matcher page = CODE.matcher(Files.readString(Path.of("../docs/host-system.md")));
        assertThat(page.results().map(code -> bare(code.group(1))).filter(source::contains))
                .hasSize(1);
    }

    private static String bare(String code) {
        return code.replaceAll("\\s+", "");
    }
}
