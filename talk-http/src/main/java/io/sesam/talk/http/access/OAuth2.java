package io.sesam.talk.http.access;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.ApiResponse;
import io.sesam.talk.http.Authentication;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.http.Verdicts;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * OAuth 2.0 access tokens, requested on demand (RFC 6749). Concurrent callers share one token request.
 *
 * <p>A renewed refresh token is stored, encrypted, in the given token store before the access token that came with it
 * is used: a crash in between loses nothing. A new refresh token in the settings takes precedence over the stored one.
 * Two connections of one Talk with the same grant share its tokens, which are refreshed once.
 */
public final class OAuth2 implements Authentication {
    /** A token that claims to live longer is renewed all the same. */
    private static final Duration LONGEST_LIFETIME = Duration.ofDays(365);

    private static final Duration MARGIN = Duration.ofMinutes(1);
    private static final Duration LIFETIME_UNLESS_TOLD = Duration.ofMinutes(5);

    /** The proof that the client which uses a code also asked for it (PKCE, RFC 7636). */
    static final String VERIFIER = "code_verifier";

    private static final String CODE_REMEDY =
            "the authorization code is valid once and for a short time; repeat the authorization and set the new code";

    private static final String ID = "client_id";
    private static final String SECRET = "client_secret";

    private final String tokenPath;
    private final String clientId;
    private final Secret clientSecret;
    private final Map<String, String> further;
    private final PluginContext context;
    private final Optional<RefreshTokens> refreshTokens;
    private final boolean codeIsSet;
    private final boolean basic;

    private OAuth2(
            String tokenPath,
            String clientId,
            Secret clientSecret,
            Map<String, String> further,
            PluginContext context,
            Optional<RefreshTokens> refreshTokens,
            boolean codeIsSet,
            boolean basic) {
        this.codeIsSet = codeIsSet;
        this.basic = basic;
        this.tokenPath = tokenPath;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.further = Map.copyOf(further);
        this.context = context;
        this.refreshTokens = refreshTokens;
    }

    @Override
    public String tokenAddress() {
        return tokenPath;
    }

