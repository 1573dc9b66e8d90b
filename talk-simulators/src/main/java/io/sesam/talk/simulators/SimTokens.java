package io.sesam.talk.simulators;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The access tokens of a simulator. One fixed token, and OAuth with expiring access tokens and rotating refresh tokens.
 */
public final class SimTokens {
    private final String prefix;
    private final Clock clock;
    private final Map<String, Instant> access = new HashMap<>();
    private final Set<String> refresh = new HashSet<>();
    private final Set<String> codes = new HashSet<>();
    private Optional<String> permanent;
    private boolean rotates = true;
    private int issued;
    private Duration lifetime = Duration.ofMinutes(30);

    SimTokens(String prefix, Clock clock) {
        this.prefix = prefix;
        this.clock = clock;
        this.permanent = Optional.of(good());
    }

    /** Returns the fixed token. */
    public synchronized String permanent() {
        return permanent.orElseThrow(() -> new IllegalStateException("the token was revoked"));
    }

    /** Returns a token valid at the beginning. It may have been revoked since. */
    public String good() {
        return prefix + "permanent-canary-0123456789";
    }

    /** Revokes all tokens. */
    public synchronized void revokeAll() {
        permanent = Optional.empty();
        access.clear();
        refresh.clear();
    }

    /** Issues a refresh token, as for an authorized application. */
    public synchronized String connect() {
        String token = prefix + "refresh-canary-" + ++issued;
        refresh.add(token);
        return token;
    }

    /** Issues an authorization code, valid for one use. */
    public synchronized String code() {
        String code = prefix + "code-canary-" + ++issued;
        codes.add(code);
        return code;
    }

    /** Sets whether refresh tokens are valid once only. */
    public synchronized void rotates(boolean rotating) {
        rotates = rotating;
    }

    /** Sets the lifetime of access tokens. */
    public synchronized void lifetime(Duration time) {
        lifetime = time;
    }

    /** Reports whether a refresh token is valid. */
    public synchronized boolean isGood(String refreshToken) {
        return refresh.contains(refreshToken);
    }

    synchronized boolean allows(SimRequest request) {
        String shown = request.header("Authorization").orElse("").replaceFirst("^Bearer ", "");
        return permanent.filter(shown::equals).isPresent()
                || access.getOrDefault(shown, Instant.MIN).isAfter(clock.instant());
    }

    /** Handles the token endpoint. Refuses secrets in the address, because addresses end up in logs. */
    synchronized SimResponse answer(SimRequest request) {
        String shown = first(request, "refresh_token");
        if (!request.query().isEmpty() || first(request, "client_secret").isEmpty()) {
            return error("invalid_client");
        }
        if (first(request, "grant_type").equals("authorization_code")) {
            boolean good = codes.remove(first(request, "code"))
                    && !first(request, "redirect_uri").isEmpty();
            return good ? granted(connect()) : error("invalid_grant");
        }
        if (!first(request, "grant_type").equals("refresh_token") || !refresh.contains(shown)) {
            return error("invalid_grant");
        }
        if (!rotates) {
            return granted(shown);
        }
        refresh.remove(shown);
        return granted(connect());
    }

    private SimResponse granted(String refreshToken) {
        String token = prefix + "access-canary-" + ++issued;
        access.put(token, clock.instant().plus(lifetime));
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("access_token", token)
                .put("refresh_token", refreshToken)
                .put("expires_in", lifetime.toSeconds())
                .put("token_type", "bearer");
        return SimResponse.json(200, body);
    }

    private static String first(SimRequest request, String field) {
        return request.form().getOrDefault(field, List.of("")).get(0);
    }

    private static SimResponse error(String code) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("error", code)
                .put("error_description", "the grant or the client is not valid");
        return SimResponse.json(400, body);
    }
}
