package io.sesam.talk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.access.OAuth2;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.SharedResources;
import io.sesam.talk.spi.settings.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of systems that cannot be connected to, of checks, and of threads. */
final class DeadServerTest {
    private static final ApiCall READ = ApiCall.get("/things");
    private final Desk desk = Desk.fine();

    @AfterEach
    void close() {
        desk.close();
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void assertSays(HttpApi api, String sentence) {
        assertThatThrownBy(() -> api.read(READ)).isInstanceOfSatisfying(TalkException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE);
            assertThat(e.getMessage()).isEqualTo(sentence);
        });
    }

    @Test
    @Tag("R30")
    void eachCertainFailureHasItsOwnSentenceAndIsNotAttemptedAgain() throws Exception {
        int port = closedPort();
        assertSays(
                desk.api(URI.create("http://127.0.0.1:" + port), builder -> builder),
                "Desk: cannot connect to 127.0.0.1:" + port
                        + " (connection refused). Check the port in baseUrl, and that the system is running.");
        assertSays(
                desk.api(URI.create("https://no-such-host.invalid/api"), builder -> builder),
                "Desk: cannot connect to no-such-host.invalid:443 (unknown host). Check baseUrl.");
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> {
                try (Socket socket = plain.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    socket.getInputStream().readNBytes(1_000);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            answering.start();
            assertSays(
                    desk.api(URI.create("https://127.0.0.1:" + plain.getLocalPort()), builder -> builder),
                    "Desk: cannot connect to 127.0.0.1:" + plain.getLocalPort()
                            + " (TLS failed: the port does not speak TLS). Check the port and https:// in baseUrl.");
            answering.join();
        }
        assertThat(desk.calls.count().reads()).isEqualTo(3);
        assertThat(desk.calls.count().repeated()).isZero();
    }

    @Test
    void aCertificateThatNobodyTrustsIsNamed() {
        WireMockServer server =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().dynamicHttpsPort());
        server.start();
        try {
            assertSays(
                    desk.api(URI.create("https://localhost:" + server.httpsPort()), builder -> builder),
                    "Desk: cannot connect to localhost:" + server.httpsPort()
                            + " (TLS failed: Java does not trust the certificate). Check baseUrl, or add the"
                            + " certificate's issuer to Java's trust store.");
        } finally {
            server.stop();
        }
    }

    @Test
    @Tag("R30")
    void aDeadServerIsAskedOnceInARun() throws Exception {
        HttpApi api = desk.api(URI.create("http://127.0.0.1:" + closedPort()), builder -> builder);
        api.beginRun();
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> api.read(READ)).hasMessageContaining("connection refused");
            assertThat(api.write(ApiCall.post("/things"))).isInstanceOf(WriteReply.Later.class);
        }
        assertThat(desk.calls.count().reads() + desk.calls.count().writes()).isEqualTo(1);
        api.beginRun();
        assertThatThrownBy(() -> api.read(READ)).isInstanceOf(TalkException.class);
        assertThat(desk.calls.count().reads()).as("the next run tries again").isEqualTo(2);
        desk.clock.advance(Duration.ofMinutes(2));
        assertThatThrownBy(() -> api.read(READ)).isInstanceOf(TalkException.class);
        assertThat(desk.calls.count().reads()).as("and a long run too").isEqualTo(3);
    }

    @Test
    @Tag("R30")
    void aDeadTokenServerIsAskedOnceInARun() throws Exception {
        String tokens = "http://127.0.0.1:" + closedPort() + "/token";
        HttpApi api = desk.api(builder -> builder.authenticate(
                OAuth2.refresh(tokens, "talk", Secret.of("s"), Secret.of("canary-refresh"), desk.context())));
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> api.read(READ))
                    .hasMessageContaining("connection refused")
                    .hasMessageNotContaining("canary");
        }
        assertThat(desk.calls.count().reads()).isEqualTo(1);
        assertThat(desk.server.requests()).isEmpty();
    }

    @Test
    void aCheckRepeatsACallOnceAndEndsWithinFiveSeconds() {
        desk.server.failAlways(request -> true, new SimFault.Answer(503, "{}"));
        HttpApi api = desk.api();
        assertThat(api.check(() -> Check.attempt(() -> api.read(READ))).isFine())
                .isFalse();
        assertThat(desk.server.requests()).hasSize(2);
        desk.server.forgive();
        desk.server.forget();
        desk.server.fail(new SimFault.Answer(429, "{\"message\":\"slower\"}"));
        Instant before = desk.clock.instant();
        api.check(() -> Check.attempt(() -> api.read(READ)));
        assertThat(Duration.between(before, desk.clock.instant())).isLessThanOrEqualTo(Duration.ofSeconds(5));
        assertThat(api.read(READ).status()).as("the usual patience afterwards").isEqualTo(200);
    }

    @Test
    @Tag("R37")
    void aCheckWarnsOfCredentialsOverPlainHttp() {
        for (Map.Entry<String, Boolean> address : Map.of(
                        "http://127.0.0.1:1", false,
                        "http://localhost:1", false,
                        "http://[::1]:1", false,
                        "https://api.example", false,
                        "http://api.example", true,
                        "http://127.0.0.1.example", true)
                .entrySet()) {
            HttpApi api = desk.api(
                    URI.create(address.getKey()),
                    builder -> builder.authenticate(Authentication.bearer(Secret.of("canary"))));
            assertThat(api.check(Check::fine).findings())
                    .as(address.getKey())
                    .hasSize(address.getValue() ? 1 : 0)
                    .allMatch(finding -> finding.level() == Check.Level.WARNING
                            && finding.message().contains("plain http"));
        }
        HttpApi open = desk.api(URI.create("http://api.example"), builder -> builder);
        assertThat(open.check(Check::fine).findings()).as("no credentials").isEmpty();
        HttpApi oauth = desk.api(
                URI.create("https://api.example"),
                builder -> builder.authenticate(OAuth2.clientCredentials(
                        "http://tokens.example/token", "talk", Secret.of("canary"), desk.context())));
        assertThat(oauth.check(Check::fine).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("tokens.example"));
    }

    @Test
    @Tag("R36")
    void theConnectionsOfATalkShareOneClientAndNoThreadIsLeft() throws Exception {
        Set<Thread> before = threads();
        SharedResources shared = new SharedResources();
        PluginContext one = PluginContext.of(new SystemName("one"), desk.clock, new SplittableRandom(1), Map.of())
                .sharing(shared);
        List<HttpApi> opened = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            opened.add(HttpApi.to("Desk", desk.server.uri(), one).build());
        }
        opened.get(0).read(READ);
        assertThat(left(before))
                .filteredOn(thread -> thread.getName().contains("Selector"))
                .hasSize(1);
        opened.forEach(HttpApi::close);
        for (int i = 0; i < 100; i++) {
            try (HttpApi api =
                    HttpApi.to("Desk", desk.server.uri(), desk.context()).build()) {
                if (i % 10 == 0) {
                    api.read(READ);
                }
            }
        }
        for (Thread thread : left(before)) {
            thread.join(60_000);
        }
        assertThat(left(before)).as("without any garbage collection").isEmpty();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("HttpClient-")
                        || thread.getName().startsWith("talk-http"))
                .collect(Collectors.toSet());
    }

    private static Set<Thread> left(Set<Thread> before) {
        Set<Thread> left = threads();
        left.removeAll(before);
        return left;
    }

    @Test
    @Tag("R36")
    void aConnectionGoesOnWhenAnotherOneOfItsTalkIsClosed() {
        SharedResources shared = new SharedResources();
        PluginContext context = desk.context().sharing(shared);
        try (HttpApi stays = HttpApi.to("Desk", desk.server.uri(), context).build()) {
            HttpApi goes = HttpApi.to("Desk", desk.server.uri(), context).build();
            goes.close();
            goes.close();
            assertThat(stays.read(READ)).extracting(ApiResponse::status).isEqualTo(200);
        }
    }
}
