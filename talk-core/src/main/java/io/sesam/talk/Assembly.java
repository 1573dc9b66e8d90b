package io.sesam.talk;

import io.sesam.talk.engine.config.BrokenPlugin;
import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.config.EnricherConnection;
import io.sesam.talk.engine.config.PluginFailures;
import io.sesam.talk.engine.config.SinkConnection;
import io.sesam.talk.engine.config.StandbyStore;
import io.sesam.talk.engine.config.TypeCatalog;
import io.sesam.talk.engine.config.WebhookInbox;
import io.sesam.talk.engine.event.Announcer;
import io.sesam.talk.engine.event.SafeObserver;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.SharedResources;
import io.sesam.talk.spi.enricher.EnricherPlugin;
import io.sesam.talk.spi.settings.Nearest;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.spi.token.TokenStore;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StorePlugin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens what a {@link TalkBuilder} describes, or lists its problems. */
final class Assembly {
    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

    private final BuilderState state;
    private final SharedResources shared = new SharedResources();

    /** Set once the store is open; until then nothing is written to a system. */
    private volatile @Nullable Store opened;

    private final Map<String, Map<String, String>> shown = new LinkedHashMap<>();

    Assembly(BuilderState state) {
        this.state = state;
    }

    /** Lists all problems; opens nothing. */
    List<String> problems() {
        List<String> found = new ArrayList<>();
        try (OpenPlugins openPlugins = new OpenPlugins()) {
            prepare(openPlugins, found);
        }
        return found;
    }

    /** The policies of all types, without any system. */
    Map<EntityType, TypePolicy> policies() {
        List<String> found = new ArrayList<>(state.problems);
        List<SystemName> order = state.trust.stream().map(SystemName::new).toList();
        Map<EntityType, TypePolicy> types =
                new PolicyAssembly(state.schemas, state.matching, state.winning, order).make(found);
        if (!found.isEmpty()) {
            throw TalkException.configuration(found);
        }
        return types;
    }

    /** Checks and opens everything; closes what is open when something fails. */
    Talk build() {
        List<String> found = new ArrayList<>();
        OpenPlugins openPlugins = new OpenPlugins();
        try {
            Prepared prepared = prepare(openPlugins, found);
            if (!found.isEmpty()) {
                throw TalkException.configuration(found);
            }
            Optional<StandbyStore> standby = state.standsBy ? prepared.store().standby() : Optional.empty();
            Store openStore = openPlugins.addFirst(
                    standby.isPresent()
                            ? standby.get()
                            : prepared.store().open().get());
            standby.ifPresent(StandbyStore::tryLead);
            opened = openStore;
            state.storeTokens.open(openStore);
            Announcer announcer = new Announcer(openStore, prepared.types(), state.listeners);
            standby.ifPresent(store -> {
                announcer.silentWhile(store::isStandby);
                store.onLead(announcer::resume);
            });
            return new Talk(
                    new EngineConfig(
                            openStore,
                            state.clock,
                            state.random,
                            prepared.types(),
                            prepared.connections(),
                            prepared.enrichers(),
                            prepared.sinks(),
                            new WebhookInbox(),
                            new TypeCatalog(),
                            state.progress,
                            state.executor,
                            announcer,
                            new SafeObserver(state.observer)),
                    openPlugins,
                    shown,
                    tokens(),
                    standby);
        } catch (RuntimeException | Error e) {
            openPlugins.close();
            throw e;
        }
    }

    /** All but the store, which is opened last: opening the others touches nothing. */
    private record Prepared(
            Map<EntityType, TypePolicy> types,
            StoreOpening store,
            List<Connection> connections,
            List<EnricherConnection> enrichers,
            List<SinkConnection> sinks) {}

    /**
     * How the store is opened.
     *
     * @param queries opens it while another process owns it; empty for a store that belongs to this process anyway
     */
    private record StoreOpening(Supplier<Store> open, Optional<Supplier<Optional<Store>>> queries) {
        Optional<StandbyStore> standby() {
            return queries.map(forQueries -> new StandbyStore(open, forQueries));
        }
    }

