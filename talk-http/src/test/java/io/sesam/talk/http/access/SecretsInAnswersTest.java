package io.sesam.talk.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.Authentication;
import io.sesam.talk.http.Desk;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.http.Verdict;
import io.sesam.talk.http.Verdicts;
import io.sesam.talk.http.WriteReply;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.simulators.SimResponse;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.SharedResources;
import io.sesam.talk.spi.settings.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of tokens: whose they are, what a system repeats of them, and what is never sent. */
@Tag("R37")
final class SecretsInAnswersTest {
    private static final String CLIENT_SECRET = "Ab+c/d=e@\"f'g 9";
    private static final String REFRESH = "ref.Re+sh/token==";

    private static List<String> spellings(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        return List.of(
                secret,
                encoded,
                encoded.replace("+", "%20").toLowerCase(Locale.ROOT),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                Base64.getEncoder()
                        .encodeToString((URLEncoder.encode("talk", StandardCharsets.UTF_8) + ":" + encoded)
                                .getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertRepeatsNothing(String message, String secret) {
        for (String spelling : spellings(secret)) {
            assertThat(message).doesNotContainIgnoringCase(spelling);
        }
        assertThat(message).doesNotContain("d=e@", "Re+sh", "Re%2B");
    }

    @Test
    void aTokenServerThatRepeatsSecretsIsQuotedWithoutThem() {
        for (boolean basic : new boolean[] {false, true}) {
            for (String secret : List.of(CLIENT_SECRET, REFRESH)) {
                for (String spelling : spellings(secret)) {
                    for (String around : List.of("bad x%sy", "%s", "no client_secret=%s&x", "a".repeat(290) + "%s")) {
                        String original = String.format(around.replace("%2", "%%2"), spelling);
                        String body = JsonValues.object()
                                .put("error", "invalid_client")
                                .put("error_description", original)
                                .toString();
                        try (Desk desk = new Desk(request -> SimResponse.json(401, body))) {
                            OAuth2 oauth = OAuth2.refresh(
                                    "/token", "talk", Secret.of(CLIENT_SECRET), Secret.of(REFRESH), desk.context());
                            HttpApi api = desk.api(
                                    builder -> builder.authenticate(basic ? oauth.withBasicAuthentication() : oauth));
                            assertThatThrownBy(() -> api.read(ApiCall.get("/x")))
                                    .isInstanceOfSatisfying(
                                            TalkException.class,
                                            e -> assertRepeatsNothing(String.valueOf(e.getMessage()), secret));
                        }
                    }
                }
            }
        }
    }

    @Test
    void anApiThatRepeatsCredentialsIsQuotedWithoutThem() {
        for (int status : new int[] {400, 403, 404, 500, 200}) {
            for (String spelling : spellings(CLIENT_SECRET).subList(0, 5)) {
                String body = JsonValues.object()
                        .put("message", "refused zz" + spelling + "zz")
                        .toString();
                try (Desk desk = new Desk(request -> SimResponse.json(status, body))) {
                    HttpApi api = desk.api(builder -> builder.authenticate(
                                    Authentication.basic("talk", Secret.of(CLIENT_SECRET)))
                            .verdicts(standard ->
                                    standard.status(200, response -> new Verdict.Refused(Verdicts.saying(response)))));
                    assertThatThrownBy(() -> api.read(ApiCall.get("/x")))
                            .hasMessageContaining("refused")
                            .satisfies(e -> assertRepeatsNothing(String.valueOf(e.getMessage()), CLIENT_SECRET));
                    if (status == 400) {
                        assertThat(api.write(ApiCall.post("/x")))
                                .isInstanceOfSatisfying(WriteReply.Refused.class, refused -> {
                                    assertRepeatsNothing(refused.reason(), CLIENT_SECRET);
                                    assertRepeatsNothing(refused.response().text(), CLIENT_SECRET);
                                });
                    }
                }
            }
        }
    }

    @Test
    void aMalformedTokenIsRefusedBeforeItIsSent() {
        try (Desk desk = Desk.fine()) {
            for (String token : List.of("canary\n", "canary\r\nX-Evil: 1", "", " ", "canary\u0000", "canary\u2028")) {
                for (Authentication way : List.of(
                        Authentication.bearer(Secret.of(token)),
                        Authentication.header("X-Key", Secret.of(token)),
                        OAuth2.refresh("/token", "talk", Secret.of("secret"), Secret.of(token), desk.context()),
                        OAuth2.clientCredentials("/token", "talk", Secret.of(token), desk.context()))) {
                    if (token.equals("canary\u2028") && way instanceof OAuth2) {
                        continue;
                    }
                    HttpApi api = desk.api(builder -> builder.authenticate(way));
                    assertThatThrownBy(() -> api.read(ApiCall.get("/x")))
                            .isInstanceOfSatisfying(TalkException.class, e -> {
                                assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_REFUSED);
                                assertThat(e.getMessage()).doesNotContain("canary");
                            });
                }
            }
            assertThat(desk.server.requests()).isEmpty();
        }
    }

    /** A server whose refresh tokens are valid once each. */
    private static final class Server {
        private final AtomicInteger issued = new AtomicInteger();
        private final List<String> good = new ArrayList<>(List.of("grant-a", "grant-b"));
        private final List<SimRequest> asked = new ArrayList<>();

        SimResponse answer(SimRequest request) {
            if (!request.path().equals("/token")) {
                return SimResponse.json(200, "{}");
            }
            asked.add(request);
            String shown =
                    request.form().getOrDefault("refresh_token", List.of("")).get(0);
            if (!good.remove(shown)) {
                return SimResponse.json(400, "{\"error\":\"invalid_grant\"}");
            }
            String next = shown + "-" + issued.incrementAndGet();
            good.add(next);
            return SimResponse.json(
                    200,
                    "{\"access_token\":\"access-" + next + "\",\"refresh_token\":\"" + next + "\",\"expires_in\":60}");
        }
    }

    private static HttpApi api(Desk desk, PluginContext context, String token) {
        return desk.api(builder ->
                builder.authenticate(OAuth2.refresh("/token", "talk", Secret.of("secret"), Secret.of(token), context)));
    }

    @Test
    void twoConnectionsWithTwoGrantsKeepTheirOwnTokens() {
        Server server = new Server();
        try (Desk desk = new Desk(server::answer)) {
            for (int run = 0; run < 3; run++) {
                for (String token : List.of("grant-a", "grant-b")) {
                    assertThat(api(desk, desk.context(), token)
                                    .read(ApiCall.get("/x"))
                                    .status())
                            .isEqualTo(200);
                }
            }
            assertThat(server.issued).hasValue(6);
        }
    }

    @Test
    void oneGrantOfTwoConnectionsIsRefreshedOnceAndShared() {
        Server server = new Server();
        try (Desk desk = new Desk(server::answer)) {
            PluginContext context = desk.context().sharing(new SharedResources());
            api(desk, context, "grant-a").read(ApiCall.get("/x"));
            api(desk, context, "grant-a").read(ApiCall.get("/x"));
            assertThat(server.issued).hasValue(1);
        }
    }

    @Test
    void aTokenThatAnEarlierVersionKeptIsFoundOnceByItsConnection() {
        Server server = new Server();
        server.good.add("renewed-before");
        try (Desk desk = new Desk(server::answer)) {
            Secret secret = Secret.of("secret");
            String before = SecretCipher.seal(RefreshTokens.hash("grant-a") + " renewed-before", secret);
            desk.tokens.replace("refresh", null, before);
            server.good.remove("grant-a");
            api(desk, desk.context(), "grant-a").read(ApiCall.get("/x"));
            api(desk, desk.context(), "grant-b").read(ApiCall.get("/x"));
            api(desk, desk.context(), "grant-a").read(ApiCall.get("/x"));
            assertThat(server.issued).hasValue(3);
            assertThat(desk.tokens.read("refresh"))
                    .as("the old one stays as it was")
                    .contains(before);
        }
    }

    @Test
    void aClientMayAuthenticateByAHeaderAndProveThatItAskedForTheCode() {
        List<SimRequest> asked = new ArrayList<>();
        try (Desk desk = new Desk(request -> {
            asked.add(request);
            return SimResponse.json(
                    200, "{\"access_token\":\"a" + asked.size() + "\",\"refresh_token\":\"r\",\"expires_in\":60}");
        })) {
            OAuth2 oauth = OAuth2.code(
                            "/token",
                            "the id",
                            Secret.of("s:1"),
                            Secret.of("code-1"),
                            "http://127.0.0.1/back",
                            desk.context())
                    .with(OAuth2.VERIFIER, "the-verifier")
                    .withBasicAuthentication();
            HttpApi api = desk.api(builder -> builder.authenticate(oauth));
            api.read(ApiCall.get("/x"));
            desk.clock.advance(Duration.ofHours(1));
            api.read(ApiCall.get("/x"));
            List<SimRequest> tokens = asked.stream()
                    .filter(request -> request.path().equals("/token"))
                    .toList();
            assertThat(tokens).hasSize(2).allSatisfy(request -> {
                assertThat(request.header("Authorization"))
                        .isEqualTo(Optional.of("Basic "
                                + Base64.getEncoder().encodeToString("the+id:s%3A1".getBytes(StandardCharsets.UTF_8))));
                assertThat(request.form()).doesNotContainKeys("client_id", "client_secret");
            });
            assertThat(tokens.get(0).form()).containsEntry("code_verifier", List.of("the-verifier"));
            assertThat(tokens.get(1).form()).doesNotContainKey("code_verifier");
        }
    }
}
