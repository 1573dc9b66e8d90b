package io.sesam.talk.testkit.store;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StorePlugin;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory that counts look-ups. For tests that a run costs as much as what has changed. Safe for any thread.
 */
@Experimental
public final class CountingStorePlugin implements StorePlugin {
    private final AtomicLong lookedUp = new AtomicLong();

    /** Creates a plugin that has counted nothing. Each store that it opens is empty and counts here. */
    public CountingStorePlugin() {}

    /** Returns the number of golden records whose members were asked for, as each decision must; then counts from zero. */
    public long lookedUp() {
        return lookedUp.getAndSet(0);
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.of("counting", "a store in memory that counts look-ups", List.of());
    }

    @Override
    public Store open(Settings settings, PluginContext context) {
        Store store = MemoryStore.create();
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(),
                new Class<?>[] {Store.class},
                (proxy, method, arguments) -> answer(store, method, arguments));
    }

    private @Nullable Object answer(Store store, Method method, Object @Nullable [] arguments) throws Throwable {
        if (arguments != null && method.getName().equals("members")) {
            lookedUp.addAndGet(((Collection<?>) arguments[0]).size());
        }
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
