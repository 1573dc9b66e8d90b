package io.sesam.talk.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.ApiResponse;
import io.sesam.talk.http.Desk;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.simulators.SimResponse;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.token.TokenStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Installations by customers, with an independent OAuth server that has two providers. */
@Tag("R37")
final class OAuthInstallationTest {
    private static final Secret SECRET = Secret.of("canary-client-secret");
    private static final URI REDIRECT = URI.create("http://127.0.0.1:9/back?from=talk");
    private static final MockOAuth2Server SERVER =
            new MockOAuth2Server(OAuth2Config.Companion.fromJson("{\"rotateRefreshToken\":true}"));

    private final Desk desk = Desk.fine();

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.shutdown();
    }

    @BeforeEach
    void forget() {
        requests();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private OAuthProvider provider(String issuer) {
        return OAuthProvider.of(
                SERVER.authorizationEndpointUrl(issuer).toString(),
                SERVER.tokenEndpointUrl(issuer).toString());
    }

    private OAuthInstallation installation(String issuer) {
        return OAuthInstallation.of(provider(issuer), "talk", SECRET, issuer, desk.tokens)
                .clock(desk.clock);
    }

    /** Follows the address as a browser does; returns the query with which it comes back. */
    private static Map<String, String> browse(URI address) throws Exception {
        HttpResponse<Void> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding());
        URI back = URI.create(answer.headers().firstValue("Location").orElseThrow());
        return query(back);
    }

    private static Map<String, String> query(URI address) {
        Map<String, String> query = new java.util.TreeMap<>();
        for (String pair : address.getQuery().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts[1]);
        }
        return query;
    }

    /** Returns the bodies of the token requests so far. */
    private static List<String> requests() {
        List<String> bodies = new ArrayList<>();
        while (true) {
            try {
                RecordedRequest request = SERVER.takeRequest(20, TimeUnit.MILLISECONDS);
                if ("POST".equals(request.getMethod())) {
                    bodies.add(request.getBody().readUtf8());
                }
            } catch (RuntimeException noneLeft) {
                return bodies;
            }
        }
    }

    private HttpApi connected(String issuer) {
        PluginContext context = PluginContext.of(new SystemName(issuer), desk.clock, new SplittableRandom(1), Map.of())
                .tokens(desk.tokens);
        return desk.api(builder -> builder.authenticate(
                OAuth2.installed(SERVER.tokenEndpointUrl(issuer).toString(), "talk", SECRET, context)));
    }

    private String installed(String issuer) throws Exception {
        String state = OAuthInstallation.newState();
        Map<String, String> back = browse(installation(issuer).begin(state, REDIRECT, Set.of("openid")));
        assertThat(back).containsEntry("state", state);
        installation(issuer).complete(back.get("code"), state);
        return state;
    }

    @ParameterizedTest
    @ValueSource(strings = {"hubspot", "wave"})
    void aCustomerGivesAccessAndTheConnectionUsesIt(String issuer) throws Exception {
        OAuthInstallation installation = installation(issuer);
        assertThat(installation.isInstalled()).isFalse();
        URI address = installation.begin("a-state-of-the-host", REDIRECT, Set.of("openid", "offline_access"));

        Map<String, String> asked = query(address);
        assertThat(asked)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "talk")
                .containsEntry("redirect_uri", REDIRECT.toString())
                .containsEntry("scope", "offline_access openid")
                .containsEntry("state", "a-state-of-the-host")
                .containsEntry("code_challenge_method", "S256");
        assertThat(asked.get("code_challenge")).matches("[\\w-]{43}");
        assertThat(address.toString()).doesNotContain("canary");

        Map<String, String> back = browse(address);
        requests();
        // Another process completes it.
        OAuthInstallation.Installed installed = installation(issuer).complete(back.get("code"), back.get("state"));

        assertThat(requests()).singleElement().asString().contains("grant_type=authorization_code", "code_verifier=");
        assertThat(installed.toString()).doesNotContain("canary");
        assertThat(installation.isInstalled()).isTrue();
        assertThat(connected(issuer).read(ApiCall.get("/x")).status()).isEqualTo(200);
        assertThat(requests()).singleElement().asString().contains("grant_type=refresh_token");
    }

    @Test
    void twoConnectionsHaveTheirOwnAccessAndRefreshItOnceUnderFiftyThreads() throws Exception {
        installed("hubspot");
        installed("wave");
        requests();
        desk.clock.advance(Duration.ofDays(2));
        HttpApi hubspot = connected("hubspot");
        HttpApi wave = connected("wave");
        CountDownLatch together = new CountDownLatch(50);
        List<Callable<ApiResponse>> work = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            HttpApi api = i % 2 == 0 ? hubspot : wave;
            work.add(() -> {
                together.countDown();
                together.await();
                return api.read(ApiCall.get("/x"));
            });
        }
        for (Future<ApiResponse> answer : all(work)) {
            assertThat(answer.get().status()).isEqualTo(200);
        }
        assertThat(requests()).hasSize(2).allMatch(body -> body.contains("grant_type=refresh_token"));
        assertThat(desk.server.requests().stream()
                        .map(request -> request.header("Authorization").orElse("none"))
                        .distinct())
                .hasSize(2);
    }

    @Test
    void oneStateIsGoodForOneOfManyThreads() throws Exception {
        Map<String, String> back =
                browse(installation("wave").begin("the-state-of-one-customer", REDIRECT, Set.of("openid")));
        requests();
        List<Callable<ApiResponse>> work = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            work.add(() -> {
                installation("wave").complete(back.get("code"), back.get("state"));
                return null;
            });
        }
        int completed = 0;
        for (Future<ApiResponse> one : all(work)) {
            try {
                one.get();
                completed++;
            } catch (ExecutionException e) {
                assertThat(e.getCause())
                        .isInstanceOf(TalkException.class)
                        .hasMessageContaining("begin the installation");
            }
        }
        assertThat(completed).isEqualTo(1);
        assertThat(requests()).hasSize(1);
    }

    private static <T> List<Future<T>> all(List<Callable<T>> work) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            return threads.invokeAll(work);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void forgedReplayedAndOldStatesAreRefusedAndNothingIsSent() throws Exception {
        String used = installed("hubspot");
        installation("hubspot").begin("a-state-that-gets-old", REDIRECT, Set.of());
        String kept = tokens("hubspot").kept().orElseThrow();
        requests();
        desk.clock.advance(Duration.ofMinutes(10));

        for (String state : List.of(used, "a-forged-state-0123456789", "a-state-that-gets-old", "")) {
            assertThatExceptionOfType(TalkException.class)
                    .isThrownBy(() -> installation("hubspot").complete("some-code", state))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_REFUSED))
                    .withMessageContaining("begin the installation again")
                    .withMessageNotContaining("some-code");
        }
        // A state of another connection is foreign too.
        installation("wave").begin("a-state-of-the-other-one", REDIRECT, Set.of());
        assertThatThrownBy(() -> installation("hubspot").complete("some-code", "a-state-of-the-other-one"))
                .isInstanceOf(TalkException.class);

        assertThat(requests()).isEmpty();
        assertThat(tokens("hubspot").kept()).contains(kept);
    }

    @Test
    void aRefusedCodeLeavesTheFormerAccessAndTheStateIsSpent() throws Exception {
        installed("wave");
        String kept = tokens("wave").kept().orElseThrow();
        installation("wave").begin("a-state-with-a-bad-code", REDIRECT, Set.of());

        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> installation("wave").complete("canary-bad-code", "a-state-with-a-bad-code"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_REFUSED))
                .withMessageNotContaining("canary");

        assertThat(tokens("wave").kept()).contains(kept);
        assertThatThrownBy(() -> installation("wave").complete("canary-bad-code", "a-state-with-a-bad-code"))
                .hasMessageContaining("was used before");
    }

    @Test
    void whatIsStoredIsEncryptedAndBounded() throws Exception {
        Map<String, String> stored = new java.util.TreeMap<>();
        TokenStore tokens = recording(stored);
        OAuthInstallation installation = OAuthInstallation.of(provider("wave"), "talk", SECRET, "wave", tokens)
                .clock(desk.clock);
        for (int i = 0; i < 7; i++) {
            installation.begin("canary-state-number-" + i, REDIRECT, Set.of());
        }
        Map<String, String> back = browse(installation.begin("canary-state-to-the-end", REDIRECT, Set.of("openid")));
        installation.complete(back.get("code"), back.get("state"));

        assertThat(stored.values())
                .hasSize(2)
                .allSatisfy(text -> assertThat(text)
                        .startsWith("s1.")
                        .hasSizeLessThan(2_000)
                        .doesNotContain("canary", "127.0.0.1"));
        assertThat(stored.keySet()).allSatisfy(name -> assertThat(name).doesNotContain("canary", "talk"));
    }

    @Test
    void revokingEndsTheAccessAtTheProviderAndHere() throws Exception {
        installed("hubspot");
        String refreshToken = tokens("hubspot").kept().orElseThrow();
        List<String> revoked = new ArrayList<>();
        try (Desk provider = new Desk(request -> {
            revoked.add(request.body());
            return switch (revoked.size()) {
                case 1 -> SimResponse.json(503, "");
                case 2 -> SimResponse.json(404, "{}");
                case 3 -> SimResponse.json(400, "{\"error\":\"invalid_client\"}");
                default -> SimResponse.json(400, "{\"error\":\"invalid_token\"}");
            };
        })) {
            OAuthInstallation installation = OAuthInstallation.of(
                            provider("hubspot").revokingAt(provider.server.uri() + "/revoke"),
                            "talk",
                            SECRET,
                            "hubspot",
                            desk.tokens)
                    .clock(desk.clock);

            assertThatExceptionOfType(TalkException.class)
                    .isThrownBy(installation::revoke)
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE));
            for (String why : List.of("no such address", "another client")) {
                assertThatExceptionOfType(TalkException.class)
                        .as(why)
                        .isThrownBy(installation::revoke)
                        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_REFUSED))
                        .withMessageContaining("check the revocation address");
            }
            assertThat(installation.isInstalled()).as("nothing was revoked yet").isTrue();

            installation.revoke();
            installation.revoke();

            assertThat(revoked)
                    .hasSize(4)
                    .allSatisfy(body -> assertThat(body)
                            .contains("token=" + refreshToken, "token_type_hint=refresh_token", "client_id=talk"));
            assertThat(installation.isInstalled()).isFalse();
        }
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> connected("hubspot").read(ApiCall.get("/x")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_REFUSED))
                .withMessageContaining("install");
    }

    @Test
    void unsafeAddressesAndGuessableStatesAreRefused() {
        assertThatThrownBy(() -> installation("wave").begin("short", REDIRECT, Set.of()))
                .hasMessageContaining("at least 16 characters");
        assertThatThrownBy(() -> installation("wave")
                        .begin(OAuthInstallation.newState(), URI.create("http://example.com/back"), Set.of()))
                .hasMessageContaining("redirect address must begin with https://");
        assertThatThrownBy(() -> OAuthProvider.of("https://id.example/authorize", "http://id.example/token"))
                .hasMessageContaining("token address must begin with https://");
        installation("wave").begin("one-state-for-two-customers", REDIRECT, Set.of());
        assertThatThrownBy(() -> installation("wave").begin("one-state-for-two-customers", REDIRECT, Set.of()))
                .hasMessageContaining("make a new random one");
        assertThat(OAuthInstallation.newState()).isNotEqualTo(OAuthInstallation.newState());
    }

    private RefreshTokens tokens(String issuer) {
        return RefreshTokens.installed(desk.tokens, "talk", SECRET, issuer);
    }

    private static TokenStore recording(Map<String, String> stored) {
        TokenStore kept = TokenStore.inMemory();
        return new TokenStore() {
            @Override
            public java.util.Optional<String> read(String name) {
                return kept.read(name);
            }

            @Override
            public boolean replace(String name, String expected, String next) {
                stored.put(name, next);
                return kept.replace(name, expected, next);
            }
        };
    }
}
