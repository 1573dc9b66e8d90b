package io.sesam.talk.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.console.request.ConsoleUser;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.store.AuditEntry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.catalina.Context;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console in a servlet container, behind the container's own login. */
final class ConsoleServletTest {
    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void theHostsLoginDecidesWhoReadsAndWhoChanges() throws Exception {
        try (TwoSystems systems = new TwoSystems(directory)) {
            systems.talk.sync();
            ConsoleHandler handler = ConsoleHandler.builder(
                            systems.talk,
                            request -> request.principal()
                                    .map(name ->
                                            name.equals("eva") ? ConsoleUser.steward(name) : ConsoleUser.reader(name)))
                    .build();
            Tomcat tomcat = tomcat(handler);
            tomcat.start();
            try {
                URI root =
                        URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/app/talk/");
                assertThat(get(root, "").statusCode()).isEqualTo(401);

                HttpResponse<String> page = get(root, "eva");
                assertThat(page.statusCode()).isEqualTo(200);
                assertThat(page.body()).contains("href=\"/app/talk/records\"").contains("Sync now");
                assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
                assertThat(get(root.resolve("assets/console.css"), "eva").statusCode())
                        .isEqualTo(200);
                assertThat(get(root, "ole").body()).contains("(reading only)").doesNotContain("Sync now");

                Matcher token =
                        Pattern.compile("name=\"csrf\" value=\"([^\"]*)\"").matcher(page.body());
                assertThat(token.find()).isTrue();
                assertThat(post(
                                        root.resolve("records"),
                                        "eva",
                                        "csrf=" + token.group(1) + "&type=person&text=lovel%61ce")
                                .body())
                        .contains("ada@one.example");
                assertThat(post(root.resolve("records"), "ole", "csrf=" + token.group(1))
                                .statusCode())
                        .isEqualTo(403);

                RecordRef one = RecordRef.of("crm", "person", "1");
                String split = systems.talk.records().golden(one).orElseThrow().id() + "/unlink";
                String both = "&one=crm/person/1&other=erp/person/7";
                assertThat(post(root.resolve("records/" + split), "eva", "csrf=" + token.group(1) + both)
                                .statusCode())
                        .isEqualTo(303);
                assertThat(systems.talk.records().journal(0, 1)).singleElement().satisfies(entry -> {
                    assertThat(entry.outcome()).isEqualTo(AuditEntry.Outcome.UNLINKED);
                    assertThat(entry.actor()).isEqualTo("eva");
                });
            } finally {
                tomcat.stop();
                tomcat.destroy();
            }
        }
    }

    private Tomcat tomcat(ConsoleHandler handler) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createDirectories(directory.resolve("tomcat")).toString());
        tomcat.setPort(0);
        tomcat.setSilent(true);
        tomcat.getConnector();
        Context context = tomcat.addContext("/app", directory.toString());
        Tomcat.addServlet(context, "console", new ConsoleServlet(handler)).addMapping("/talk/*");
        SecurityCollection everything = new SecurityCollection();
        everything.addPattern("/*");
        SecurityConstraint constraint = new SecurityConstraint();
        constraint.addCollection(everything);
        constraint.addAuthRole("staff");
        constraint.setAuthConstraint(true);
        context.addConstraint(constraint);
        context.addSecurityRole("staff");
        context.setLoginConfig(new LoginConfig("BASIC", "host", null, null));
        context.getPipeline().addValve(new BasicAuthenticator());
        for (String user : new String[] {"eva", "ole"}) {
            tomcat.addUser(user, "word of " + user);
            tomcat.addRole(user, "staff");
        }
        return tomcat;
    }

    private HttpRequest.Builder request(URI address, String user) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        return user.isEmpty()
                ? request
                : request.header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((user + ":word of " + user).getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> get(URI address, String user) throws Exception {
        return client.send(request(address, user).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(URI address, String user, String form) throws Exception {
        return client.send(
                request(address, user)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }
}
