package io.sesam.talk;

import io.sesam.talk.engine.config.PluginFailures;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.enricher.EnricherPlugin;
import io.sesam.talk.spi.settings.Nearest;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.store.StorePlugin;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plugins found by {@link ServiceLoader}. */
final class Plugins {
    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

    /** A path that breaks without end must not keep a host from starting. */
    private static final int MOST_BROKEN = 100;

    private Plugins() {}

    static Optional<ConnectorPlugin> connector(String name, String where, List<String> problems) {
        return named(
                "connector", "talk-connector-", ConnectorPlugin.class, ConnectorPlugin::spec, name, where, problems);
    }

    static Optional<EnricherPlugin> enricher(String name, String where, List<String> problems) {
        return named("enricher", "talk-enricher-", EnricherPlugin.class, EnricherPlugin::spec, name, where, problems);
    }

    static Optional<SinkPlugin> sink(String name, String where, List<String> problems) {
        return named("sink", "talk-sink-", SinkPlugin.class, SinkPlugin::spec, name, where, problems);
    }

    static Optional<StorePlugin> store(String name, String where, List<String> problems) {
        return named("store", "talk-store-jdbc", StorePlugin.class, StorePlugin::spec, name, where, problems);
    }

    private static <T> Optional<T> named(
            String what,
            String artifact,
            Class<T> service,
            Function<T, PluginSpec> spec,
            String name,
            String where,
            List<String> problems) {
        List<String> known = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        Iterator<ServiceLoader.Provider<T>> providers =
                ServiceLoader.load(service, loader()).stream().iterator();
        for (int failures = 0; failures < MOST_BROKEN; ) {
            try {
                if (!providers.hasNext()) {
                    break;
                }
                T plugin = providers.next().get();
                String found = spec.apply(plugin).name();
                if (found.equals(name)) {
                    return Optional.of(plugin);
                }
                known.add(found);
            } catch (Throwable e) {
                PluginFailures.rethrowFatal(e);
                failures++;
                broken.add(e.getClass().getSimpleName());
            }
        }
        if (!broken.isEmpty()) {
            LOG.warn("plugins of the kind {} on the path are broken and left out: {}", what, broken);
        }
        problems.add(where + ": no " + what + " named \"" + name + "\" on the path"
                + Nearest.of(name, known)
                        .map(near -> "; did you mean \"" + near + "\"?")
                        .orElse("; add " + artifact + (what.equals("store") ? "" : name) + " or check the spelling"
                                + (known.isEmpty() ? "" : " (there are " + String.join(", ", known) + ")"))
                + (broken.isEmpty() ? "" : "; " + broken.size() + " on the path cannot be loaded: " + broken));
        return Optional.empty();
    }

    /** The host's loader where it sees Talk, so that plugins of an application server's application are found. */
    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? Talk.class.getClassLoader() : context;
    }
}
