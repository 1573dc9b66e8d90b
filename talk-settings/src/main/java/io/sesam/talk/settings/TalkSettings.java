package io.sesam.talk.settings;

import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.settings.tree.ConfigFile;
import io.sesam.talk.settings.tree.ConfigSection;
import io.sesam.talk.settings.tree.MapTree;
import io.sesam.talk.settings.tree.Variables;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.enricher.EnricherPlugin;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.store.StorePlugin;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings of a {@code Talk}, from a file or a map.
 *
 * <pre>{@code
 * try (Talk talk = TalkSettings.from(Path.of("talk.yaml")).builder().build()) {
 *     talk.sync();
 * }
 * }</pre>
 *
 * <p>All problems are found at once; each names its place and, where a key is unknown, the nearest known one, but never a value.
 */
@Experimental
public final class TalkSettings {
    private static final String[] KEYS = {
        "store", "trust", "brake", "types", "match", "winners", "connections", "sinks", "enrichers", "tokenKeys"
    };

    private final TalkBuilder builder;
    private final Map<String, List<String>> connections;
    private final List<String> sinks;
    private final Optional<Path> storeFile;
    private final boolean storeInMemory;

    private TalkSettings(
            TalkBuilder builder,
            Map<String, List<String>> connections,
            List<String> sinks,
            Optional<Path> storeFile,
            boolean storeInMemory) {
        this.builder = builder;
        this.connections = Collections.unmodifiableMap(new LinkedHashMap<>(connections));
        this.sinks = List.copyOf(sinks);
        this.storeFile = storeFile;
        this.storeInMemory = storeInMemory;
    }

    /**
     * Reads a file of YAML, or of JSON when its name ends in {@code .json}. Paths in it are relative to it.
     *
     * @throws TalkException CONFIGURATION with all problems of the file, the settings and the plugins
     */
    public static TalkSettings from(Path file) {
        return source().read(file);
    }

    /**
     * Reads a map, such as a host's own configuration. Paths in it are relative to the working directory.
     *
     * <p>Keys may be spelt in other ways, such as {@code api-key} or {@code apikey} for {@code apiKey}, and a map with the keys 0, 1,
     * 2 is a list.
     *
     * @throws TalkException CONFIGURATION with all problems of the settings and the plugins
     */
    public static TalkSettings from(Map<String, ?> tree) {
        return source().read(tree);
    }

    /**
     * Reads YAML. Paths in it are relative to the working directory.
     *
     * @throws TalkException CONFIGURATION with all problems of the text, the settings and the plugins
     */
    public static TalkSettings from(Reader yaml) {
        return source().read(yaml);
    }

    /** Starts reading settings in another way. */
    public static Source source() {
        return new Source();
    }

    /** The builder with these settings; the host may add to it. */
    public TalkBuilder builder() {
        return builder;
    }

    /** Names of the connections, each with the types that the settings name. */
    public Map<String, List<String>> connections() {
        return connections;
    }

    /** Names of the sinks. */
    public List<String> sinks() {
        return sinks;
    }

    /** File of the store; empty when the store is no file. */
    public Optional<Path> storeFile() {
        return storeFile;
    }

    /** Whether the store is in memory, so that nothing is kept between runs. */
    public boolean isStoreInMemory() {
        return storeInMemory;
    }

    /** Names of connections and sinks; no values. */
    @Override
    public String toString() {
        return "connections " + connections.keySet() + ", sinks " + sinks;
    }

    private static TalkSettings read(ConfigSection top, Path directory, TalkBuilder builder, HostPlugins host) {
        new TypeSettings(builder).read(top.section("types"));
        new MatchSettings(builder).read(top.section("match"));
        PluginKeys plugins = new PluginKeys(host);
        ConnectionSettings connections = new ConnectionSettings(builder, plugins);
        connections.changeLimit(top);
        connections.read(top.section("connections"));
        connections.trust(top);
        EnricherSettings enrichers = new EnricherSettings(builder, plugins);
        enrichers.read(top.section("enrichers"));
        List<String> sources = new ArrayList<>(connections.names());
        sources.addAll(enrichers.names());
        new WinnerSettings(builder, sources, top.texts("trust")).read(top.section("winners"));
        SinkSettings sinks = new SinkSettings(builder, plugins);
        sinks.read(top.section("sinks"));
        tokenKeys(top.section("tokenKeys"), builder);
        StoreSettings store = new StoreSettings(builder, directory, plugins);
        store.read(top.section("store"));
        return new TalkSettings(builder, connections.types(), sinks.names(), store.file(), store.isForgetful());
    }