    /** Returns the state of the grant, which all connections of a Talk with this grant share. */
    private TokenGrant grant() {
        String name = tokenPath + "\0" + clientId + "\0" + clientSecret.reveal() + "\0" + new TreeMap<>(further) + "\0"
                + refreshTokens.map(RefreshTokens::name).orElse("");
        return context.shared().get(TokenGrant.class, RefreshTokens.hash(name), TokenGrant::new);
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
                Optional.of(RefreshTokens.configured(context.tokens(), clientId, clientSecret, refreshToken)),
                false,
                false);
    }

    /**
     * Uses the client credentials grant, without a user.
     *
     * @param tokenPath the token endpoint: a path under the API's address, or a whole address
     */
    public static OAuth2 clientCredentials(
            String tokenPath, String clientId, Secret clientSecret, PluginContext context) {
        return new OAuth2(tokenPath, clientId, clientSecret, Map.of(), context, Optional.empty(), false, false);
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

    /**
     * Uses the access that a customer gave through an {@link OAuthInstallation} to this connection. Until then, calls fail
     * with ACCESS_REFUSED.
     *
     * @param tokenPath the token endpoint: a path under the API's address, or a whole address
     */
    @Experimental
    public static OAuth2 installed(String tokenPath, String clientId, Secret clientSecret, PluginContext context) {
        return new OAuth2(
                tokenPath,
                clientId,
                clientSecret,
                Map.of(),
                context,
                Optional.of(RefreshTokens.installed(
                        context.tokens(), clientId, clientSecret, context.name().toString())),
                false,
                false);
    }

    /**
     * Exchanges an authorization code, once, and stores the refresh token that comes with it.
     *
     * @throws TalkException ACCESS_REFUSED when the code is refused, or no refresh token comes
     */
    ApiResponse exchange(String code, Asking asking) {
        TokenGrant grant = grant();
        synchronized (grant) {
            grant.access = null;
            Map<String, String> form = form("authorization_code");
            form.put("code", sound(code));
            ApiResponse response = asking.ask(call(form));
            boolean renewable =
                    JsonValues.text(response.json(), "refresh_token").isPresent();
            if (response.status() == 200 && !renewable) {
                throw new TalkException(
                        ErrorCode.ACCESS_REFUSED,
                        "cannot get an access token: no refresh token came with it, so that access would end soon; ask for"
                                + " the scope that allows one, such as offline_access");
            }
            take(grant, response, CODE_REMEDY);
            return response;
        }
    }

    /** Revokes the stored refresh token at an address, and removes it. */
    void revoke(String address, Asking asking) {
        TokenGrant grant = grant();
        synchronized (grant) {
            String token = refreshTokens.orElseThrow().current();
            Map<String, String> form = form("");
            form.remove("grant_type");
            form.put("token", token);
            form.put("token_type_hint", "refresh_token");
            grant.known.add(token);
            ApiResponse response = asking.ask(call(address, form));
            if (response.status() == 429 || response.status() >= 500) {
                throw new TalkException(
                        ErrorCode.UNREACHABLE, "cannot revoke access: " + Verdicts.saying(response) + "; try again");
            }
            if (!isRevoked(response)) {
                throw new TalkException(
                        ErrorCode.ACCESS_REFUSED,
                        "cannot revoke access: " + Verdicts.saying(response)
                                + "; check the revocation address, the client id and the client secret");
            }
            refreshTokens.orElseThrow().forget();
            grant.access = null;
        }
    }

    /** An unknown token is revoked: RFC 7009 wants a success for it, and some providers say that it is invalid. */
    private static boolean isRevoked(ApiResponse response) {
        boolean isUnknown = JsonValues.text(response.json(), "error")
                .filter(Set.of("invalid_token", "invalid_grant")::contains)
                .isPresent();
        return response.status() / 100 == 2 || response.status() == 400 && isUnknown;
    }

    private OAuth2 exchangingFirst() {
        return new OAuth2(tokenPath, clientId, clientSecret, further, context, refreshTokens, true, basic);
    }

    /**
     * Returns a copy with another form field. For instance {@code scope}, or a {@code redirect_uri} where one is
     * required.
     */
    public OAuth2 with(String field, String value) {
        Map<String, String> more = new LinkedHashMap<>(further);
        more.put(field, value);
        return new OAuth2(tokenPath, clientId, clientSecret, more, context, refreshTokens, codeIsSet, basic);
    }

    /**
     * Returns a copy that authenticates the client by a {@code Basic} header ({@code client_secret_basic}). Without it,
     * the client id and secret are form fields.
     */
    public OAuth2 withBasicAuthentication() {
        return new OAuth2(tokenPath, clientId, clientSecret, further, context, refreshTokens, codeIsSet, true);
    }

    @Override
    public Set<String> secrets() {
        TokenGrant grant = grant();
        synchronized (grant) {
            Set<String> secrets = new HashSet<>(grant.known);
            secrets.add(clientSecret.reveal());
            return secrets;
        }
    }

    @Override
    public Map<String, String> headers(Asking asking) {
        TokenGrant grant = grant();
        synchronized (grant) {
            String token = grant.access;
            if (token == null || !context.clock().instant().isBefore(grant.expires)) {
                token = fetch(grant, asking);
            }
            return Map.of("Authorization", "Bearer " + token);
        }
    }

    /** Renews the token unless another thread or connection already did. */
    @Override
    public boolean renew(Map<String, String> shown, Asking asking) {
        TokenGrant grant = grant();
        synchronized (grant) {
            String token = grant.access;
            if (token != null && shown.containsValue("Bearer " + token)) {
                fetch(grant, asking);
            }
            return true;
        }
    }

    private String fetch(TokenGrant grant, Asking asking) {
        grant.access = null;
        if (refreshTokens.isEmpty()) {
            return take(
                    grant, asking.ask(call(form("client_credentials"))), "check the client id and the client secret");
        }
        RefreshTokens tokens = refreshTokens.get();
        if (codeIsSet && tokens.kept().isEmpty()) {
            Map<String, String> form = form("authorization_code");
            form.put("code", sound(tokens.current()));
            return take(grant, asking.ask(call(form)), CODE_REMEDY);
        }
        String used = tokens.current();
        ApiResponse response = asking.ask(refreshing(grant, used));
        if (isRefused(response)) {
            String other = tokens.current();
            if (!other.equals(used)) {
                response = asking.ask(refreshing(grant, other));
            }
        }
        return take(
                grant,
                response,
                "access was withdrawn, or the refresh token was used elsewhere; authorize again and set"
                        + " the new refresh token");
    }

    private ApiCall refreshing(TokenGrant grant, String token) {
        grant.known.add(token);
        Map<String, String> form = form("refresh_token");
        form.put("refresh_token", sound(token));
        form.remove(VERIFIER);
        return call(form);
    }

    private ApiCall call(Map<String, String> form) {
        return call(tokenPath, form);
    }

    private ApiCall call(String address, Map<String, String> form) {
        String credentials = encoded(clientId) + ":" + encoded(clientSecret.reveal());
        return basic
                ? ApiCall.post(address)
                        .form(form)
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                : ApiCall.post(address).form(form);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Map<String, String> form(String grant) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", grant);
        if (!basic) {
            form.put(ID, sound(clientId));
            form.put(SECRET, sound(clientSecret.reveal()));
        }
        form.putAll(further);
        return form;
    }

    /** Refuses a credential that was copied with a line break, before it is sent. */
    private static String sound(String credential) {
        if (credential.isBlank() || credential.chars().anyMatch(Character::isISOControl)) {
            throw new TalkException(
                    ErrorCode.ACCESS_REFUSED,
                    "cannot get an access token: the client id, the client secret or the token is empty or contains a"
                            + " line break, so that nothing was sent; copy it from that system again");
        }
        return credential;
    }

    private static boolean isRefused(ApiResponse response) {
        return JsonValues.text(response.json(), "error")
                        .filter("invalid_grant"::equals)
                        .isPresent()
                || response.status() == 400;
    }

    private String take(TokenGrant grant, ApiResponse response, String remedy) {
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
                .map(seconds -> Duration.ofSeconds(Math.min(seconds, LONGEST_LIFETIME.toSeconds())))
                .orElse(LIFETIME_UNLESS_TOLD);
        Duration margin = lifetime.compareTo(MARGIN.multipliedBy(2)) > 0 ? MARGIN : lifetime.dividedBy(10);
        grant.expires = context.clock().instant().plus(lifetime).minus(margin);
        grant.access = token.get();
        grant.known.add(token.get());
        return token.get();
    }
}