    private Prepared prepare(OpenPlugins openPlugins, List<String> found) {
        found.addAll(state.problems);
        checkNames(found);
        List<SystemName> order = orderOfTrust();
        Map<EntityType, TypePolicy> types =
                new PolicyAssembly(state.schemas, state.matching, state.winning, order).make(found);
        StoreOpening opening = state.storePlugin
                .map(pluginChoice -> storeOpening(pluginChoice, found))
                .orElseGet(() -> new StoreOpening(state.store.orElse(MemoryStore::create), Optional.empty()));
        List<Connection> connections = new ArrayList<>();
        state.connectors.forEach(pluginChoice -> opening(
                        pluginChoice,
                        ConnectorPlugin::spec,
                        (plugin, settings) -> connection(pluginChoice.name(), plugin, settings),
                        broken -> connection(pluginChoice.name(), broken, new Calls(), "broken"),
                        found)
                .ifPresent(connection -> {
                    openPlugins.add(connection.connector());
                    connections.add(connection);
                }));
        List<EnricherConnection> enricherConnections = new ArrayList<>();
        state.enrichers.forEach(pluginChoice -> opening(
                        pluginChoice,
                        EnricherPlugin::spec,
                        (plugin, settings) -> enricher(pluginChoice.name(), plugin, settings),
                        broken -> new EnricherConnection(
                                new SystemName(pluginChoice.name()), broken, state.answerTtl, new Calls()),
                        found)
                .ifPresent(enricher -> {
                    openPlugins.add(enricher.enricher());
                    enricherConnections.add(enricher);
                }));
        List<SinkConnection> sinkConnections = new ArrayList<>();
        state.sinks.forEach(pluginChoice -> opening(
                        pluginChoice,
                        SinkPlugin::spec,
                        (plugin, settings) -> new SinkConnection(
                                new SystemName(pluginChoice.name()),
                                opened(plugin.open(settings, context(pluginChoice.name())))),
                        broken -> new SinkConnection(new SystemName(pluginChoice.name()), broken),
                        found)
                .ifPresent(sink -> {
                    openPlugins.add(sink.sink());
                    sinkConnections.add(sink);
                }));
        return new Prepared(types, opening, connections, enricherConnections, sinkConnections);
    }

    private StoreOpening storeOpening(PluginChoice<StorePlugin> pluginChoice, List<String> found) {
        Settings settings = settings(pluginChoice, "store", StorePlugin::spec, found);
        return new StoreOpening(
                () -> openStore(() -> Objects.requireNonNull(
                        pluginChoice.plugin().orElseThrow().open(settings, context("store")), "no store")),
                Optional.of(() -> openStore(
                        () -> pluginChoice.plugin().orElseThrow().openForQueries(settings, context("store")))));
    }

    private static <T> T openStore(Supplier<T> opening) {
        try {
            return opening.get();
        } catch (TalkException e) {
            throw e;
        } catch (Throwable e) {
            PluginFailures.rethrowFatal(e);
            throw TalkException.mistakeOfPlugin("store", e);
        }
    }

    /**
     * What a plugin opens; empty when its settings are wrong, which is then among the problems. A plugin that fails in
     * another way is replaced by a stand-in, which each run pauses.
     */
    private <P, T> Optional<T> opening(
            PluginChoice<P> pluginChoice,
            Function<P, PluginSpec> spec,
            BiFunction<P, Settings, T> open,
            Function<BrokenPlugin, T> broken,
            List<String> found) {
        int before = found.size();
        try {
            Settings settings = settings(pluginChoice, pluginChoice.where() + ".settings", spec, found);
            if (pluginChoice.plugin().isEmpty() || found.size() > before || !isName(pluginChoice.name())) {
                return Optional.empty();
            }
            return Optional.of(open.apply(pluginChoice.plugin().get(), settings));
        } catch (TalkException e) {
            found.addAll(e.problems());
            return Optional.empty();
        } catch (Throwable e) {
            PluginFailures.rethrowFatal(e);
            TalkException failure = TalkException.mistakeOfPlugin(pluginChoice.name(), e);
            LOG.warn("{} cannot be opened: {}", pluginChoice.where(), failure.getMessage());
            return isName(pluginChoice.name())
                    ? Optional.of(broken.apply(new BrokenPlugin(failure)))
                    : Optional.empty();
        }
    }

    private Connection connection(String name, ConnectorPlugin plugin, Settings settings) {
        Calls calls = traced(name);
        return connection(
                name,
                opened(plugin.open(settings, context(name).calls(calls))),
                calls,
                fingerprint(plugin.spec(), settings));
    }

    private Connection connection(String name, Connector connector, Calls calls, String fingerprint) {
        return new Connection(
                new SystemName(name),
                connector,
                state.onlyTypes.getOrDefault(name, Set.of()),
                state.policies.getOrDefault(name, Map.of()),
                state.changeLimit,
                calls,
                fingerprint);
    }

