package io.sesam.talk.examples.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application on two machines with two customers, over HTTP and a PostgreSQL. */
@Tag("slow")
final class TenantsApplicationTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void customersAreSyncedEachAloneAndSeeTheirOwnRecordsInTheirConsole() throws Exception {
        customer("acme", "Ada", "ada@acme.example");
        customer("beta", "Bob", "bob@beta.example");
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start();
                ConfigurableApplicationContext one = application(server, "one");
                ConfigurableApplicationContext other = application(server, "other")) {
            assertThat(send(one, "PUT", "/customers/acme").statusCode()).isEqualTo(200);
            assertThat(send(other, "PUT", "/customers/beta").statusCode()).isEqualTo(200);
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> send(other, "GET", "/customers/acme").body().contains("DONE")
                            && send(one, "GET", "/customers/beta").body().contains("DONE"));

            assertThat(shop("acme")).contains("ada@acme.example").doesNotContain("bob@");
            assertThat(shop("beta")).contains("bob@beta.example").doesNotContain("ada@");
            String page = send(other, "GET", "/console/acme/").body();
            assertThat(page).contains("crm", "shop", "href=\"/console/acme/");
            assertThat(send(other, "GET", "/console/acme/records").body())
                    .contains("ada@acme.example")
                    .doesNotContain("bob@");
            assertThat(send(one, "GET", "/console/nobody/").statusCode()).isEqualTo(404);
            assertThat(send(one, "POST", "/customers/nobody/sync").statusCode()).isEqualTo(404);
            assertThat(send(one, "DELETE", "/customers/acme").statusCode()).isEqualTo(200);
            assertThat(send(other, "GET", "/customers/acme").statusCode()).isEqualTo(404);
        }
    }

    private void customer(String name, String person, String email) throws Exception {
        Path files = Files.createDirectories(directory.resolve(name));
        Files.createDirectories(files.resolve("crm"));
        Files.createDirectories(files.resolve("shop"));
        Files.writeString(files.resolve("crm/person.csv"), "id,firstname,email\n1," + person + "," + email + "\n");
        Files.writeString(files.resolve("shop/person.csv"), "id,firstname,email\n");
    }

    private String shop(String customer) throws Exception {
        return Files.readString(directory.resolve(customer).resolve("shop/person.csv"));
    }

    private ConfigurableApplicationContext application(EmbeddedPostgres server, String name) {
        return SpringApplication.run(
                TenantsApplication.class,
                "--server.port=0",
                "--spring.datasource.url=" + server.getJdbcUrl("postgres", "postgres"),
                "--customers.directory=" + directory,
                "--talk.tenants.worker=" + name,
                "--spring.jmx.enabled=false");
    }

    private HttpResponse<String> send(ConfigurableApplicationContext application, String method, String path)
            throws Exception {
        String port = application.getEnvironment().getProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
