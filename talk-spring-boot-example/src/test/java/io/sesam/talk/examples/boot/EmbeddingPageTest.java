package io.sesam.talk.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.simulators.SimHubSpot;
import io.sesam.talk.store.jdbc.PostgresqlStorePlugin;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/embedding.md, with a simulated HubSpot and a PostgreSQL. */
@Tag("slow")
final class EmbeddingPageTest {
    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @Test
    void theExampleOfThePageSyncs() throws Exception {
        DataSource dataSource = Database.at(Database.create("embedding"));
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        Files.writeString(directory.resolve("person.csv"), "id,firstname,email\n1,Ada,ada@one.example\n");
        try (SimHubSpot system = SimHubSpot.start(Clock.systemUTC())) {
            example(
                    dataSource,
                    client,
                    directory,
                    Map.of(
                            "accessToken",
                            system.token(),
                            "baseUrl",
                            system.uri().toString()));

            assertThat(system.ids("contacts")).hasSize(1);
        }
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet goldens = statement.executeQuery("select count(*) from talk.goldens")) {
            assertThat(goldens.next()).isTrue();
            assertThat(goldens.getInt(1)).isEqualTo(1);
        }
    }

    /** Exactly what stands on the page. */
    private static void example(DataSource dataSource, HttpClient client, Path directory, Map<String, ?> hubspot) {
        try (Talk talk = Talk.builder()
                .store(PostgresqlStorePlugin.over(dataSource), Map.of("schema", "talk"))
                .provide(HttpClient.class, client)
                .connect("crm", "csv", Map.of("directory", directory))
                .connect("hubspot", "hubspot", hubspot)
                .build()) {
            talk.sync();
        }
    }

    @Test
    void itIsTheExampleOfThePage() throws Exception {
        Matcher page = CODE.matcher(Files.readString(Path.of("../docs/embedding.md")));
        assertThat(page.find()).isTrue();
        String test = Files.readString(Path.of("src/test/java/io/sesam/talk/examples/boot/EmbeddingPageTest.java"));
        assertThat(bare(test)).contains(bare(page.group(1)));
    }

    private static String bare(String code) {
        return code.replaceAll("\\s+", "");
    }
}
