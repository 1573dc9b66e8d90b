package io.sesam.talk.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.Hint;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A whole application with a real server, files and a store. */
@Tag("slow")
final class ApplicationTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final MemorySystem hub = MemorySystem.at(TestClock.create());
    private final MemoryTable hubPeople = hub.holds(TalkAutoConfigurationTest.people());
    private final Reports reports = new Reports();

    @TempDir
    private Path directory;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}

    /** A listener of the application that hears of each sync. */
    static final class Reports {
        private final BlockingQueue<TalkSyncEvent> events = new LinkedBlockingQueue<>();

        void synced(TalkSyncEvent event) {
            events.add(event);
        }

        TalkSyncEvent next() throws InterruptedException {
            return Objects.requireNonNull(events.poll(60, TimeUnit.SECONDS), "no sync in a minute");
        }
    }

    @Test
    void syncsByScheduleAndAnswersOverHttp() throws Exception {
        files();
        hub.sends(request -> {
            if (request.header("X-Signature").filter(request.text()::equals).isEmpty()) {
                throw new TalkException(ErrorCode.ACCESS_REFUSED, "the signature is wrong");
            }
            if (request.text().isEmpty()) {
                throw new TalkException(ErrorCode.UNREADABLE, "there is no content");
            }
            return List.<Hint>of();
        });

        try (ConfigurableApplicationContext context =
                start("--talk.schedule.delay=1h", "--talk.console.path=/talk/console")) {
            assertThat(reports.next().report().isClean()).isTrue();
            assertThat(Files.readString(directory.resolve("accounting/person.csv")))
                    .contains("anna@one.example");

            HttpResponse<String> health = get(context, "/actuator/health");
            assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
            assertThat(health.body())
                    .contains("\"talk\":{")
                    .contains("\"status\":\"UP\"")
                    .doesNotContain("DEGRADED");
            assertThat(get(context, "/actuator/talk").body())
                    .contains("\"outcome\":\"CLEAN\"")
                    .doesNotContain("anna@one.example");
            assertThat(get(context, "/actuator/metrics/talk.golden").statusCode())
                    .isEqualTo(200);
            assertThat(post(context, "/actuator/talk/approve/crm/person", "", "")
                            .statusCode())
                    .isEqualTo(404);

            assertThat(post(context, "/talk/webhooks/hub", "hello", "").statusCode())
                    .isEqualTo(401);
            assertThat(post(context, "/talk/webhooks/hub", "hello", "hello").statusCode())
                    .isEqualTo(204);
            assertThat(post(context, "/talk/webhooks/hub", "", "").statusCode()).isEqualTo(400);
            assertThat(post(context, "/talk/webhooks/nobody", "hello", "hello").statusCode())
                    .isEqualTo(404);
            assertThat(post(context, "/talk/webhooks/crm", "hello", "hello").statusCode())
                    .isEqualTo(404);

            assertThat(get(context, "/talk/console/").statusCode())
                    .as("nobody is signed in")
                    .isEqualTo(403);
        }
    }

    @Test
    void closingInTheMiddleOfASyncIsQuickAndLosesNothing() throws Exception {
        files();
        CountDownLatch reading = new CountDownLatch(1);
        hub.interceptReads(number -> {
            reading.countDown();
            try {
                new CountDownLatch(1).await(); // until it is cancelled
            } catch (InterruptedException e) {
                throw new TalkException(ErrorCode.CANCELLED, "interrupted");
            }
        });

        ConfigurableApplicationContext context = start("--talk.schedule.delay=1h");
        assertThat(reading.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(get(context, "/actuator/health/readiness").body())
                .as("ready during a sync")
                .contains("\"status\":\"UP\"");
        assertThat(get(context, "/actuator/health/talk").body()).contains("\"running\":true");
        long begin = System.nanoTime();
        context.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("talk-schedule");

        hub.interceptReads(number -> {});
        try (ConfigurableApplicationContext again = start("--talk.schedule.delay=1h")) {
            assertThat(reports.next().report().isClean()).isTrue();
            assertThat(again.getBean(Talk.class).status().golden()).containsEntry(new EntityType("person"), 2L);
            assertThat(hubPeople.find("email", "anna@one.example")).hasSize(1);
            assertThat(hubPeople.find("email", "bo@one.example")).hasSize(1);
        }
    }

    @Test
    void theConsoleShowsWhatItsReaderMay() throws Exception {
        files();
        try (ConfigurableApplicationContext context =
                start("--talk.console.path=/talk/console", "--talk.console.stewards=ann,role:STEWARD")) {
            assertThat(page(context, "ann", "")).doesNotContain("reading only");
            assertThat(page(context, "bo", "")).contains("bo (reading only)");
            assertThat(page(context, "bo", "STEWARD")).doesNotContain("reading only");
        }
    }

    private String page(ConfigurableApplicationContext context, String user, String role) throws Exception {
        HttpResponse<String> page = client.send(
                HttpRequest.newBuilder(address(context, "/talk/console/"))
                        .header("X-User", user)
                        .header("X-Role", role)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        return page.body();
    }

    /** Stands for the application's login. */
    private static void login(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest sent = (HttpServletRequest) request;
        String user = sent.getHeader("X-User");
        chain.doFilter(
                new HttpServletRequestWrapper(sent) {
                    @Override
                    public Principal getUserPrincipal() {
                        return user == null ? null : () -> user;
                    }

                    @Override
                    public boolean isUserInRole(String role) {
                        return role.equals(sent.getHeader("X-Role"));
                    }
                },
                response);
    }

    private void files() throws Exception {
        Files.createDirectory(directory.resolve("crm"));
        Files.createDirectory(directory.resolve("accounting"));
        Files.writeString(directory.resolve("crm/person.csv"), "id,firstname,email\n1,Anna,anna@one.example\n");
        Files.writeString(directory.resolve("accounting/person.csv"), "id,firstname,email\n7,Bo,bo@one.example\n");
    }

    private ConfigurableApplicationContext start(String... further) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn",
                "--management.endpoints.web.exposure.include=health,talk,metrics",
                "--management.endpoint.health.show-details=always",
                "--management.endpoint.health.probes.enabled=true",
                "--talk.store.kind=sqlite",
                "--talk.store.path=" + directory.resolve("talk.db"),
                "--talk.trust=crm,accounting",
                "--talk.connections.crm.connector=csv",
                "--talk.connections.crm.settings.directory=" + directory.resolve("crm"),
                "--talk.connections.accounting.connector=csv",
                "--talk.connections.accounting.settings.directory=" + directory.resolve("accounting"),
                "--talk.connections.hub.connector=" + hub.spec().name()));
        arguments.addAll(List.of(further));
        return new SpringApplicationBuilder(Application.class)
                .initializers(context -> {
                    context.getBeanFactory().registerSingleton("hub", (ConnectorPlugin) hub);
                    context.getBeanFactory().registerSingleton("login", (Filter) ApplicationTest::login);
                    context.addApplicationListener(event -> {
                        if (event instanceof TalkSyncEvent synced) {
                            reports.synced(synced);
                        }
                    });
                })
                .run(arguments.toArray(String[]::new));
    }

    private HttpResponse<String> get(ConfigurableApplicationContext context, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(address(context, path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(
            ConfigurableApplicationContext context, String path, String body, String signature) throws Exception {
        return client.send(
                HttpRequest.newBuilder(address(context, path))
                        .header("X-Signature", signature)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static URI address(ConfigurableApplicationContext context, String path) {
        return URI.create(
                "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port") + path);
    }
}
