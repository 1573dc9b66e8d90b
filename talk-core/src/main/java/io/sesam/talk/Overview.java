package io.sesam.talk;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.Store;
import io.sesam.talk.sync.Connection;
import io.sesam.talk.sync.EnricherConnection;
import io.sesam.talk.sync.Setup;
import io.sesam.talk.sync.Stewardship;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What is remembered, put together for a {@link Status}; asks no system. */
final class Overview {
    private final Setup setup;
    private final Store store;

    Overview(Setup setup) {
        this.setup = setup;
        this.store = setup.store();
    }

    Status status() {
        Map<SystemName, Map<EntityType, Long>> records = new TreeMap<>(store.counts());
        Map<SystemName, Status.Enriched> enriched = new TreeMap<>();
        for (EnricherConnection enricher : setup.enrichers()) {
            Map<EntityType, Long> answers = records.remove(enricher.name());
            enriched.put(
                    enricher.name(),
                    new Status.Enriched(answers == null ? 0 : sum(answers), sum(waiting(enricher.name()))));
        }
        Map<SystemName, Map<EntityType, Instant>> read = new TreeMap<>();
        Map<SystemName, Map<EntityType, Long>> waiting = new TreeMap<>();
        for (Connection connection : setup.connections()) {
            look(connection.name(), read, waiting);
        }
        Stewardship steward = new Stewardship(setup);
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
        setup.policies().keySet().forEach(type -> golden.put(type, store.goldens(type)));
        return golden;
    }

    private void look(
            SystemName system,
            Map<SystemName, Map<EntityType, Instant>> read,
            Map<SystemName, Map<EntityType, Long>> waiting) {
        for (EntityType type : setup.policies().keySet()) {
            store.reading(system, type).ifPresent(reading -> {
                Instant completed = reading.completed();
                if (completed != null) {
                    read.computeIfAbsent(system, name -> new TreeMap<>()).put(type, completed);
                }
                waiting.computeIfAbsent(system, name -> new TreeMap<>()).put(type, store.tasks(system, type));
            });
        }
    }

    private Map<EntityType, Long> waiting(SystemName enricher) {
        Map<EntityType, Long> waiting = new TreeMap<>();
        setup.policies().keySet().forEach(type -> waiting.put(type, store.tasks(enricher, type)));
        return waiting;
    }

    private static long sum(Map<EntityType, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
