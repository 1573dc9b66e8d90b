package io.sesam.talk.spi;

import io.sesam.talk.model.Experimental;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Objects shared by all connections of one Talk.
 *
 * <p>For state of an account rather than a connection, such as its call count. Two Talk instances share nothing,
 * even in one process (R36). Objects live as long as their Talk and are not closed. Safe for use by several
 * threads.
 */
@Experimental
public final class SharedResources {
    private record Key(Class<?> type, String name) {}

    private final Map<Key, Object> objects = new ConcurrentHashMap<>();

    /** Starts without objects. */
    public SharedResources() {}

    /**
     * Returns the object of a type and name, created on first use.
     *
     * @param make creates the object; must not call this method
     */
    public <T> T get(Class<T> type, String name, Supplier<T> make) {
        return type.cast(objects.computeIfAbsent(new Key(type, name), key -> make.get()));
    }
}