    /** The keys that encrypt kept tokens, the first one for new tokens. */
    private static void tokenKeys(ConfigSection keys, TalkBuilder builder) {
        for (String id : keys.keys()) {
            keys.required(id, "a secret of at least 16 characters, such as ${TALK_TOKEN_KEY}")
                    .ifPresent(key -> builder.tokenKey(id, Secret.of(key)));
        }
    }

    /** Where settings come from. */
    public static final class Source {
        private Map<String, String> environment = System.getenv();
        private final Map<String, Function<String, Optional<String>>> resolvers = new HashMap<>();
        private Optional<Path> base = Optional.empty();
        private final HostPlugins host = new HostPlugins();

        private Source() {}

        /** Sets the variables for {@code ${NAME}}; those of the process without it. */
        public Source environment(Map<String, String> variables) {
            this.environment = Map.copyOf(variables);
            return this;
        }

        /** Resolves {@code ${scheme:name}}, such as {@code ${vault:crm/token}}. */
        public Source secrets(String scheme, SecretResolver resolver) {
            if (!scheme.matches("[a-z][a-z0-9-]*") || scheme.equals("env") || scheme.equals("file")) {
                throw new IllegalArgumentException(
                        "a scheme is lower-case letters, digits and -, and not env or file: \"" + scheme + "\"");
            }
            resolvers.put(scheme, Objects.requireNonNull(resolver, "resolver")::resolve);
            return this;
        }

        /** Sets the directory that paths are relative to. */
        public Source base(Path directory) {
            this.base = Optional.of(directory);
            return this;
        }

        /** Adds a connector of the host; it is used by its name, before one on the path. */
        public Source plugin(ConnectorPlugin connector) {
            host.add(connector);
            return this;
        }

        /** Adds an enricher of the host; it is used by its name, before one on the path. */
        public Source plugin(EnricherPlugin enricher) {
            host.add(enricher);
            return this;
        }

        /** Adds a sink of the host; it is used by its name, before one on the path. */
        public Source plugin(SinkPlugin sink) {
            host.add(sink);
            return this;
        }

        /** Adds a kind of store of the host, such as one over its data source; it is used by its name, before one on the path. */
        public Source plugin(StorePlugin store) {
            host.add(store);
            return this;
        }

        /** Reads a file; otherwise as {@link TalkSettings#from(Path)}. */
        public TalkSettings read(Path file) {
            Path directory = base.orElseGet(
                    () -> Objects.requireNonNull(file.toAbsolutePath().getParent()));
            List<String> problems = new ArrayList<>();
            ConfigFile document = ConfigFile.of(file);
            return settings(document.read(variables(directory, problems), problems), directory, problems);
        }

        /** Reads YAML; otherwise as {@link TalkSettings#from(Reader)}. */
        public TalkSettings read(Reader yaml) {
            List<String> problems = new ArrayList<>();
            ConfigFile document = ConfigFile.of(yaml);
            return settings(document.read(variables(workplace(), problems), problems), workplace(), problems);
        }

        /** Reads a map; otherwise as {@link TalkSettings#from(Map)}. */
        public TalkSettings read(Map<String, ?> tree) {
            List<String> problems = new ArrayList<>();
            Map<String, ?> values = new MapTree(variables(workplace(), problems), problems).read(tree);
            return settings(ConfigSection.relaxed(values, problems), workplace(), problems);
        }

        private Path workplace() {
            return base.orElse(Path.of(""));
        }

        private Variables variables(Path directory, List<String> problems) {
            return new Variables(environment, directory, resolvers, problems);
        }

        private TalkSettings settings(ConfigSection top, Path directory, List<String> problems) {
            TalkBuilder builder = Talk.builder().baseDirectory(directory);
            TalkSettings settings = TalkSettings.read(top.knowing(KEYS), directory, builder, host);
            problems.addAll(builder.problems());
            if (!problems.isEmpty()) {
                throw TalkException.configuration(problems.stream().distinct().toList());
            }
            return settings;
        }
    }
}
