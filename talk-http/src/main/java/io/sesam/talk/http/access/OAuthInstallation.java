package io.sesam.talk.http.access;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.ApiResponse;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.token.TokenStore;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Access to a customer's own account, given by the customer.
 *
 * <p>For applications whose customers connect their own HubSpot or Wave: {@link #begin} gives the address to which the
 * application sends the customer's browser, and {@link #complete} exchanges the code with which the browser comes back. The
 * refresh token is kept, encrypted, in the token store of that customer's {@code Talk}, where a connection of the same name
 * with {@code oauth: { clientId, clientSecret, installed: true }} finds it. A {@code Talk} that is open uses it from its next
 * call on.
 *
 * <p>The authorization uses PKCE (RFC 7636). Safe for any thread, and for several processes with one token store. It opens no
 * connection until it is used, and keeps none.
 */
@Experimental
public final class OAuthInstallation {
    private static final int SHORTEST_STATE = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final OAuthProvider provider;
    private final String clientId;
    private final Secret clientSecret;
    private final SystemName connection;
    private final TokenStore tokens;
    private final Clock clock;
    private final Optional<HttpClient> client;

    private OAuthInstallation(
            OAuthProvider provider,
            String clientId,
            Secret clientSecret,
            SystemName connection,
            TokenStore tokens,
            Clock clock,
            Optional<HttpClient> client) {
        this.provider = provider;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.connection = connection;
        this.tokens = tokens;
        this.clock = clock;
        this.client = client;
    }

    /**
     * Returns the installation of one connection.
     *
     * @param clientSecret the application's secret, which also encrypts what is stored
     * @param connection the connection's name in the customer's {@code Talk}
     * @param tokens the token store of that {@code Talk}: {@code talk.tokens()}, or the host's own one
     */
    public static OAuthInstallation of(
            OAuthProvider provider, String clientId, Secret clientSecret, String connection, TokenStore tokens) {
        return new OAuthInstallation(
                provider,
                clientId,
                clientSecret,
                new SystemName(connection),
                tokens,
                Clock.systemUTC(),
                Optional.empty());
    }

    /** Returns a copy with another clock. */
    public OAuthInstallation clock(Clock other) {
        return new OAuthInstallation(provider, clientId, clientSecret, connection, tokens, other, client);
    }

    /** Returns a copy that calls with a client of the host, which it never closes. */
    public OAuthInstallation client(HttpClient other) {
        return new OAuthInstallation(provider, clientId, clientSecret, connection, tokens, clock, Optional.of(other));
    }

    /** Returns a state that cannot be guessed. */
    public static String newState() {
        return random();
    }

    /**
     * Begins an installation. Durable on return, valid for ten minutes; the last five of a connection are kept.
     *
     * @param state a new random text of at least 16 characters, such as {@link #newState()}; the host keeps it in the
     *     customer's session, so that it knows at the redirect whose it is
     * @param redirectUri where the browser comes back with {@code code} and {@code state}
     * @param scopes what is asked for, by the provider's names
     * @return the address for the customer's browser
     * @throws TalkException CONFIGURATION when the state is short or was used before, or the redirect address is not safe
     */
    public URI begin(String state, URI redirectUri, Set<String> scopes) {
        if (state.length() < SHORTEST_STATE || state.chars().anyMatch(letter -> letter <= ' ')) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    "OAuth: the state must be a new random text of at least " + SHORTEST_STATE
                            + " characters without spaces, such as newState() returns");
        }
        OAuthProvider.sound("redirect address", redirectUri.toString());
        String verifier = random();
        pending().begin(state, verifier, redirectUri.toString(), clock.instant());
        Map<String, String> query = new LinkedHashMap<>(provider.parameters());
        query.put("response_type", "code");
        query.put("client_id", clientId);
        query.put("redirect_uri", redirectUri.toString());
        if (!scopes.isEmpty()) {
            query.put("scope", String.join(" ", new TreeSet<>(scopes)));
        }
        query.put("state", state);
        query.put("code_challenge", challenge(verifier));
        query.put("code_challenge_method", "S256");
        String before = provider.authorization().getRawQuery() == null ? "?" : "&";
        return URI.create(provider.authorization()
                + before
                + query.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&")));
    }

    /**
     * Completes an installation: exchanges the code and stores the refresh token. Durable on return.
     *
     * <p>A state is good once, also when the exchange fails: then the customer begins again. An installation that was
     * completed before is replaced.
     *
     * @throws TalkException ACCESS_REFUSED when the state was not begun here, was used before or is too old, so that nothing
     *     is sent, or when the provider refuses the code; UNREACHABLE when no answer comes
     */
    public Installed complete(String code, String state) {
        PendingInstallations.Pending begun = pending()
                .take(state, clock.instant())
                .orElseThrow(() -> new TalkException(
                        ErrorCode.ACCESS_REFUSED,
                        connection
                                + ": the installation cannot be completed, because its state was not begun here, was used"
                                + " before, or is older than ten minutes; begin the installation again"));
        OAuth2 access = access().with("redirect_uri", begun.redirectUri()).with(OAuth2.VERIFIER, begun.verifier());
        try (HttpApi api = api(access)) {
            ApiResponse response = access.exchange(code, api::askForToken);
            return new Installed(
                    scopes(response),
                    provider.accountField().flatMap(field -> JsonValues.text(response.json(), field)));
        }
    }

    /** Returns whether access is installed. Asks the token store only, not the provider. */
    public boolean isInstalled() {
        return refreshTokens().kept().isPresent();
    }

    /**
     * Revokes the access at the provider, and removes the refresh token. Does nothing when no access is installed; where the
     * provider has no address for it, only removes the token.
     *
     * @throws TalkException UNREACHABLE or ACCESS_REFUSED when the provider did not do it; the token is kept then
     */
    public void revoke() {
        if (!isInstalled()) {
            return;
        }
        if (provider.revocation().isEmpty()) {
            refreshTokens().forget();
            return;
        }
        OAuth2 access = access();
        try (HttpApi api = api(access)) {
            access.revoke(provider.revocation().get().toString(), api::askForToken);
        }
    }

    private static Set<String> scopes(ApiResponse response) {
        return JsonValues.text(response.json(), "scope")
                .map(scopes -> Set.copyOf(List.of(scopes.strip().split("[ ,]+"))))
                .orElseGet(() -> JsonValues.items(response.json().path("scopes"))
                        .map(scope -> scope.asText())
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private PendingInstallations pending() {
        return new PendingInstallations(tokens, clientId, clientSecret, connection.toString());
    }

    private RefreshTokens refreshTokens() {
        return RefreshTokens.installed(tokens, clientId, clientSecret, connection.toString());
    }

    private OAuth2 access() {
        OAuth2 access = OAuth2.installed(provider.token().toString(), clientId, clientSecret, context());
        return provider.isBasic() ? access.withBasicAuthentication() : access;
    }

    private HttpApi api(OAuth2 access) {
        return HttpApi.to(connection.toString(), provider.token(), context())
                .authenticate(access)
                .build();
    }

    private PluginContext context() {
        PluginContext context = PluginContext.of(connection, clock, new SplittableRandom(), Map.of())
                .tokens(tokens);
        return client.map(own -> context.providing(Map.of(HttpClient.class, own)))
                .orElse(context);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Returns the connection's name, without any secret. */
    @Override
    public String toString() {
        return "installation of " + connection;
    }

    /** What a customer gave access to. */
    @Experimental
    public static final class Installed {
        private final Set<String> scopes;
        private final Optional<String> account;

        private Installed(Set<String> scopes, Optional<String> account) {
            this.scopes = scopes;
            this.account = account;
        }

        /** Returns the scopes that were given, which may be fewer than asked for; empty where the provider names none. */
        public Set<String> scopes() {
            return scopes;
        }

        /** Returns the customer's account, where the provider names it in its response. */
        public Optional<String> account() {
            return account;
        }

        @Override
        public String toString() {
            return "access" + account.map(id -> " to account " + id).orElse("") + " with " + new TreeSet<>(scopes);
        }
    }
}
