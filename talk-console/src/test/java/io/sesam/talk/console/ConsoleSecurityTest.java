package io.sesam.talk.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.console.request.ConsoleUser;
import io.sesam.talk.model.RecordRef;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others may make a browser do. */
final class ConsoleSecurityTest {
    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void crossSiteScripting_valuesAreEscapedEverywhere() throws Exception {
        try (TwoSystems systems = new TwoSystems(directory)) {
            Visitor visitor = systems.visitor();
            visitor.post("/plan/make");
            systems.carryOut();
            String plan = visitor.get("/plan").text();
            systems.talk.sync();
            String id = systems.talk
                    .records()
                    .golden(RecordRef.of("crm", "person", "3"))
                    .orElseThrow()
                    .id()
                    .value();
            String list = visitor.post("/records", "type", "person", "text", "script@one.example")
                    .text();
            String record = visitor.get("/records/" + id).text();
            String search = visitor.post("/records", "type", "person", "text", "\"><script>alert(2)</script>")
                    .text();

            for (String page : new String[] {plan, list, record}) {
                assertThat(page).contains("&lt;script&gt;").doesNotContain("<script>alert");
            }
            assertThat(search).doesNotContain("<script>alert");
            assertThat(visitor.get("/plan?system=\"><script>alert(3)</script>").text())
                    .doesNotContain("<script>alert");
        }
    }

    @Test
    void contentPolicy_noInlineScriptAndNothingFromElsewhere() throws Exception {
        try (TwoSystems systems = new TwoSystems(directory)) {
            systems.talk.sync();
            Visitor visitor = systems.visitor();
            for (String path : new String[] {"/", "/records", "/decide", "/plan", "/runs", "/settings", "/nothing"}) {
                Visitor.Answer answer = visitor.get(path);
                assertThat(answer.headers().get("Content-Security-Policy"))
                        .startsWith("default-src 'self';")
                        .doesNotContain("unsafe");
                assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
                assertThat(answer.text())
                        .doesNotContainPattern("(src|href|action)=\"[a-z]*:?//")
                        .doesNotContainPattern("<script(?![^>]* src=)")
                        .doesNotContainPattern(" on[a-z]+=")
                        .doesNotContain(" style=");
            }
        }
    }

    @Test
    void crossSiteRequestForgery_aFormOfAnotherSiteIsRefused() throws Exception {
        try (TwoSystems systems = new TwoSystems(directory)) {
            Visitor visitor = systems.visitor();
            assertThat(visitor.postWith("", "/run/sync").status()).isEqualTo(403);
            assertThat(visitor.postWith("guessed", "/run/sync").status()).isEqualTo(403);

            String othersToken = token(new Visitor(systems.handler, Optional.of("mallory")));
            assertThat(visitor.postWith(othersToken, "/run/sync").status()).isEqualTo(403);

            visitor.headers.put("Sec-Fetch-Site", "cross-site");
            assertThat(visitor.post("/run/sync").status()).isEqualTo(403);
            visitor.headers.put("Sec-Fetch-Site", "same-site");
            assertThat(visitor.post("/run/sync").status()).isEqualTo(403);
            visitor.headers.remove("Sec-Fetch-Site");
            visitor.headers.put("Origin", "http://evil.example");
            assertThat(visitor.post("/run/sync").status()).isEqualTo(403);
            visitor.headers.put("Origin", "null");
            assertThat(visitor.post("/run/sync").status()).isEqualTo(403);

            visitor.headers.put("Origin", "http://host.example");
            visitor.headers.put("Sec-Fetch-Site", "same-origin");
            assertThat(visitor.post("/run/sync").status()).isEqualTo(303);
        }
    }

