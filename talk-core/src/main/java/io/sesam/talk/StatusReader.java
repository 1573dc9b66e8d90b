package io.sesam.talk;

import io.sesam.talk.engine.run.Connection;
import io.sesam.talk.engine.run.EngineConfig;
import io.sesam.talk.engine.run.EnricherConnection;
import io.sesam.talk.engine.steward.StewardActions;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.Store;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What is remembered, put together for a {@link Status}; asks no system. */
final class StatusReader {
    private final EngineConfig config;
    private final Store store;

    StatusReader(EngineConfig config) {
        this.config = config;
        this.store = config.store();
    }

    Status status() {
        Map<SystemName, Map<EntityType, Long>> records = new TreeMap<>(store.counts());
        Map<SystemName, Status.Enriched> enriched = new TreeMap<>();
        for (EnricherConnection enricher : config.enrichers()) {
            Map<EntityType, Long> answers = records.remove(enricher.name());
            enriched.put(
                    enricher.name(),
                    new Status.Enriched(answers == null ? 0 : sum(answers), sum(waiting(enricher.name()))));
        }
        Map<SystemName, Map<EntityType, Instant>> read = new TreeMap<>();
        Map<SystemName, Map<EntityType, Long>> waiting = new TreeMap<>();
        for (Connection connection : config.connections()) {
            look(connection.name(), read, waiting);
        }
        StewardActions steward = new StewardActions(config);
        return new Status(
                records,
                golden(),
                read,
                waiting,
                enriched,
                store.parkedCount(),
                steward.unknown().size(),
                steward.brakes(),
                store.erasures());
    }

    private Map<EntityType, Long> golden() {
        Map<EntityType, Long> golden = new TreeMap<>();
        config.policies().keySet().forEach(type -> golden.put(type, store.goldens(type)));
        return golden;
    }

    private void look(
            SystemName system,
            Map<SystemName, Map<EntityType, Instant>> read,
            Map<SystemName, Map<EntityType, Long>> waiting) {
        for (EntityType type : config.policies().keySet()) {
            store.reading(system, type).ifPresent(readState -> {
                Instant completed = readState.completed();
                if (completed != null) {
                    read.computeIfAbsent(system, name -> new TreeMap<>()).put(type, completed);
                }
                waiting.computeIfAbsent(system, name -> new TreeMap<>()).put(type, store.tasks(system, type));
            });
        }
    }

    private Map<EntityType, Long> waiting(SystemName enricher) {
        Map<EntityType, Long> waiting = new TreeMap<>();
        config.policies().keySet().forEach(type -> waiting.put(type, store.tasks(enricher, type)));
        return waiting;
    }

    private static long sum(Map<EntityType, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
