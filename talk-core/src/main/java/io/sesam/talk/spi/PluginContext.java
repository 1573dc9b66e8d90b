package io.sesam.talk.spi;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a plugin is lent by its host; it has no clock, dice or names of its own.
 *
 * <p>Grows by further methods; plugins never make one.
 */
public final class PluginContext {
    private final SystemName name;
    private final Clock clock;
    private final RandomGenerator random;
    private final Map<EntityType, Schema> schemas;
    private final TokenStore tokens;
    private final Calls calls;
    private final SharedResources shared;

    private PluginContext(
            SystemName name,
            Clock clock,
            RandomGenerator random,
            Map<EntityType, Schema> schemas,
            TokenStore tokens,
            Calls calls,
            SharedResources shared) {
        this.name = name;
        this.clock = clock;
        this.random = random;
        this.schemas = Map.copyOf(schemas);
        this.tokens = tokens;
        this.calls = calls;
        this.shared = shared;
    }

    /** What is lent to the plugin that a host connected under a name. */
    public static PluginContext of(
            SystemName name, Clock clock, RandomGenerator random, Map<EntityType, Schema> schemas) {
        return new PluginContext(
                name, clock, random, schemas, TokenStore.inMemory(), new Calls(), new SharedResources());
    }

    /** The same, keeping tokens in a store. */
    public PluginContext tokens(TokenStore store) {
        return new PluginContext(name, clock, random, schemas, store, calls, shared);
    }

    /** The same, counting calls over the network. */
    public PluginContext calls(Calls counter) {
        return new PluginContext(name, clock, random, schemas, tokens, counter, shared);
    }

    /** The same, sharing objects with all that are lent the same ones. */
    public PluginContext sharing(SharedResources resources) {
        return new PluginContext(name, clock, random, schemas, tokens, calls, resources);
    }

    /** The name the host gave to this connection; for messages. */
    public SystemName name() {
        return name;
    }

    /** The only clock. */
    public Clock clock() {
        return clock;
    }

    /** Waits in the time of the {@link #clock()}. */
    public Sleeper sleeper() {
        return Sleeper.of(clock);
    }

    /** Where tokens are kept that must be shown again in a later run. */
    public TokenStore tokens() {
        return tokens;
    }

    /** Where calls over the network are counted. */
    public Calls calls() {
        return calls;
    }

    /** What the connections of this Talk share. */
    public SharedResources shared() {
        return shared;
    }

    /** The only dice; safe for one thread at a time. */
    public RandomGenerator random() {
        return random;
    }

    /** The types of this host with all properties it declared, Talk's own types included. */
    public Map<EntityType, Schema> schemas() {
        return schemas;
    }

    /** The properties of a type, if this host has it. */
    public Optional<Schema> schema(EntityType type) {
        return Optional.ofNullable(schemas.get(type));
    }
}
