package io.sesam.talk;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.CoreTypes;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.policy.AnswerTtl;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.policy.MatchRules;
import io.sesam.talk.policy.RunExecutor;
import io.sesam.talk.policy.SurvivorshipRule;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.result.ProgressListener;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.TokenStore;
import io.sesam.talk.spi.enricher.EnricherPlugin;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Puts a {@link Talk} together.
 *
 * <p>Nothing is opened before {@link #build()}, which reports all problems at once. Plugins are named, and found on the
 * path, or handed over. Settings are texts, numbers, flags, lists and maps, as a settings file would have them.
 */
public final class TalkBuilder {
    private final BuilderState said = new BuilderState();

    TalkBuilder() {
        CoreTypes.schemas().forEach(this::type);
    }

    /** Remembers between runs in a store of a kind, such as {@code sqlite}; without any, all is forgotten at the end. */
    public TalkBuilder store(String kind, Map<String, ?> settings) {
        said.storePlugin =
                Optional.of(new PluginChoice<>(kind, "store", Plugins.store(kind, "store", said.problems), settings));
        return this;
    }

    /** Remembers between runs in a store that the host has opened; {@link Talk#close()} closes it. */
    public TalkBuilder store(Store opened) {
        said.store = Optional.of(() -> opened);
        return this;
    }

    /** Keeps the tokens that systems hand out in a place of the host's, such as a vault; in the store when it is not said. */
    public TalkBuilder tokens(TokenStore place) {
        said.tokens = Optional.of(place);
        return this;
    }

    /** Connects a system under a name of the host's choice. */
    public TalkBuilder connect(String name, String connector, Map<String, ?> settings) {
        String where = "connections." + name;
        said.connectors.add(
                new PluginChoice<>(name, where, Plugins.connector(connector, where, said.problems), settings));
        return this;
    }

    /** Connects a system with a plugin at hand. */
    public TalkBuilder connect(String name, ConnectorPlugin plugin, Map<String, ?> settings) {
        said.connectors.add(new PluginChoice<>(name, "connections." + name, Optional.of(plugin), settings));
        return this;
    }

    /** Sets the rules for writing a type to a connected system. */
    public TalkBuilder policy(String system, String type, TargetPolicy policy) {
        said.policies.computeIfAbsent(system, name -> new LinkedHashMap<>()).put(new EntityType(type), policy);
        return this;
    }

    /** Lets only some types of a connected system take part: no other is read or written. Without it, all take part. */
    public TalkBuilder onlyTypes(String system, String... types) {
        Set<EntityType> only = said.onlyTypes.computeIfAbsent(system, name -> new LinkedHashSet<>());
        for (String type : types) {
            only.add(new EntityType(type));
        }
        return this;
    }

    /** Sets the change limit of all types that have none of their own (R26); {@link ChangeLimit#defaults()} without it. */
    public TalkBuilder changeLimit(ChangeLimit limit) {
        said.changeLimit = limit;
        return this;
    }

    /**
     * Completes golden records from public data, under a name of the host's choice: what an enricher answers fills blanks
     * only, and is withdrawn when it no longer holds (R31). Of several, the first one named is trusted most. The names of
     * the host's organisations are told to whoever keeps the data.
     */
    public TalkBuilder enricher(String name, String enricher, Map<String, ?> settings) {
        String where = "enrichers." + name;
        said.enrichers.add(new PluginChoice<>(name, where, Plugins.enricher(enricher, where, said.problems), settings));
        return this;
    }

    /** Completes golden records from public data with a plugin at hand. */
    public TalkBuilder enricher(String name, EnricherPlugin plugin, Map<String, ?> settings) {
        said.enrichers.add(new PluginChoice<>(name, "enrichers." + name, Optional.of(plugin), settings));
        return this;
    }

    /** How long the answers of enrichers are good; {@link AnswerTtl#defaults()} when it is not said. */
    public TalkBuilder answerTtl(AnswerTtl life) {
        said.answerTtl = life;
        return this;
    }

    /** Keeps tables up to date in a sink. */
    public TalkBuilder sink(String name, String sink, Map<String, ?> settings) {
        String where = "sinks." + name;
        said.sinks.add(new PluginChoice<>(name, where, Plugins.sink(sink, where, said.problems), settings));
        return this;
    }

    /** Keeps tables up to date in a sink with a plugin at hand. */
    public TalkBuilder sink(String name, SinkPlugin plugin, Map<String, ?> settings) {
        said.sinks.add(new PluginChoice<>(name, "sinks." + name, Optional.of(plugin), settings));
        return this;
    }

    /** Puts the systems in the order in which they are trusted, for ties (R12). */
    public TalkBuilder trust(String... systems) {
        said.trust = List.of(systems);
        return this;
    }

    /** Declares a type of the host's own, or one of Talk's with further properties (R1). */
    public TalkBuilder type(Schema schema) {
        said.schemas.put(schema.type(), schema);
        return this;
    }

    /** Changes when records of a type are the same. */
    public TalkBuilder match(String type, UnaryOperator<MatchRules> change) {
        said.matching.merge(new EntityType(type), change, (one, other) -> rules -> other.apply(one.apply(rules)));
        return this;
    }

    /** Changes how the winner of a property is chosen. */
    public TalkBuilder winner(String type, String property, SurvivorshipRule rule) {
        said.winning
                .computeIfAbsent(new EntityType(type), name -> new LinkedHashMap<>())
                .put(property, rule);
        return this;
    }

    /** What relative paths in settings are relative to; the working directory when it is not said. */
    public TalkBuilder baseDirectory(Path directory) {
        said.base = directory;
        return this;
    }

    /** The clock; the system's when it is not said. */
    public TalkBuilder clock(Clock clockToUse) {
        said.clock = clockToUse;
        return this;
    }

    /** The dice that ids are made with; secure ones when it is not said. */
    public TalkBuilder random(RandomGenerator randomToUse) {
        said.random = randomToUse;
        return this;
    }

    /** Who is told how far a run has come. */
    public TalkBuilder progress(ProgressListener listener) {
        said.progress = listener;
        return this;
    }

    /** How a run does what need not wait for one another; on threads of its own when it is not said. */
    public TalkBuilder executor(RunExecutor way) {
        said.executor = Optional.of(way);
        return this;
    }

    /** Everything that is wrong with what was said so far, as {@link #build()} would tell it; touches nothing. */
    public List<String> problems() {
        return new Assembly(said).problems();
    }

    /**
     * Checks everything and opens it.
     *
     * @throws TalkException CONFIGURATION with all problems, nothing left open; or why the store cannot be opened
     */
    public Talk build() {
        return new Assembly(said).build();
    }
}
