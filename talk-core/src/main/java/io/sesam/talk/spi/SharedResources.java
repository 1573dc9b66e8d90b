package io.sesam.talk.spi;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Objects that all connections of one Talk share.
 *
 * <p>For what belongs to an account rather than to a connection, such as the count of its calls. Two Talks share nothing, also
 * not in one process (R36). Objects live as long as their Talk and are not closed. Safe for any thread.
 */
public final class SharedResources {
    private record Key(Class<?> type, String name) {}

    private final Map<Key, Object> objects = new ConcurrentHashMap<>();

    /** Starts without objects. */
    public SharedResources() {}

    /**
     * The object of a type and a name; made by whoever asks first.
     *
     * @param make must not ask for another shared object
     */
    public <T> T get(Class<T> type, String name, Supplier<T> make) {
        return type.cast(objects.computeIfAbsent(new Key(type, name), key -> make.get()));
    }
}
