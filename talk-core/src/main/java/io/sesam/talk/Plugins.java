package io.sesam.talk;

import io.sesam.talk.engine.config.PluginFailures;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.enricher.EnricherPlugin;
import io.sesam.talk.spi.settings.Nearest;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.store.StorePlugin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plugins on the class path or module path, found by {@link ServiceLoader}.
 *
 * <p>A broken plugin is left out and logged.
 */
@Experimental
public final class Plugins {
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

    /** All plugins that can be loaded now, by kind and name. */
    public static List<Installed> installed() {
        List<Installed> all = new ArrayList<>();
        add("connector", ConnectorPlugin.class, ConnectorPlugin::spec, all);
        add("enricher", EnricherPlugin.class, EnricherPlugin::spec, all);
        add("sink", SinkPlugin.class, SinkPlugin::spec, all);
        add("store", StorePlugin.class, StorePlugin::spec, all);
        all.sort(Comparator.comparing(Installed::kind)
                .thenComparing(plugin -> plugin.spec().name()));
        return Collections.unmodifiableList(all);
    }

    private static <T> void add(String kind, Class<T> service, Function<T, PluginSpec> spec, List<Installed> all) {
        warn(kind, each(service, plugin -> {
            String version = plugin.getClass().getPackage().getImplementationVersion();
            all.add(new Installed(kind, spec.apply(plugin), version == null ? "" : version));
            return false;
        }));
    }

    /** Hands over the plugins of a kind until one is taken; returns the classes of failures. */
    private static <T> List<String> each(Class<T> service, Predicate<T> taken) {
        List<String> broken = new ArrayList<>();
        Iterator<ServiceLoader.Provider<T>> providers =
                ServiceLoader.load(service, loader()).stream().iterator();
        while (broken.size() < MOST_BROKEN) {
            try {
                if (!providers.hasNext() || taken.test(providers.next().get())) {
                    break;
                }
            } catch (Throwable e) {
                PluginFailures.rethrowFatal(e);
                broken.add(e.getClass().getSimpleName());
            }
        }
        return broken;
    }

    private static void warn(String kind, List<String> broken) {
        if (!broken.isEmpty()) {
            LOG.warn("plugins of the kind {} on the path are broken and left out: {}", kind, broken);
        }
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
        List<T> found = new ArrayList<>(1);
        List<String> broken = each(service, plugin -> {
            String other = spec.apply(plugin).name();
            known.add(other);
            return other.equals(name) && found.add(plugin);
        });
        if (!found.isEmpty()) {
            return Optional.of(found.get(0));
        }
        warn(what, broken);
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

    /** A plugin that can be used by its name. */
    public static final class Installed {
        private final String kind;
        private final PluginSpec spec;
        private final String version;

        private Installed(String kind, PluginSpec spec, String version) {
            this.kind = kind;
            this.spec = spec;
            this.version = version;
        }

        /** {@code connector}, {@code enricher}, {@code sink} or {@code store}. */
        public String kind() {
            return kind;
        }

        /** Name, description and settings. */
        public PluginSpec spec() {
            return spec;
        }

        /** Version of its jar; empty when the jar names none. */
        public String version() {
            return version;
        }

        @Override
        public String toString() {
            return kind + " " + spec.name() + (version.isEmpty() ? "" : " " + version);
        }
    }
}
