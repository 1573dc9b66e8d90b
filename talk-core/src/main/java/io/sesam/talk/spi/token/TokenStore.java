package io.sesam.talk.spi.token;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.spi.settings.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Storage for tokens issued by a system. For instance a refresh token that is renewed with every use.
 *
 * <p>Safe for use by several threads. The content may end up in a file: a plugin encrypts secrets before it stores
 * them (R37).
 */
public interface TokenStore {
    /** Returns the token under a name. */
    Optional<String> read(String name);

    /**
     * Replaces a token if it is still the expected one. Durable when it returns {@code true}.
     *
     * @param expected the token the caller read; {@code null} for none
     * @return {@code false} when another token is stored, and nothing was changed: another thread was faster, read
     *     again
     */
    boolean replace(String name, @Nullable String expected, String next);

    /**
     * Returns a view that encrypts with keys of the host (AES-256-GCM).
     *
     * <p>What is kept names the key that encrypted it; text that was kept without a key is returned as it is.
     *
     * @param keys by id, the one that encrypts first; none to encrypt nothing
     */
    @Experimental
    static TokenStore encrypted(TokenStore store, Map<String, Secret> keys) {
        return SealedTokens.of(store, keys);
    }

    /** Creates a storage that lasts as long as the process. */
    static TokenStore inMemory() {
        Map<String, String> kept = new HashMap<>();
        return new TokenStore() {
            @Override
            public Optional<String> read(String name) {
                synchronized (kept) {
                    return Optional.ofNullable(kept.get(name));
                }
            }

            @Override
            public boolean replace(String name, @Nullable String expected, String next) {
                synchronized (kept) {
                    if (!Objects.equals(kept.get(name), expected)) {
                        return false;
                    }
                    kept.put(name, next);
                    return true;
                }
            }
        };
    }
}
