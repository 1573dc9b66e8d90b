package io.sesam.talk;

import io.sesam.talk.enrich.ShelfLife;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.match.MatchRules;
import io.sesam.talk.merge.Rule;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Product;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.plan.Brake;
import io.sesam.talk.plan.TargetPolicy;
import io.sesam.talk.resolve.TypePolicy;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.ConnectorSpec;
import io.sesam.talk.spi.EnricherPlugin;
import io.sesam.talk.spi.Lent;
import io.sesam.talk.spi.Nearest;
import io.sesam.talk.spi.Secret;
import io.sesam.talk.spi.Setting;
import io.sesam.talk.spi.Settings;
import io.sesam.talk.spi.SinkPlugin;
import io.sesam.talk.spi.TokenStore;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StorePlugin;
import io.sesam.talk.sync.Connection;
import io.sesam.talk.sync.EnricherConnection;
import io.sesam.talk.sync.Hints;
import io.sesam.talk.sync.ProgressListener;
import io.sesam.talk.sync.Setup;
import io.sesam.talk.sync.SideBySide;
import io.sesam.talk.sync.SinkConnection;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Puts a {@link Talk} together.
 *
 * <p>Nothing is opened before {@link #build()}, which reports all problems at once. Plugins are named, and found on the
 * path, or handed over. Settings are texts, numbers, flags, lists and maps, as a settings file would have them.
 */
public final class TalkBuilder {
    private final Map<EntityType, Schema> schemas = new LinkedHashMap<>();
    private final Map<EntityType, UnaryOperator<MatchRules>> matching = new LinkedHashMap<>();
    private final Map<EntityType, Map<String, Rule>> winning = new LinkedHashMap<>();
    private final Map<String, Map<EntityType, TargetPolicy>> policies = new LinkedHashMap<>();
    private final List<Plugged<ConnectorPlugin>> connectors = new ArrayList<>();
    private final List<Plugged<EnricherPlugin>> enrichers = new ArrayList<>();
    private final List<Plugged<SinkPlugin>> sinks = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private List<String> trust = List.of();
    private Optional<Plugged<StorePlugin>> storePlugin = Optional.empty();
    private Optional<Supplier<Store>> store = Optional.empty();
    private final StoreTokens storeTokens = new StoreTokens();
    private Optional<TokenStore> tokens = Optional.empty();
    private Path base = Path.of("");
    private Brake brake = Brake.defaults();
    private ShelfLife shelfLife = ShelfLife.defaults();
    private Clock clock = Clock.systemUTC();
    private RandomGenerator random = new SecureRandom();
    private ProgressListener progress = ProgressListener.NONE;
    private Optional<SideBySide> sideBySide = Optional.empty();

    /** Something plugged in under a name. */
    private record Plugged<T>(String name, String where, Optional<T> plugin, Map<String, ?> settings) {}

    TalkBuilder() {
        type(Person.SCHEMA);
        type(Organisation.SCHEMA);
        type(Product.SCHEMA);
    }

    /** Remembers between runs in a store of a kind, such as {@code sqlite}; without any, all is forgotten at the end. */
    public TalkBuilder store(String kind, Map<String, ?> settings) {
        storePlugin = Optional.of(new Plugged<>(kind, "store", Plugins.store(kind, "store", problems), settings));
        return this;
    }

    /** Remembers between runs in a store that the host has opened; {@link Talk#close()} closes it. */
    public TalkBuilder store(Store opened) {
        store = Optional.of(() -> opened);
        return this;
    }

    /** Keeps the tokens that systems hand out in a place of the host's, such as a vault; in the store when it is not said. */
    public TalkBuilder tokens(TokenStore place) {
        tokens = Optional.of(place);
        return this;
    }

    /** Connects a system under a name of the host's choice. */
    public TalkBuilder connect(String name, String connector, Map<String, ?> settings) {
        String where = "connections." + name;
        connectors.add(new Plugged<>(name, where, Plugins.connector(connector, where, problems), settings));
        return this;
    }

    /** Connects a system with a plugin at hand. */
    public TalkBuilder connect(String name, ConnectorPlugin plugin, Map<String, ?> settings) {
        connectors.add(new Plugged<>(name, "connections." + name, Optional.of(plugin), settings));
        return this;
    }

    /**
     * Says what Talk may do with a type of a connected system. As soon as one type of a system is named, only the named
     * ones take part.
     */
    public TalkBuilder allow(String system, EntityType type, TargetPolicy policy) {
        policies.computeIfAbsent(system, name -> new LinkedHashMap<>()).put(type, policy);
        return this;
    }

    /**
     * How much may change in a type of a system in one run before a person is asked, wherever {@link #allow} names nothing
     * else (R26).
     */
    public TalkBuilder brake(Brake limits) {
        brake = limits;
        return this;
    }

    /**
     * Completes golden records from public data, under a name of the host's choice: what an enricher answers fills blanks
     * only, and is withdrawn when it no longer holds (R31). Of several, the first one named is trusted most. The names of
     * the host's organisations are told to whoever keeps the data.
     */
    public TalkBuilder enricher(String name, String enricher, Map<String, ?> settings) {
        String where = "enrichers." + name;
        enrichers.add(new Plugged<>(name, where, Plugins.enricher(enricher, where, problems), settings));
        return this;
    }

    /** Completes golden records from public data with a plugin at hand. */
    public TalkBuilder enricher(String name, EnricherPlugin plugin, Map<String, ?> settings) {
        enrichers.add(new Plugged<>(name, "enrichers." + name, Optional.of(plugin), settings));
        return this;
    }

    /** How long the answers of enrichers are good; {@link ShelfLife#defaults()} when it is not said. */
    public TalkBuilder shelfLife(ShelfLife life) {
        shelfLife = life;
        return this;
    }

    /** Keeps tables up to date in a sink. */
    public TalkBuilder sink(String name, String sink, Map<String, ?> settings) {
        String where = "sinks." + name;
        sinks.add(new Plugged<>(name, where, Plugins.sink(sink, where, problems), settings));
        return this;
    }

    /** Keeps tables up to date in a sink with a plugin at hand. */
    public TalkBuilder sink(String name, SinkPlugin plugin, Map<String, ?> settings) {
        sinks.add(new Plugged<>(name, "sinks." + name, Optional.of(plugin), settings));
        return this;
    }

    /** Puts the systems in the order in which they are trusted, for ties (R12). */
    public TalkBuilder trust(String... systems) {
        trust = List.of(systems);
        return this;
    }

    /** Declares a type of the host's own, or one of Talk's with further properties (R1). */
    public TalkBuilder type(Schema schema) {
        schemas.put(schema.type(), schema);
        return this;
    }

    /** Changes when records of a type are the same. */
    public TalkBuilder match(EntityType type, UnaryOperator<MatchRules> change) {
        matching.merge(type, change, (one, other) -> rules -> other.apply(one.apply(rules)));
        return this;
    }

    /** Changes how the winner of a property is chosen. */
    public TalkBuilder winner(EntityType type, String property, Rule rule) {
        winning.computeIfAbsent(type, name -> new LinkedHashMap<>()).put(property, rule);
        return this;
    }

    /** What relative paths in settings are relative to; the working directory when it is not said. */
    public TalkBuilder baseDirectory(Path directory) {
        base = directory;
        return this;
    }

    /** The clock; the system's when it is not said. */
    public TalkBuilder clock(Clock clockToUse) {
        clock = clockToUse;
        return this;
    }

    /** The dice that ids are made with; secure ones when it is not said. */
    public TalkBuilder random(RandomGenerator randomToUse) {
        random = randomToUse;
        return this;
    }

    /** Who is told how far a run has come. */
    public TalkBuilder progress(ProgressListener listener) {
        progress = listener;
        return this;
    }

    /** How a run does what need not wait for one another; on threads of its own when it is not said. */
    public TalkBuilder sideBySide(SideBySide way) {
        sideBySide = Optional.of(way);
        return this;
    }

    /** Everything that is wrong with what was said so far, as {@link #build()} would tell it; touches nothing. */
    public List<String> problems() {
        List<String> found = new ArrayList<>();
        try (Opened opened = new Opened()) {
            prepare(opened, found);
        }
        return found;
    }

    /**
     * Checks everything and opens it.
     *
     * @throws TalkException CONFIGURATION with all problems, nothing left open; or why the store cannot be opened
     */
    public Talk build() {
        List<String> found = new ArrayList<>();
        Opened opened = new Opened();
        try {
            Prepared prepared = prepare(opened, found);
            if (!found.isEmpty()) {
                throw TalkException.configuration(found);
            }
            Store openStore = opened.addFirst(prepared.store().get());
            storeTokens.open(openStore);
            return new Talk(
                    new Setup(
                            openStore,
                            clock,
                            random,
                            prepared.types(),
                            prepared.connections(),
                            prepared.enrichers(),
                            prepared.sinks(),
                            new Hints(),
                            progress,
                            sideBySide),
                    opened);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** All but the store, which is opened last: opening the others touches nothing. */
    private record Prepared(
            Map<EntityType, TypePolicy> types,
            Supplier<Store> store,
            List<Connection> connections,
            List<EnricherConnection> enrichers,
            List<SinkConnection> sinks) {}

    private Prepared prepare(Opened opened, List<String> found) {
        found.addAll(problems);
        checkNames(found);
        List<SystemName> order = orderOfTrust();
        Map<EntityType, TypePolicy> types = new TypePolicies(schemas, matching, winning, order).make(found);
        Supplier<Store> opening = storePlugin
                .map(plugged -> storeOpening(plugged, found))
                .orElseGet(() -> store.orElse(MemoryStore::create));
        List<Connection> connections = new ArrayList<>();
        connectors.forEach(plugged -> opening(
                        plugged,
                        ConnectorPlugin::spec,
                        (plugin, settings) -> connection(plugged.name(), plugin, settings),
                        found)
                .ifPresent(connection -> {
                    opened.add(connection.connector());
                    connections.add(connection);
                }));
        List<EnricherConnection> enricherConnections = new ArrayList<>();
        enrichers.forEach(plugged -> opening(
                        plugged,
                        EnricherPlugin::spec,
                        (plugin, settings) -> enricher(plugged.name(), plugin, settings),
                        found)
                .ifPresent(enricher -> {
                    opened.add(enricher.enricher());
                    enricherConnections.add(enricher);
                }));
        List<SinkConnection> sinkConnections = new ArrayList<>();
        sinks.forEach(plugged -> opening(
                        plugged,
                        SinkPlugin::spec,
                        (plugin, settings) -> new SinkConnection(
                                new SystemName(plugged.name()), plugin.open(settings, lent(plugged.name()))),
                        found)
                .ifPresent(sink -> {
                    opened.add(sink.sink());
                    sinkConnections.add(sink);
                }));
        return new Prepared(types, opening, connections, enricherConnections, sinkConnections);
    }

    private Supplier<Store> storeOpening(Plugged<StorePlugin> plugged, List<String> found) {
        Settings settings = settings(plugged, "store", StorePlugin::spec, found);
        return () -> plugged.plugin().orElseThrow().open(settings, lent("store"));
    }

    /** What a plugin opens; empty when something is wrong with it, which is then among the problems. */
    private <P, T> Optional<T> opening(
            Plugged<P> plugged, Function<P, ConnectorSpec> spec, BiFunction<P, Settings, T> open, List<String> found) {
        int before = found.size();
        Settings settings = settings(plugged, plugged.where() + ".settings", spec, found);
        if (plugged.plugin().isEmpty() || found.size() > before || !isName(plugged.name())) {
            return Optional.empty();
        }
        try {
            return Optional.of(open.apply(plugged.plugin().get(), settings));
        } catch (TalkException e) {
            found.addAll(e.problems());
            return Optional.empty();
        }
    }

    private Connection connection(String name, ConnectorPlugin plugin, Settings settings) {
        Calls calls = new Calls();
        return new Connection(
                new SystemName(name),
                plugin.open(settings, lent(name).calls(calls)),
                policies.getOrDefault(name, Map.of()),
                brake,
                calls,
                fingerprint(plugin.spec(), settings));
    }

    private EnricherConnection enricher(String name, EnricherPlugin plugin, Settings settings) {
        Calls calls = new Calls();
        return new EnricherConnection(
                new SystemName(name), plugin.open(settings, lent(name).calls(calls)), shelfLife, calls);
    }

    /** The systems, and, where there is an order among them to keep, the enrichers after them. */
    private List<SystemName> orderOfTrust() {
        List<String> order = new ArrayList<>(trust);
        if (enrichers.size() > 1) {
            enrichers.forEach(plugged -> order.add(plugged.name()));
        }
        return order.stream().filter(TalkBuilder::isName).map(SystemName::new).toList();
    }

    /** What the settings are, without the secrets. */
    private static String fingerprint(ConnectorSpec spec, Settings settings) {
        Map<String, String> values = new TreeMap<>();
        for (Setting<?> setting : spec.settings()) {
            settings.find(setting)
                    .filter(value -> !(value instanceof Secret))
                    .ifPresent(value -> values.put(setting.key(), value.toString()));
        }
        return spec.name() + values;
    }

    private <T> Settings settings(
            Plugged<T> plugged, String where, Function<T, ConnectorSpec> spec, List<String> found) {
        List<Setting<?>> known =
                plugged.plugin().map(spec).map(ConnectorSpec::settings).orElse(List.of());
        List<String> ignored = new ArrayList<>();
        return Settings.read(
                where, base, plugged.settings(), known, plugged.plugin().isPresent() ? found : ignored);
    }

    private Lent lent(String name) {
        return Lent.of(new SystemName(name), clock, random, schemas).tokens(tokens.orElse(storeTokens));
    }

    private void checkNames(List<String> found) {
        List<String> names = new ArrayList<>();
        connectors.forEach(plugged -> checkName(plugged.where(), plugged.name(), names, found));
        List<String> systems = List.copyOf(names);
        enrichers.forEach(plugged -> checkName(plugged.where(), plugged.name(), names, found));
        sinks.forEach(plugged -> checkName(plugged.where(), plugged.name(), names, found));
        for (String trusted : trust) {
            if (!systems.contains(trusted)) {
                found.add("trust: no connection \"" + trusted + "\"" + Nearest.hint(trusted, systems));
            }
        }
        policies.forEach((system, types) -> {
            if (!systems.contains(system)) {
                found.add("no connection \"" + system + "\"" + Nearest.hint(system, systems));
            }
            types.keySet().stream()
                    .filter(type -> !schemas.containsKey(type))
                    .forEach(type -> found.add("connections." + system + ".types: no type \"" + type + "\""
                            + Nearest.hint(type.name(), TypePolicies.typeNames(schemas))));
        });
        if (connectors.isEmpty()) {
            found.add("connections: none is configured; there is nothing to sync");
        }
    }

    private static void checkName(String where, String name, List<String> names, List<String> found) {
        try {
            names.add(new SystemName(name).value());
            if (names.indexOf(name) != names.lastIndexOf(name)) {
                found.add(where + ": the name is used twice");
            }
        } catch (IllegalArgumentException e) {
            found.add(where + ": " + e.getMessage());
        }
    }

    private static boolean isName(String name) {
        try {
            return !new SystemName(name).value().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
