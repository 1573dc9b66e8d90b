package io.sesam.talk.spi;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a plugin keeps what a system hands out to be shown again, such as a refresh token that is renewed with every use.
 *
 * <p>Any thread may call it. What is kept here may end up in a file: whoever keeps a secret seals it first (R37).
 */
public interface TokenStore {
    /** What is kept under a name. */
    Optional<String> read(String name);

    /**
     * Keeps something under a name in the place of what was there; durable when it returns {@code true}.
     *
     * @param expected what the caller believes is there; {@code null} for nothing
     * @return {@code false} when something else is there, and nothing was changed: somebody was faster, read again
     */
    boolean replace(String name, @Nullable String expected, String next);

    /** One that forgets all when the process ends. */
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
