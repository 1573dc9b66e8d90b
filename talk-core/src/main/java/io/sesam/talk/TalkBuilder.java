package io.sesam.talk;

import io.sesam.talk.engine.event.Announcer;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.event.RunObserver;
import io.sesam.talk.event.TalkListener;
import io.sesam.talk.model.CoreTypes;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.Schema;
import io.sesam.talk.policy.AnswerTtl;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.policy.MatchRules;
import io.sesam.talk.policy.RunExecutor;
import io.sesam.talk.policy.SurvivorshipRule;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.result.ProgressListener;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.enricher.EnricherPlugin;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.spi.token.TokenStore;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StorePlugin;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Builds a {@link Talk}.
 *
 * <p>Nothing is opened before {@link #build()}, which reports all problems at once. Plugins are found on the class path or module path
 * by name, or handed over. Settings are texts, numbers, booleans, lists and maps, as in a settings file. Use it from one thread.
 */
public final class TalkBuilder {
    private final BuilderState state = new BuilderState();

    TalkBuilder() {
        CoreTypes.schemas().forEach(this::type);
    }

    /** Sets the kind of store, such as {@code sqlite}; without one, state is in memory and lost on close. */
    public TalkBuilder store(String kind, Map<String, ?> settings) {
        state.storePlugin =
                Optional.of(new PluginChoice<>(kind, "store", Plugins.store(kind, "store", state.problems), settings));
        return this;
    }

    /** Sets a store that a given plugin opens, such as one over a data source of the host. */
    @Experimental
    public TalkBuilder store(StorePlugin plugin, Map<String, ?> settings) {
        state.storePlugin =
                Optional.of(new PluginChoice<>(plugin.spec().name(), "store", Optional.of(plugin), settings));
        return this;
    }

    /** Sets a store that the host has opened; {@link Talk#close()} closes it. */
    public TalkBuilder store(Store opened) {
        state.store = Optional.of(() -> opened);
        return this;
    }

    /**
     * Lets it open while another process owns the store, instead of failing with STORE_IN_USE.
     *
     * <p>Then it is on standby: calls that work with systems or decide something are refused with STORE_IN_USE, until one of them finds
     * the store free, and queries are answered where the store can, as PostgreSQL does. It is on standby again when another process took
     * the store over. For a store of a plugin; {@link Status#isStandby()} shows it.
     */
    @Experimental
    public TalkBuilder standby() {
        state.standsBy = true;
        return this;
    }

    /** Sets where issued tokens are kept, such as a vault; without it, in the store. */
    public TalkBuilder tokens(TokenStore place) {
        state.tokens = Optional.of(place);
        return this;
    }

    /**
     * Adds a key of the host that encrypts kept tokens. The first one added encrypts, all of them decrypt: to change the
     * key, add the new one before the old one, and remove the old one when every token was renewed. Tokens that were kept
     * without a key are still read.
     *
     * @param id names the key in what is kept: letters, digits and hyphens
     * @param key a long random text, or a passphrase
     */
    @Experimental
    public TalkBuilder tokenKey(String id, Secret key) {
        if (!id.matches("[A-Za-z0-9-]{1,40}")
                || state.tokenKeys.containsKey(id)
                || key.reveal().length() < 16) {
            state.problems.add(
                    "tokenKeys." + id + ": a key needs an id of its own, of letters, digits and hyphens, and at"
                            + " least 16 characters");
        }
        state.tokenKeys.put(id, key);
        return this;
    }

    /** Connects a system under a name of the host's choice. */
    public TalkBuilder connect(String name, String connector, Map<String, ?> settings) {
        String where = "connections." + name;
        state.connectors.add(
                new PluginChoice<>(name, where, Plugins.connector(connector, where, state.problems), settings));
        return this;
    }

    /** Connects a system with a given plugin. */
    public TalkBuilder connect(String name, ConnectorPlugin plugin, Map<String, ?> settings) {
        state.connectors.add(new PluginChoice<>(name, "connections." + name, Optional.of(plugin), settings));
        return this;
    }

    /** Sets the rules for writing a type to a connected system. */
    public TalkBuilder policy(String system, String type, TargetPolicy policy) {
        state.policies.computeIfAbsent(system, name -> new LinkedHashMap<>()).put(new EntityType(type), policy);
        return this;
    }

    /** Lets only some types of a connected system take part: no other is read or written. Without it, all take part. */
    public TalkBuilder onlyTypes(String system, String... types) {
        Set<EntityType> only = state.onlyTypes.computeIfAbsent(system, name -> new LinkedHashSet<>());
        for (String type : types) {
            only.add(new EntityType(type));
        }
        return this;
    }

    /** Sets the change limit of all types that have none of their own (R26); {@link ChangeLimit#defaults()} without it. */
    public TalkBuilder changeLimit(ChangeLimit limit) {
        state.changeLimit = limit;
        return this;
    }

    /**
     * Adds an enricher, which completes golden records from public data (R31).
     *
     * <p>Its answers fill blanks only, and are withdrawn when they no longer hold. Of several enrichers the first is trusted most. The
     * names of the host's organisations are sent to the register.
     */
    public TalkBuilder enricher(String name, String enricher, Map<String, ?> settings) {
        String where = "enrichers." + name;
        state.enrichers.add(
                new PluginChoice<>(name, where, Plugins.enricher(enricher, where, state.problems), settings));
        return this;
    }

    /** Adds an enricher with a given plugin. */
    public TalkBuilder enricher(String name, EnricherPlugin plugin, Map<String, ?> settings) {
        state.enrichers.add(new PluginChoice<>(name, "enrichers." + name, Optional.of(plugin), settings));
        return this;
    }

    /** Sets how long answers of enrichers are valid; {@link AnswerTtl#defaults()} without it. */
    public TalkBuilder answerTtl(AnswerTtl life) {
        state.answerTtl = life;
        return this;
    }

    /** Adds a sink, whose tables are kept up to date. */
    public TalkBuilder sink(String name, String sink, Map<String, ?> settings) {
        String where = "sinks." + name;
        state.sinks.add(new PluginChoice<>(name, where, Plugins.sink(sink, where, state.problems), settings));
        return this;
    }

    /** Adds a sink with a given plugin. */
    public TalkBuilder sink(String name, SinkPlugin plugin, Map<String, ?> settings) {
        state.sinks.add(new PluginChoice<>(name, "sinks." + name, Optional.of(plugin), settings));
        return this;
    }

    /** Sets the order of trust among systems, for ties (R12). */
    public TalkBuilder trust(String... systems) {
        state.trust = List.of(systems);
        return this;
    }

    /** Declares a type of the host's own, or a core type with further properties (R1). */
    public TalkBuilder type(Schema schema) {
        state.schemas.put(schema.type(), schema);
        return this;
    }

    /** Changes the match rules of a type. */
    public TalkBuilder match(String type, UnaryOperator<MatchRules> change) {
        state.matching.merge(new EntityType(type), change, (one, other) -> rules -> other.apply(one.apply(rules)));
        return this;
    }

    /** Sets the survivorship rule of a property. */
    public TalkBuilder winner(String type, String property, SurvivorshipRule rule) {
        state.winning
                .computeIfAbsent(new EntityType(type), name -> new LinkedHashMap<>())
                .put(property, rule);
        return this;
    }

    /** Sets the directory of relative paths in settings; the working directory without it. */
    public TalkBuilder baseDirectory(Path directory) {
        state.base = directory;
        return this;
    }

    /** Sets the clock; the system's clock in UTC without it. */
    public TalkBuilder clock(Clock clockToUse) {
        state.clock = clockToUse;
        return this;
    }

    /** Sets the random source of ids; a secure one without it. */
    public TalkBuilder random(RandomGenerator randomToUse) {
        state.random = randomToUse;
        return this;
    }

    /** Sets the listener for the progress of runs. */
    public TalkBuilder progress(ProgressListener listener) {
        state.progress = listener;
        return this;
    }

    /**
     * Adds a listener, which is called on a thread of its own while events wait.
     *
     * @param name under which is stored up to which change it has received; a new name receives what changes from now on
     */
    @Experimental
    public TalkBuilder listener(String name, TalkListener listener) {
        return listener(name, listener, Optional.empty());
    }

    /**
     * Adds a listener, which is called on the host's executor, one event at a time.
     *
     * @param executor must not run its tasks in the thread that hands them over: a run would wait
     */
    @Experimental
    public TalkBuilder listener(String name, TalkListener listener, Executor executor) {
        return listener(name, listener, Optional.of(executor));
    }

    private TalkBuilder listener(String name, TalkListener listener, Optional<Executor> executor) {
        if (name.isBlank()
                || state.listeners.stream().anyMatch(other -> other.name().equals(name))) {
            state.problems.add("listeners." + name + ": each listener needs a name of its own");
        } else {
            state.listeners.add(new Announcer.Registered(name, listener, executor));
        }
        return this;
    }

    /** Sets what surrounds the parts of a run, for traces. */
    @Experimental
    public TalkBuilder observer(RunObserver observer) {
        state.observer = observer;
        return this;
    }

    /** Sets how independent parts of a run are executed; on threads of the run's own without it. */
    public TalkBuilder executor(RunExecutor way) {
        state.executor = Optional.of(way);
        return this;
    }

    /**
     * Lends an object of the host to every plugin, such as its {@code java.net.http.HttpClient}, with which the
     * connectors over HTTP then call. The object stays the host's: nothing of Talk closes it.
     *
     * @param kind what plugins ask for; a second object of one kind replaces the first
     */
    @Experimental
    public <T> TalkBuilder provide(Class<T> kind, T service) {
        state.provided.put(kind, kind.cast(service));
        return this;
    }

    /**
     * Returns the policy of each type, for merging without systems ({@link io.sesam.talk.merge.BulkMerge}); opens nothing.
     *
     * @throws io.sesam.talk.error.TalkException CONFIGURATION with all problems of types, match rules and winners
     */
    @Experimental
    public Map<EntityType, TypePolicy> policies() {
        return new Assembly(state).policies();
    }

    /** Lists all problems that {@link #build()} would report; opens nothing. */
    public List<String> problems() {
        return new Assembly(state).problems();
    }

    /**
     * Checks the configuration and opens everything.
     *
     * @throws TalkException CONFIGURATION with all problems, nothing left open; or the reason why the store cannot be opened
     */
    public Talk build() {
        return new Assembly(state).build();
    }
}
