package io.sesam.talk;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.config.EnricherConnection;
import io.sesam.talk.engine.config.SinkConnection;
import io.sesam.talk.engine.steward.StewardActions;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.Erasure;
import io.sesam.talk.store.ReadState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Reads a {@link Status} from the store. */
final class StatusReader {
    private final EngineConfig config;
    private final Store store;
    private final boolean running;
    private final boolean standby;

    StatusReader(EngineConfig config, boolean running, boolean standby) {
        this.config = config;
        this.store = config.store();
        this.running = running;
        this.standby = standby;
    }

    private record Data(
            boolean isRunning,
            boolean isStandby,
            Optional<LastRun> lastRun,
            Map<SystemName, Map<EntityType, Instant>> lastRead,
            Map<SystemName, Paused> paused,
            Map<SystemName, Map<EntityType, Long>> records,
            Map<EntityType, Long> golden,
            Map<SystemName, Map<EntityType, Instant>> read,
            Map<SystemName, Map<EntityType, Long>> waiting,
            Map<SystemName, Enriched> enriched,
            long parked,
            long inDoubt,
            List<HeldPlan> heldPlans,
            List<Erasure> erasures,
            Map<String, ListenerState> listeners)
            implements Status {
        Data {
            lastRead = Collections.unmodifiableMap(lastRead);
            paused = Collections.unmodifiableMap(paused);
            records = Collections.unmodifiableMap(records);
            golden = Collections.unmodifiableMap(golden);
            read = Collections.unmodifiableMap(read);
            waiting = Collections.unmodifiableMap(waiting);
            enriched = Collections.unmodifiableMap(enriched);
            heldPlans = List.copyOf(heldPlans);
            erasures = List.copyOf(erasures);
            listeners = Collections.unmodifiableMap(listeners);
        }

        @Override
        public String toString() {
            return (isRunning ? "running, " : "") + (isStandby ? "standby, " : "") + "last run "
                    + lastRun.map(last -> last.outcome() + " at " + last.ended())
                            .orElse("never") + ", paused "
                    + paused.keySet() + ", " + parked + " parked, " + inDoubt + " in doubt, " + heldPlans.size()
                    + " held";
        }
    }

    private record Run(String run, Instant started, Instant ended, String outcome, long writes, long goldenChanges)
            implements Status.LastRun {}

    private record Pause(Instant since, String reason) implements Status.Paused {}

    private record ListenerData(long waiting, long dropped, long failed, long delivered)
            implements Status.ListenerState {}

    private record Answers(long answers, long waiting) implements Status.Enriched {}

    Status status() {
        Map<SystemName, Map<EntityType, Long>> records = new TreeMap<>(store.counts());
        Map<SystemName, Status.Enriched> enriched = new TreeMap<>();
        for (EnricherConnection enricher : config.enrichers()) {
            Map<EntityType, Long> answers = records.remove(enricher.name());
            enriched.put(
                    enricher.name(), new Answers(answers == null ? 0 : sum(answers), sum(waiting(enricher.name()))));
        }
        StewardActions steward = new StewardActions(config);
        return new Data(
                running,
                standby,
                lastRun(),
                bySystem(this::lastRead),
                paused(),
                records,
                golden(),
                bySystem(this::firstRead),
                bySystem(this::waiting),
                enriched,
                store.parkedCount(),
                steward.inDoubt().size(),
                steward.heldPlans(),
                store.erasures(),
                listeners());
    }

    private Map<String, Status.ListenerState> listeners() {
        Map<String, Status.ListenerState> states = new TreeMap<>();
        config.announcer()
                .counts()
                .forEach((name, counts) -> states.put(
                        name,
                        new ListenerData(counts.waiting(), counts.dropped(), counts.failed(), counts.delivered())));
        return states;
    }

    private Optional<Status.LastRun> lastRun() {
        return store.state(StateKey.lastRun())
                .map(end -> new Run(
                        end.run(), end.started(), end.ended(), end.outcome(), end.writes(), end.goldenChanges()));
    }

    private Map<SystemName, Status.Paused> paused() {
        Map<SystemName, Status.Paused> paused = new TreeMap<>();
        config.connections().stream().map(Connection::name).forEach(name -> pause(name, paused));
        config.enrichers().stream().map(EnricherConnection::name).forEach(name -> pause(name, paused));
        config.sinks().stream().map(SinkConnection::name).forEach(name -> pause(name, paused));
        return paused;
    }

    private void pause(SystemName name, Map<SystemName, Status.Paused> paused) {
        store.state(StateKey.pause(name))
                .ifPresent(pause -> paused.put(name, new Pause(pause.since(), pause.reason())));
    }

    private Map<EntityType, Long> golden() {
        Map<EntityType, Long> golden = new TreeMap<>();
        config.policies().keySet().forEach(type -> golden.put(type, store.goldens(type)));
        return golden;
    }

    /** A value for each type of each system that has been read; systems without any are left out. */
    private <V> Map<SystemName, Map<EntityType, V>> bySystem(BiFunction<SystemName, EntityType, Optional<V>> value) {
        Map<SystemName, Map<EntityType, V>> values = new TreeMap<>();
        for (Connection connection : config.connections()) {
            for (EntityType type : config.policies().keySet()) {
                value.apply(connection.name(), type)
                        .ifPresent(found -> values.computeIfAbsent(connection.name(), name -> new TreeMap<>())
                                .put(type, found));
            }
        }
        return values;
    }

    private Optional<Instant> lastRead(SystemName system, EntityType type) {
        return store.state(StateKey.lastRead(system, type)).map(EngineState.Moment::time);
    }

    private Optional<Instant> firstRead(SystemName system, EntityType type) {
        return store.reading(system, type).flatMap(reading -> Optional.ofNullable(reading.completed()));
    }

    private Optional<Long> waiting(SystemName system, EntityType type) {
        Optional<ReadState> reading = store.reading(system, type);
        return reading.map(read -> store.tasks(system, type));
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
