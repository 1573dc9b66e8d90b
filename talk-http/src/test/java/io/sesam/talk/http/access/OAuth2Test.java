package io.sesam.talk.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.ApiResponse;
import io.sesam.talk.http.Desk;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.Verdicts;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.simulators.SimResponse;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.token.TokenStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that tokens are requested once, renewed and never lost. */
final class OAuth2Test {
    private static final Secret CLIENT_SECRET = Secret.of("canary-client-secret");

    private final AtomicInteger issued = new AtomicInteger();
    private String good = "refresh-1";
    private long lifetime = 1800;
    private volatile Runnable whileAsked = () -> {};
    private final Desk desk = new Desk(this::answer);

    @AfterEach
    void close() {
        desk.close();
    }

    /** Answers as a server whose refresh tokens are valid once. Only the newest access token is valid. */
    private SimResponse answer(SimRequest request) {
        if (!request.path().equals("/token")) {
            boolean known = request.header("Authorization")
                    .filter(("Bearer access-" + issued.get())::equals)
                    .isPresent();
            return known ? SimResponse.json(200, "{}") : SimResponse.json(401, "{}");
        }
        if (!request.form().getOrDefault("refresh_token", List.of("")).get(0).equals(good)) {
            return SimResponse.json(400, "{\"error\":\"invalid_grant\"}");
        }
        whileAsked.run();
        good = "refresh-" + (issued.incrementAndGet() + 1);
        return SimResponse.json(
                200,
                "{\"access_token\":\"access-" + issued.get() + "\",\"refresh_token\":\"" + good + "\",\"expires_in\":"
                        + lifetime + "}");
    }

    private HttpApi api(String refreshToken) {
        return desk.api(builder -> builder.authenticate(
                OAuth2.refresh("/token", "id", CLIENT_SECRET, Secret.of(refreshToken), desk.context())));
    }

    private static String name(String client, String token) {
        return RefreshTokens.configured(TokenStore.inMemory(), client, CLIENT_SECRET, Secret.of(token))
                .name();
    }

    @Test
    void fiftyThreadsAskForOneToken() throws Exception {
        HttpApi api = api("refresh-1");
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try {
            List<Callable<ApiResponse>> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                calls.add(() -> api.read(ApiCall.get("/x")));
            }
            for (Future<ApiResponse> answer : threads.invokeAll(calls)) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(issued).hasValue(1);
    }

    @Test
    void aTokenIsRenewedBeforeItExpiresAndOnceWhenItIsRefused() {
        HttpApi api = api("refresh-1");
        api.read(ApiCall.get("/x"));
        desk.clock.advance(Duration.ofMinutes(30).minusSeconds(30));
        api.read(ApiCall.get("/x"));
        assertThat(issued).hasValue(2);
        issued.incrementAndGet();
        good = "refresh-3";
        api.read(ApiCall.get("/x"));
        assertThat(issued).as("the access token was taken back").hasValue(4);
    }

    @Test
    void aTokenThatClaimsToLiveForEverIsTaken() {
        lifetime = Long.MAX_VALUE;
        HttpApi api = api("refresh-1");
        assertThat(api.read(ApiCall.get("/x")).status()).isEqualTo(200);
        assertThat(issued).hasValue(1);
        desk.clock.advance(Duration.ofDays(366));
        api.read(ApiCall.get("/x"));
        assertThat(issued).hasValue(2);
        assertThat(Verdicts.retryAfter(
                        ApiResponse.of(429, Map.of("Retry-After", List.of("9223372036854775807")), ""), desk.clock))
                .contains(Duration.ofDays(365));
    }

    @Test
    @Tag("R37")
    void whatIsKeptIsSealedAndFoundByTheNextProcess() {
        api("refresh-1").read(ApiCall.get("/x"));
        assertThat(desk.tokens.read(name("id", "refresh-1")))
                .hasValueSatisfying(
                        kept -> assertThat(kept).doesNotContain("refresh-").doesNotContain("canary"));
        api("refresh-1").read(ApiCall.get("/x"));
        assertThat(issued).hasValue(2);
    }

    @Test
    void aNewTokenInTheSettingsGoesBeforeWhatIsKept() {
        api("refresh-1").read(ApiCall.get("/x"));
        good = "set anew by a person";
        api("set anew by a person").read(ApiCall.get("/x"));
        assertThat(issued).hasValue(2);
    }

    @Test
    void aTokenThatAnotherProcessRenewedIsReadOnceMore() {
        HttpApi ours = api("refresh-1");
        HttpApi theirs = api("refresh-1");
        ours.read(ApiCall.get("/x"));
        theirs.read(ApiCall.get("/x"));
        ours.read(ApiCall.get("/x"));
        assertThat(issued).hasValue(3);
    }

    @Test
    void aGrantThatIsGoneIsSaidPlainly() {
        assertThatThrownBy(() -> api("long gone").read(ApiCall.get("/x")))
                .isInstanceOfSatisfying(TalkException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_REFUSED);
                    assertThat(e).hasMessageContaining("authorize again");
                    assertThat(e.getMessage()).doesNotContain("long gone").doesNotContain("canary");
                });
    }

    @Test
    @Tag("R36")
    void aThreadThatIsInterruptedWhileItAsksStillKeepsTheTokenThatIsGoodForOneUse() throws Exception {
        HttpApi api = api("refresh-1");
        Thread thread = new Thread(
                () -> assertThatThrownBy(() -> api.read(ApiCall.get("/x"))).isInstanceOf(TalkException.class));
        whileAsked = thread::interrupt;
        thread.start();
        thread.join();
        whileAsked = () -> {};
        assertThat(issued).hasValue(1);
        api("refresh-1").read(ApiCall.get("/x"));
        assertThat(issued).hasValue(2);
    }

    @Test
    @Tag("R37")
    void whatIsSealedOpensWithTheSameSecretAlone() {
        String sealed = SecretCipher.seal("text", CLIENT_SECRET);
        assertThat(SecretCipher.open(sealed, CLIENT_SECRET)).contains("text");
        assertThat(SecretCipher.open(sealed, Secret.of("another"))).isEmpty();
        assertThat(SecretCipher.open(sealed.substring(0, sealed.length() - 2), CLIENT_SECRET))
                .isEmpty();
        assertThat(SecretCipher.open("text", CLIENT_SECRET)).isEmpty();
        assertThat(SecretCipher.seal("text", CLIENT_SECRET)).isNotEqualTo(sealed);
    }
}
