package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.RecordRef;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The holders of the match keys that were asked for or changed last.
 *
 * <p>A first sync asks for each key several times: when its records are read, and for each system they are written to.
 * All holders of a key are kept or none. Used while the database is locked, like {@link ClusterCache}.
 */
final class KeyHolderCache {
    /** Keys with more holders are rare, and cheap to ask for. */
    private static final int MOST_HOLDERS = 32;

    private final int capacity;
    private final LinkedHashMap<Key, List<RecordRef>> holders = new LinkedHashMap<>(64, 0.75f, true);

    /** A match key as it is indexed. */
    record Key(String type, String rule, String value) {
        // Written out because it is asked millions of times: what the compiler adds is slow until it is warm.
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || other instanceof Key that
                            && value.equals(that.value)
                            && rule.equals(that.rule)
                            && type.equals(that.type);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * type.hashCode() + rule.hashCode()) + value.hashCode();
        }
    }

    /** Creates a cache of so many keys; 0 keeps nothing. */
    KeyHolderCache(int capacity) {
        this.capacity = capacity;
    }

    /** Returns all holders of a key; {@code null} if they are not known. */
    @Nullable
    List<RecordRef> holders(Key key) {
        return holders.get(key);
    }

    /** Keeps all holders of a key. */
    void keep(Key key, List<RecordRef> all) {
        if (all.size() > MOST_HOLDERS || capacity == 0) {
            holders.remove(key);
            return;
        }
        holders.put(key, new ArrayList<>(all));
        Iterator<Key> eldest = holders.keySet().iterator();
        while (holders.size() > capacity) {
            eldest.next();
            eldest.remove();
        }
    }

    /** Adds a holder of a key. */
    void add(Key key, RecordRef holder) {
        List<RecordRef> known = holders.get(key);
        if (known != null && !known.contains(holder)) {
            known.add(holder);
            if (known.size() > MOST_HOLDERS) {
                holders.remove(key);
            }
        }
    }

    /** Removes a holder of a key. */
    void remove(Key key, RecordRef holder) {
        List<RecordRef> known = holders.get(key);
        if (known != null) {
            known.remove(holder);
        }
    }

    void clear() {
        holders.clear();
    }
}
