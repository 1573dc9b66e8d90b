package io.sesam.talk.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.ApiResponse;
import io.sesam.talk.http.Authentication;
import io.sesam.talk.http.Desk;
import io.sesam.talk.http.HttpApi;
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
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of tokens with an independent OAuth server. It renews its refresh tokens with every use. */
final class OAuth2ServerTest {
    private static final Secret CLIENT_SECRET = Secret.of("canary-client-secret");
    private static final String REDIRECT = "http://127.0.0.1/back";

    private final MockOAuth2Server server =
            new MockOAuth2Server(OAuth2Config.Companion.fromJson("{\"rotateRefreshToken\":true}"));
    private final Desk desk = Desk.fine();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        desk.close();
        server.shutdown();
    }

    private String tokenUrl() {
        return server.tokenEndpointUrl("wave").toString();
    }

    private HttpApi api(Authentication way) {
        return desk.api(builder -> builder.authenticate(way));
    }

    /** Returns an authorization code, as a browser receives it. */
    private String code() throws Exception {
        URI page = URI.create(server.authorizationEndpointUrl("wave")
                + "?client_id=talk&response_type=code&scope=openid&state=s&redirect_uri=" + REDIRECT);
        HttpResponse<Void> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.discarding());
        String query = URI.create(answer.headers().firstValue("Location").orElseThrow())
                .getQuery();
        server.takeRequest(60, TimeUnit.SECONDS);
        return query.replaceAll("(?:^|.*&)code=([^&]*).*", "$1");
    }

    private List<String> bodiesOfTokenCalls() {
        List<String> bodies = new ArrayList<>();
        while (true) {
            try {
                RecordedRequest request = server.takeRequest(50, TimeUnit.MILLISECONDS);
                bodies.add(request.getBody().readUtf8());
            } catch (RuntimeException noneLeft) {
                return bodies;
            }
        }
    }

    private OAuth2 coded(String code, PluginContext context) {
        return OAuth2.code(tokenUrl(), "talk", CLIENT_SECRET, Secret.of(code), REDIRECT, context);
    }

    /** Connects with an authorization code; the refresh token is stored. */
    private String connected() throws Exception {
        String code = code();
        api(coded(code, desk.context())).read(ApiCall.get("/connect"));
        bodiesOfTokenCalls();
        desk.server.forget();
        return code;
    }

    @Test
    void aCodeIsGoodForAccessAndForARefreshTokenThatIsKeptSealed() throws Exception {
        String code = code();
        api(coded(code, desk.context())).read(ApiCall.get("/x"));
        assertThat(bodiesOfTokenCalls())
                .as("the access token that came with it is used")
                .singleElement()
                .satisfies(body -> assertThat(body).contains("grant_type=authorization_code"));
        assertThat(desk.server.requests().get(0).header("Authorization"))
                .hasValueSatisfying(shown -> assertThat(shown).startsWith("Bearer ey"));
        assertThat(desk.tokens.read(RefreshTokens.configured(desk.tokens, "talk", CLIENT_SECRET, Secret.of(code))
                        .name()))
                .hasValueSatisfying(kept -> assertThat(kept).startsWith("s1.").doesNotContain("canary"));
    }

    @Test
    void fiftyThreadsAskForOneTokenAndAllGetIt() throws Exception {
        HttpApi api = api(coded(connected(), desk.context()));
        desk.clock.advance(Duration.ofDays(2));
        CountDownLatch together = new CountDownLatch(50);
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try {
            List<Callable<ApiResponse>> work = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                work.add(() -> {
                    together.countDown();
                    together.await();
                    return api.read(ApiCall.get("/x"));
                });
            }
            for (Future<ApiResponse> answer : threads.invokeAll(work)) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(bodiesOfTokenCalls())
                .singleElement()
                .satisfies(body -> assertThat(body).contains("grant_type=refresh_token"));
        assertThat(desk.server.requests().stream()
                        .map(request -> request.header("Authorization").orElse("none"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void eachRefreshUsesTheTokenThatTheLastOneBrought() throws Exception {
        String code = connected();
        HttpApi api = api(coded(code, desk.context()));
        for (int day = 0; day < 3; day++) {
            desk.clock.advance(Duration.ofDays(1));
            api.read(ApiCall.get("/x"));
        }
        List<String> bodies = bodiesOfTokenCalls();
        assertThat(bodies).hasSize(3).doesNotHaveDuplicates();
        desk.clock.advance(Duration.ofDays(1));
        api(coded(code, desk.context())).read(ApiCall.get("/x"));
        assertThat(bodiesOfTokenCalls())
                .as("another process goes on where this one was")
                .hasSize(1);
    }

    @Test
    void anApplicationCanActForItself() {
        HttpApi api = api(OAuth2.clientCredentials(tokenUrl(), "talk", CLIENT_SECRET, desk.context())
                .with("scope", "things"));
        api.read(ApiCall.get("/x"));
        api.read(ApiCall.get("/x"));
        assertThat(bodiesOfTokenCalls())
                .singleElement()
                .satisfies(body -> assertThat(body)
                        .contains("grant_type=client_credentials")
                        .contains("scope=things"));
    }

    /** A token is stored before it is used: a token that is in use but lost in a crash could not be recovered. */
    @Test
    @Tag("R21")
    void aCrashBetweenTheAnswerAndTheStoreShowsNobodyTheNewToken() throws Exception {
        String code = connected();
        TokenStore dying = new TokenStore() {
            @Override
            public Optional<String> read(String name) {
                return desk.tokens.read(name);
            }

            @Override
            public boolean replace(String name, String expected, String next) {
                throw new TalkException(ErrorCode.STORE_FAILED, "the disk is full");
            }
        };
        HttpApi crashing = api(coded(code, desk.context().tokens(dying)));
        assertThatThrownBy(() -> crashing.read(ApiCall.get("/x")))
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_FAILED));
        assertThat(desk.server.requests())
                .as("calls with a token that is not kept")
                .isEmpty();
    }

    @Test
    @Tag("R30")
    void aTokenServerThatIsDownIsNoRefusal() {
        HttpApi api = api(OAuth2.refresh(
                "http://127.0.0.1:1/token", "talk", CLIENT_SECRET, Secret.of("canary-refresh"), desk.context()));
        assertThatThrownBy(() -> api.read(ApiCall.get("/x"))).isInstanceOfSatisfying(TalkException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE);
            assertThat(e.getMessage()).doesNotContain("canary");
        });
    }
}