    private Calls traced(String name) {
        SystemName system = new SystemName(name);
        SafeObserver observer = new SafeObserver(state.observer);
        return new Calls(writing -> observer.call(system, writing)::end, this::confirmOwner);
    }

    private void confirmOwner() {
        Store store = opened;
        if (store != null) {
            store.confirm();
        }
    }

    private static <T> T opened(@Nullable T plugin) {
        return Objects.requireNonNull(plugin, "nothing was opened");
    }

    private EnricherConnection enricher(String name, EnricherPlugin plugin, Settings settings) {
        Calls calls = traced(name);
        return new EnricherConnection(
                new SystemName(name),
                opened(plugin.open(settings, context(name).calls(calls))),
                state.answerTtl,
                calls);
    }

    /** The systems, and, where there is an order among them to keep, the enrichers after them. */
    private List<SystemName> orderOfTrust() {
        List<String> order = new ArrayList<>(state.trust);
        if (state.enrichers.size() > 1) {
            state.enrichers.forEach(pluginChoice -> order.add(pluginChoice.name()));
        }
        return order.stream().filter(Assembly::isName).map(SystemName::new).toList();
    }

    /** What the settings are, without the secrets. */
    private static String fingerprint(PluginSpec spec, Settings settings) {
        Map<String, String> values = new TreeMap<>();
        for (Setting<?> setting : spec.settings()) {
            settings.find(setting)
                    .filter(value -> !(value instanceof Secret))
                    .ifPresent(value ->
                            values.put(setting.key(), settings.veiled(setting).orElse(value.toString())));
        }
        return spec.name() + values;
    }

    private <T> Settings settings(
            PluginChoice<T> pluginChoice, String where, Function<T, PluginSpec> spec, List<String> found) {
        List<Setting<?>> known =
                pluginChoice.plugin().map(spec).map(PluginSpec::settings).orElse(List.of());
        List<String> ignored = new ArrayList<>();
        Settings settings = Settings.read(
                where,
                state.base,
                pluginChoice.settings(),
                known,
                pluginChoice.plugin().isPresent() ? found : ignored);
        pluginChoice.plugin().ifPresent(plugin -> {
            Map<String, String> values = new LinkedHashMap<>();
            values.put("kind", spec.apply(plugin).name());
            values.putAll(settings.shown(known));
            shown.put(pluginChoice.where(), Collections.unmodifiableMap(values));
        });
        return settings;
    }

    private TokenStore tokens() {
        return TokenStore.encrypted(state.tokens.orElse(state.storeTokens), state.tokenKeys);
    }

    private PluginContext context(String name) {
        return PluginContext.of(new SystemName(name), state.clock, state.random, state.schemas)
                .tokens(tokens())
                .sharing(shared)
                .providing(state.provided);
    }

    private void checkNames(List<String> found) {
        List<String> names = new ArrayList<>();
        state.connectors.forEach(pluginChoice -> checkName(pluginChoice.where(), pluginChoice.name(), names, found));
        List<String> systems = List.copyOf(names);
        state.enrichers.forEach(pluginChoice -> checkName(pluginChoice.where(), pluginChoice.name(), names, found));
        state.sinks.forEach(pluginChoice -> checkName(pluginChoice.where(), pluginChoice.name(), names, found));
        for (String trusted : state.trust) {
            if (!systems.contains(trusted)) {
                found.add("trust: no connection \"" + trusted + "\"" + Nearest.hint(trusted, systems));
            }
        }
        Map<String, Set<EntityType>> named = new TreeMap<>();
        state.onlyTypes.forEach((system, types) ->
                named.computeIfAbsent(system, name -> new TreeSet<>()).addAll(types));
        state.policies.forEach((system, types) ->
                named.computeIfAbsent(system, name -> new TreeSet<>()).addAll(types.keySet()));
        named.forEach((system, types) -> {
            if (!systems.contains(system)) {
                found.add("no connection \"" + system + "\"" + Nearest.hint(system, systems));
            }
            types.stream()
                    .filter(type -> !state.schemas.containsKey(type))
                    .forEach(type -> found.add("connections." + system + ".types: no type \"" + type + "\""
                            + Nearest.hint(type.name(), PolicyAssembly.typeNames(state.schemas))));
        });
        if (state.connectors.isEmpty()) {
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
