package io.sesam.talk.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sesam.talk.Talk;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Two nodes of an application on one PostgreSQL, which the application itself provides. */
@Tag("R44")
@Tag("slow")
final class StandbyTest {
    private static final String READING = "reading";
    private static EmbeddedPostgres server;

    private final MemorySystem hub = MemorySystem.at(TestClock.create());
    private final MemoryTable hubPeople = hub.holds(TalkAutoConfigurationTest.people());
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @BeforeAll
    static void startServer() throws Exception {
        server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("full_page_writes", "off")
                .start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Node {
        /** Runs in a process of its own that is killed while it reads. */
        public static void main(String[] arguments) {
            MemorySystem hub = MemorySystem.at(TestClock.create());
            hub.holds(TalkAutoConfigurationTest.people());
            hub.interceptReads(number -> {
                System.out.println(READING);
                System.out.flush();
                waitForever();
            });
            PGSimpleDataSource database = new PGSimpleDataSource();
            database.setUrl(arguments[0]);
            database.setUser("postgres");
            start(hub, database, List.of(arguments).subList(1, arguments.length));
        }

        private static void waitForever() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static ConfigurableApplicationContext start(MemorySystem hub, DataSource database, List<String> arguments) {
        return new SpringApplicationBuilder(Node.class)
                .initializers(context -> {
                    context.getBeanFactory().registerSingleton("hub", (ConnectorPlugin) hub);
                    context.getBeanFactory().registerSingleton("database", database);
                })
                .run(arguments.toArray(String[]::new));
    }

    private ConfigurableApplicationContext start(String schema) {
        return start(hub, server.getPostgresDatabase(), arguments(schema));
    }

    private List<String> arguments(String schema) {
        return new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn",
                "--management.endpoints.web.exposure.include=health,talk",
                "--management.endpoint.health.show-details=always",
                "--talk.store.kind=postgresql",
                "--talk.store.schema=" + schema,
                "--talk.schedule.delay=200ms",
                "--talk.connections.crm.connector=csv",
                "--talk.connections.crm.settings.directory=" + directory,
                "--talk.connections.hub.connector=" + hub.spec().name()));
    }

    private void person(String name) throws Exception {
        Path file = directory.resolve("person.csv");
        String before = Files.exists(file) ? Files.readString(file) : "id,firstname,email\n";
        Files.writeString(file, before + name + "," + name + "," + name.toLowerCase(Locale.ROOT) + "@one.example\n");
    }

    private void awaitCopy(String email) {
        await().atMost(60, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(hubPeople.find("email", email)).hasSize(1));
    }

    private String get(ConfigurableApplicationContext context, String path) throws Exception {
        URI address = URI.create(
                "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port") + path);
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void theSecondNodeSkipsItsTurnsAndTakesOverWhenTheFirstHasStopped() throws Exception {
        person("Anna");
        ConfigurableApplicationContext first = start("rolling");
        try (ConfigurableApplicationContext second = start("rolling")) {
            awaitCopy("anna@one.example");
            assertThat(get(second, "/actuator/health/talk"))
                    .contains("\"status\":\"UP\"")
                    .contains("\"standby\":true");
            assertThat(get(second, "/actuator/talk"))
                    .contains("\"standby\":true")
                    .contains("\"person\":1");
            long asked = hub.readCalls();
            await().until(() -> hub.readCalls() > asked + 2);
            assertThat(second.getBean(Talk.class).status().isStandby()).isTrue();

            first.close();
            person("Bo");
            awaitCopy("bo@one.example");
            assertThat(hubPeople.find("email", "anna@one.example")).hasSize(1);
            assertThat(get(second, "/actuator/health/talk")).contains("\"standby\":false");
            assertThat(second.getBean(Talk.class).status().golden()).containsEntry(new EntityType("person"), 2L);
        } finally {
            first.close();
        }
    }

    @Test
    void itTakesOverWhenTheLeaseOfAKilledNodeHasEnded() throws Exception {
        person("Anna");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Node.class.getName(),
                server.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "")));
        command.addAll(arguments("killed"));
        Process first = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader original =
                new BufferedReader(new InputStreamReader(first.getInputStream(), StandardCharsets.UTF_8))) {
            String line = original.readLine();
            while (line != null && !line.equals(READING)) {
                line = original.readLine();
            }
            assertThat(line).as("the first node syncs").isEqualTo(READING);
            try (ConfigurableApplicationContext second = start("killed")) {
                first.destroyForcibly();
                first.onExit().join();
                assertThat(get(second, "/actuator/health/talk")).contains("\"standby\":true");
                assertThat(hubPeople.find("email", "anna@one.example")).isEmpty();

                letTheLeaseRunOut();
                awaitCopy("anna@one.example");
                assertThat(second.getBean(Talk.class).status().isStandby()).isFalse();
            }
        } finally {
            first.destroyForcibly();
        }
    }

    /** As if ten minutes had passed since the node was killed. */
    private static void letTheLeaseRunOut() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update killed.lease set expires = clock_timestamp()");
        }
    }
}