    private static String token(Visitor visitor) {
        Matcher token = Pattern.compile("name=\"csrf\" value=\"([^\"]*)\"")
                .matcher(visitor.get("/records").text());
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/run/sync",
                "/run/cancel",
                "/plan/make",
                "/plan/apply",
                "/decide/approve",
                "/decide/retry",
                "/decide/reject",
                "/decide/not-done",
                "/decide/readmit",
                "/records/x/link",
                "/records/x/unlink",
                "/records/x/erase",
                "/records/x/retry",
                "/records/x/withdraw",
                "/runs/x/plan",
                "/runs/x/undo"
            })
    void readingOnly_everyChangeIsRefused(String path) throws Exception {
        try (TwoSystems systems = new TwoSystems(directory)) {
            systems.onlyReading();
            Visitor.Answer answer = systems.visitor().post(path);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).contains("only shows");
            assertThat(systems.visitor().get("/").text()).doesNotContain("Sync now");
        }
    }

    @Test
    void nobody_isShownNothing() throws Exception {
        try (TwoSystems systems = new TwoSystems(directory)) {
            systems.talk.sync();
            Visitor stranger = new Visitor(systems.handler, Optional.empty());
            for (String path : new String[] {"/", "/records", "/settings", "/assets/console.css"}) {
                assertThat(stranger.get(path).status()).isEqualTo(403);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/../module-info.class",
                "/assets/..",
                "/assets/",
                "/assets/webjars.properties",
                "/assets/../../../../etc/passwd",
                "/assets//etc/passwd",
                "/assets/console.css/..",
                "/assets"
            })
    void pathTraversal_onlyTheListedFilesAreServed(String path) throws Exception {
        try (TwoSystems systems = new TwoSystems(directory)) {
            assertThat(systems.visitor().get(path).status()).isEqualTo(404);
            for (String file :
                    new String[] {"console.css", "console.js", "htmx.js", "sse.js", "uplot.js", "uplot.css"}) {
                assertThat(systems.visitor().get("/assets/" + file).status()).isEqualTo(200);
            }
        }
    }

    private HttpResponse<String> get(URI address, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void sessionFixation_theTokenOpensANewSessionAndIsNotPartOfAnyPage() throws Exception {
        try (TwoSystems systems = new TwoSystems(directory);
                ConsoleServer server = ConsoleServer.builder(systems.talk).start()) {
            URI root = server.address().resolve("/");
            assertThat(get(root).statusCode()).isEqualTo(403);
            assertThat(get(root.resolve("/?token=guessed")).statusCode()).isEqualTo(403);

            HttpResponse<String> opened = get(server.address(), "Cookie", "talk-console=chosen-by-somebody-else");
            String cookie = opened.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(opened.statusCode()).isEqualTo(303);
            assertThat(opened.headers().firstValue("Location")).hasValue("/");
            assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").doesNotContain("chosen");
            assertThat(get(root, "Cookie", "talk-console=chosen-by-somebody-else")
                            .statusCode())
                    .isEqualTo(403);

            HttpResponse<String> page = get(root, "Cookie", cookie.split(";", 2)[0]);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).doesNotContain(server.address().getQuery());
        }
    }

    @Test
    void dnsRebinding_anotherHostNameIsRefused() throws Exception {
        try (TwoSystems systems = new TwoSystems(directory)) {
            ConsoleHandler handler = ConsoleHandler.builder(
                            systems.talk, request -> Optional.of(ConsoleUser.steward("eva")))
                    .hosts(java.util.Set.of("127.0.0.1:8080", "localhost:8080"))
                    .build();
            Visitor visitor = new Visitor(handler, Optional.of("eva"));
            visitor.headers.put("Host", "rebound.example:8080");
            assertThat(visitor.get("/").status()).isEqualTo(403);
            visitor.headers.remove("Host");
            assertThat(visitor.get("/").status()).isEqualTo(403);
            visitor.headers.put("Host", "localhost:8080");
            assertThat(visitor.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void loopback_theServerListensNowhereElse() throws Exception {
        try (TwoSystems systems = new TwoSystems(directory);
                ConsoleServer server = ConsoleServer.builder(systems.talk).start()) {
            assertThat(server.address().getHost()).isEqualTo("127.0.0.1");
            assertThat(get(server.address().resolve("/assets/console.css")).statusCode())
                    .isEqualTo(403);
        }
    }
}
