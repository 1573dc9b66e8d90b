package io.sesam.talk.http;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.TokenStore;
import io.sesam.talk.spi.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The refresh token of one connection: as it is set, or as the system has renewed it since. */
final class RefreshTokens {
    private static final int TRIES = 5;

    private final TokenStore store;
    private final String name;
    private final Secret clientSecret;
    private final Secret set;

    RefreshTokens(TokenStore store, String name, Secret clientSecret, Secret set) {
        this.store = store;
        this.name = name;
        this.clientSecret = clientSecret;
        this.set = set;
    }

    /** The newest one; what is kept counts only as long as the settings are those it was renewed from. */
    String current() {
        return kept().orElseGet(set::reveal);
    }

    /** The renewed one, if the system has renewed the one that is set. */
    Optional<String> kept() {
        return store.read(name)
                .flatMap(kept -> SecretCipher.open(kept, clientSecret))
                .filter(kept -> kept.startsWith(origin()))
                .map(kept -> kept.substring(origin().length()));
    }

    /** Keeps a renewed one; durable when this returns. The system has just given it, so it is newer than any other. */
    void keep(String renewed) {
        if (renewed.equals(current())) {
            return;
        }
        String closed = SecretCipher.seal(origin() + renewed, clientSecret);
        for (int i = 0; i < TRIES; i++) {
            Optional<String> before = store.read(name);
            if (store.replace(name, before.orElse(null), closed)) {
                return;
            }
        }
        throw new TalkException(
                ErrorCode.STORE_FAILED, "a renewed refresh token could not be kept: others replace it all the time");
    }

    /** Tells which setting a kept token was renewed from, without telling the setting. */
    private String origin() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(set.reveal().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8) + " ";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
