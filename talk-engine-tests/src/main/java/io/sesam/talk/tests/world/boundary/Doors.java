package io.sesam.talk.tests.world.boundary;

import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.store.Store;
import io.sesam.talk.tests.world.script.Fault;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Proxies that put a gate before store and sink. */
public final class Doors {
    private Doors() {}

    /** Wraps a store whose commits may fail. */
    public static Store store(Store store, Gate gate) {
        return proxy(
                Store.class,
                (method, arguments) -> method.getName().equals("commit")
                        ? gate.through(Fault.STORE, () -> call(store, method, arguments))
                        : call(store, method, arguments));
    }

    /** Wraps a sink whose batches may fail. */
    public static SinkPlugin sink(SinkPlugin plugin, Gate gate) {
        return sink(
                plugin,
                sink -> proxy(
                        Sink.class,
                        (method, arguments) -> method.getName().equals("apply")
                                        || method.getName().equals("rebuild")
                                ? gate.through(Fault.SINK, () -> call(sink, method, arguments))
                                : call(sink, method, arguments)));
    }

    /** Wraps the sinks of a plugin. */
    static SinkPlugin sink(SinkPlugin plugin, UnaryOperator<Sink> before) {
        return new SinkPlugin() {
            @Override
            public PluginSpec spec() {
                return plugin.spec();
            }

            @Override
            public Sink open(Settings settings, PluginContext context) {
                return before.apply(plugin.open(settings, context));
            }
        };
    }

    /** The handling of a call by a proxy. */
    @FunctionalInterface
    interface Answer {
        @Nullable
        Object to(Method method, @Nullable Object @Nullable [] arguments);
    }

    static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method, arguments)));
    }

    static @Nullable Object call(Object target, Method method, @Nullable Object @Nullable [] arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the methods of an interface are public", e);
        }
    }
}
