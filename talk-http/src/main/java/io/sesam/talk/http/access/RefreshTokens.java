package io.sesam.talk.http.access;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.token.TokenStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The refresh token of one connection: the configured one, the one that the system has issued since, or the one of an
 * {@linkplain OAuthInstallation installation}.
 */
final class RefreshTokens {
    private static final int TRIES = 5;
    private static final String NAME_BEFORE = "refresh";

    private final TokenStore store;
    private final String name;
    private final Secret clientSecret;
    private final @Nullable Secret set;

    private RefreshTokens(TokenStore store, String name, Secret clientSecret, @Nullable Secret set) {
        this.store = store;
        this.name = name;
        this.clientSecret = clientSecret;
        this.set = set;
    }

    /**
     * Returns the tokens of a configured grant. They are kept under a name of the grant: two grants never overwrite each other's
     * token, and two connections with one grant share it.
     */
    static RefreshTokens configured(TokenStore store, String clientId, Secret clientSecret, Secret set) {
        return new RefreshTokens(store, NAME_BEFORE + " " + hash(clientId + "\0" + set.reveal()), clientSecret, set);
    }

    /** Returns the token of an installation, kept under the connection's name. */
    static RefreshTokens installed(TokenStore store, String clientId, Secret clientSecret, String connection) {
        return new RefreshTokens(store, "installed " + hash(clientId + "\0" + connection), clientSecret, null);
    }

    /** Returns the name under which the token is kept. */
    String name() {
        return name;
    }

    /**
     * Returns the newest refresh token. A stored token counts only while the configured token is the one it was renewed
     * from.
     *
     * @throws TalkException ACCESS_REFUSED when access is to be installed and was not, or was revoked
     */
    String current() {
        return kept().orElseGet(() -> {
            if (set == null) {
                throw new TalkException(
                        ErrorCode.ACCESS_REFUSED,
                        "cannot get an access token: access was not installed for this connection, or it was revoked;"
                                + " install it with the OAuthInstallation of the application");
            }
            return set.reveal();
        });
    }

    /** Returns the renewed token, if there is one. */
    Optional<String> kept() {
        // Earlier versions kept the token of every connection under one name; its origin tells whose it is.
        return kept(name).or(() -> set == null ? Optional.empty() : kept(NAME_BEFORE));
    }

    private Optional<String> kept(String under) {
        return store.read(under)
                .flatMap(kept -> SecretCipher.open(kept, clientSecret))
                .filter(kept -> kept.startsWith(origin()))
                .map(kept -> kept.substring(origin().length()))
                .filter(kept -> !kept.isEmpty());
    }

    /** Removes an installed token; durable on return. */
    void forget() {
        replace("");
    }

    /** Stores a renewed token; durable on return. It has just been issued and is therefore newer than any other. */
    void keep(String renewed) {
        if (kept().or(() -> Optional.ofNullable(set).map(Secret::reveal))
                .filter(renewed::equals)
                .isEmpty()) {
            replace(renewed);
        }
    }

    private void replace(String renewed) {
        String closed = SecretCipher.seal(origin() + renewed, clientSecret);
        for (int i = 0; i < TRIES; i++) {
            Optional<String> before = store.read(name);
            if (store.replace(name, before.orElse(null), closed)) {
                return;
            }
        }
        throw new TalkException(
                ErrorCode.STORE_FAILED,
                "cannot store the renewed refresh token, because another process keeps replacing it;"
                        + " check that only one Talk uses this token store");
    }

    /** Returns a hash of the original configured token. It identifies the setting without revealing it. */
    private String origin() {
        return set == null ? "installed " : hash(set.reveal()) + " ";
    }

    /** Returns a short hash that reveals nothing of the text. */
    static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
