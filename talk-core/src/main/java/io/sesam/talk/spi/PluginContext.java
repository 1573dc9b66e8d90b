package io.sesam.talk.spi;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.token.TokenStore;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The services a host provides to a plugin.
 *
 * <p>A plugin has no clock, random source or name of its own. Further methods may be added; plugins never create one.
 */
public final class PluginContext {
    private final SystemName name;
    private final Clock clock;
    private final RandomGenerator random;
    private final Map<EntityType, Schema> schemas;
    private final TokenStore tokens;
    private final Calls calls;
    private final SharedResources shared;
    private final Map<Class<?>, Object> provided;

    private PluginContext(
            SystemName name,
            Clock clock,
            RandomGenerator random,
            Map<EntityType, Schema> schemas,
            TokenStore tokens,
            Calls calls,
            SharedResources shared,
            Map<Class<?>, Object> provided) {
        this.name = name;
        this.clock = clock;
        this.random = random;
        this.schemas = Map.copyOf(schemas);
        this.tokens = tokens;
        this.calls = calls;
        this.shared = shared;
        this.provided = Map.copyOf(provided);
    }

    /** The context of a plugin that a host connected under a name. */
    public static PluginContext of(
            SystemName name, Clock clock, RandomGenerator random, Map<EntityType, Schema> schemas) {
        return new PluginContext(
                name, clock, random, schemas, TokenStore.inMemory(), new Calls(), new SharedResources(), Map.of());
    }

    /** A copy that keeps tokens in a store. */
    public PluginContext tokens(TokenStore store) {
        return new PluginContext(name, clock, random, schemas, store, calls, shared, provided);
    }

    /** A copy that counts network calls. */
    public PluginContext calls(Calls counter) {
        return new PluginContext(name, clock, random, schemas, tokens, counter, shared, provided);
    }

    /** A copy that shares objects with other contexts of one {@code Talk}. */
    public PluginContext sharing(SharedResources resources) {
        return new PluginContext(name, clock, random, schemas, tokens, calls, resources, provided);
    }

    /** A copy with the objects that the host provides, by what plugins ask for. */
    @Experimental
    public PluginContext providing(Map<Class<?>, Object> objects) {
        return new PluginContext(name, clock, random, schemas, tokens, calls, shared, objects);
    }

    /** The connection's name, for messages. */
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

    /** The store for tokens that a later run needs. */
    public TokenStore tokens() {
        return tokens;
    }

    /** The counter of network calls. */
    public Calls calls() {
        return calls;
    }

    /** Objects that all connections of one {@code Talk} share. */
    public SharedResources shared() {
        return shared;
    }

    /**
     * An object that the host provides, such as its {@code java.net.http.HttpClient}. It belongs to the host and to other
     * plugins too: a plugin never closes or configures it.
     */
    @Experimental
    public <T> Optional<T> provided(Class<T> kind) {
        return Optional.ofNullable(provided.get(kind)).map(kind::cast);
    }

    /** The only random source; safe for one thread at a time. */
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
