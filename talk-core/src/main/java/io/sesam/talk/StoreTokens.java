package io.sesam.talk;

import io.sesam.talk.spi.token.TokenStore;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps tokens in the store; ready once the store is open. */
final class StoreTokens implements TokenStore {
    private volatile @Nullable Store store;

    void open(Store opened) {
        store = opened;
    }

    @Override
    public Optional<String> read(String name) {
        return store().state(StateKey.token(name)).map(EngineState.IssuedToken::text);
    }

    @Override
    public synchronized boolean replace(String name, @Nullable String expected, String next) {
        if (!Objects.equals(read(name).orElse(null), expected)) {
            return false;
        }
        store().commit(new Commit().put(StateKey.token(name), new EngineState.IssuedToken(next)));
        return true;
    }

    private Store store() {
        Store opened = store;
        if (opened == null) {
            throw new IllegalStateException("a plugin asked for a token while it was being opened");
        }
        return opened;
    }
}
