package io.sesam.talk.engine.config;

import io.sesam.talk.engine.event.Announcer;
import io.sesam.talk.event.RunObserver;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.policy.RunExecutor;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.result.ProgressListener;
import io.sesam.talk.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The configuration of an engine.
 *
 * @param store the state kept between runs
 * @param clock the only clock
 * @param random the only random source
 * @param policies how each type is matched and merged; defines the types
 * @param connections the connected systems
 * @param enrichers the enrichers, most trusted first
 * @param sinks the connected sinks
 * @param webhookInbox hints received from systems
 * @param types the types of each system as last asked
 * @param progress notified about the progress of a run
 * @param executor runs independent parts of a run; empty for the run's own threads
 * @param announcer delivers events to the host's listeners
 * @param observer surrounds the parts of a run
 */
public record EngineConfig(
        Store store,
        Clock clock,
        RandomGenerator random,
        Map<EntityType, TypePolicy> policies,
        List<Connection> connections,
        List<EnricherConnection> enrichers,
        List<SinkConnection> sinks,
        WebhookInbox webhookInbox,
        TypeCatalog types,
        ProgressListener progress,
        Optional<RunExecutor> executor,
        Announcer announcer,
        RunObserver observer) {
    /** Copies the collections. */
    public EngineConfig {
        policies = Map.copyOf(policies);
        connections = List.copyOf(connections);
        enrichers = List.copyOf(enrichers);
        sinks = List.copyOf(sinks);
    }
}
