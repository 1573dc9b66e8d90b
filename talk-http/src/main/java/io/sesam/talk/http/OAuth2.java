package io.sesam.talk.http;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * OAuth 2.0 access tokens, requested on demand (RFC 6749). Concurrent callers share one token request.
 *
 * <p>A renewed refresh token is stored, encrypted, in the given token store before the access token that came with it
 * is used: a crash in between loses nothing. A new refresh token in the settings takes precedence over the stored one.
 */
public final class OAuth2 implements Authentication {
    private static final Duration MARGIN = Duration.ofMinutes(1);
    private static final Duration LIFETIME_UNLESS_TOLD = Duration.ofMinutes(5);

    private final String tokenPath;
    private final String clientId;
    private final Secret clientSecret;
    private final Map<String, String> further;
    private final PluginContext context;
    private final Optional<RefreshTokens> refreshTokens;
    private final boolean codeIsSet;
    private @Nullable String access;
    private Instant expires = Instant.MIN;

    private OAuth2(
            String tokenPath,
            String clientId,
            Secret clientSecret,
            Map<String, String> further,
            PluginContext context,
            Optional<RefreshTokens> refreshTokens,
            boolean codeIsSet) {
        this.codeIsSet = codeIsSet;
        this.tokenPath = tokenPath;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.further = Map.copyOf(further);
        this.context = context;
        this.refreshTokens = refreshTokens;
    }

    /**
     * Uses a refresh token, which the system may rotate.
     *
     * @param tokenPath the token endpoint: a path under the API's address, or a whole address
     */
    public static OAuth2 refresh(
            String tokenPath, String clientId, Secret clientSecret, Secret refreshToken, PluginContext context) {
        return new OAuth2(
                tokenPath,
                clientId,
                clientSecret,
                Map.of(),
                context,
                Optional.of(new RefreshTokens(context.tokens(), "refresh", clientSecret, refreshToken)),
                false);
    }

    /**
     * Uses the client credentials grant, without a user.
     *
     * @param tokenPath the token endpoint: a path under the API's address, or a whole address
     */
    public static OAuth2 clientCredentials(
            String tokenPath, String clientId, Secret clientSecret, PluginContext context) {
        return new OAuth2(tokenPath, clientId, clientSecret, Map.of(), context, Optional.empty(), false);
    }

    /**
     * Uses an authorization code from a user's browser. The code is valid once and for a short time: the first call
     * exchanges it, and from then on the stored refresh token is used.
     *
     * @param tokenPath the token endpoint: a path under the API's address, or a whole address
     * @param redirectUri the exact address to which the browser was redirected
     */
    public static OAuth2 code(
            String tokenPath,
            String clientId,
            Secret clientSecret,
            Secret code,
            String redirectUri,
            PluginContext context) {
        return refresh(tokenPath, clientId, clientSecret, code, context)
                .with("redirect_uri", redirectUri)
                .exchangingFirst();
    }

    private OAuth2 exchangingFirst() {
        return new OAuth2(tokenPath, clientId, clientSecret, further, context, refreshTokens, true);
    }

    /**
     * Returns a copy with another form field. For instance {@code scope}, or a {@code redirect_uri} where one is
     * required.
     */
    public OAuth2 with(String field, String value) {
        Map<String, String> more = new LinkedHashMap<>(further);
        more.put(field, value);
        return new OAuth2(tokenPath, clientId, clientSecret, more, context, refreshTokens, codeIsSet);
    }

    @Override
    public synchronized Map<String, String> headers(Asking asking) {
        String token = access;
        if (token == null || !context.clock().instant().isBefore(expires)) {
            token = fetch(asking);
        }
        return Map.of("Authorization", "Bearer " + token);
    }

    /** Renews the token unless another thread already did. */
    @Override
    public synchronized boolean renew(Map<String, String> shown, Asking asking) {
        String token = access;
        if (token != null && shown.containsValue("Bearer " + token)) {
            fetch(asking);
        }
        return true;
    }

    private String fetch(Asking asking) {
        access = null;
        if (refreshTokens.isEmpty()) {
            ApiResponse response = asking.ask(ApiCall.post(tokenPath).form(form("client_credentials")));
            return take(response, "check the client id and the client secret");
        }
        RefreshTokens tokens = refreshTokens.get();
        if (codeIsSet && tokens.kept().isEmpty()) {
            Map<String, String> form = form("authorization_code");
            form.put("code", tokens.current());
            return take(
                    asking.ask(ApiCall.post(tokenPath).form(form)),
                    "the authorization code is valid once and for a short time; repeat the authorization and"
                            + " set the new code");
        }
        String used = tokens.current();
        ApiResponse response = asking.ask(refreshing(used));
        if (isRefused(response)) {
            String other = tokens.current();
            if (!other.equals(used)) {
                response = asking.ask(refreshing(other));
            }
        }
        return take(
                response,
                "access was withdrawn, or the refresh token was used elsewhere; authorize again and set"
                        + " the new refresh token");
    }

    private ApiCall refreshing(String token) {
        Map<String, String> form = form("refresh_token");
        form.put("refresh_token", token);
        return ApiCall.post(tokenPath).form(form);
    }

    private Map<String, String> form(String grant) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", grant);
        form.put("client_id", clientId);
        form.put("client_secret", clientSecret.reveal());
        form.putAll(further);
        return form;
    }

    private static boolean isRefused(ApiResponse response) {
        return JsonValues.text(response.json(), "error")
                        .filter("invalid_grant"::equals)
                        .isPresent()
                || response.status() == 400;
    }

    private String take(ApiResponse response, String remedy) {
        Optional<String> token = JsonValues.text(response.json(), "access_token");
        if (response.status() >= 500 || response.status() == 429) {
            throw new TalkException(ErrorCode.UNREACHABLE, "cannot get an access token: " + Verdicts.saying(response));
        }
        if (response.status() != 200 || token.isEmpty()) {
            throw new TalkException(
                    ErrorCode.ACCESS_REFUSED,
                    "cannot get an access token: " + Verdicts.saying(response) + "; " + remedy);
        }
        JsonValues.text(response.json(), "refresh_token")
                .ifPresent(renewed -> refreshTokens.ifPresent(tokens -> tokens.keep(renewed)));
        Duration lifetime = Optional.of(response.json().path("expires_in").asLong())
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds)
                .orElse(LIFETIME_UNLESS_TOLD);
        Duration margin = lifetime.compareTo(MARGIN.multipliedBy(2)) > 0 ? MARGIN : lifetime.dividedBy(10);
        expires = context.clock().instant().plus(lifetime).minus(margin);
        access = token.get();
        return token.get();
    }
}
