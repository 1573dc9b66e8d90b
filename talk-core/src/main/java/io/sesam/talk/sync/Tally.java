package io.sesam.talk.sync;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.resolve.Effects;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.store.Erasure;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Store;
import io.sesam.talk.write.Counts;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts what a run does, from all its threads. */
final class Tally {
    private final Map<SystemName, Map<EntityType, Long>> read = new TreeMap<>();
    private final Map<EntityType, long[]> golden = new TreeMap<>();
    private final Map<SystemName, Map<EntityType, Counts>> written = new TreeMap<>();
    private final Map<SystemName, Map<String, Long>> sinks = new TreeMap<>();
    private final Map<SystemName, Calls.Count> calls = new TreeMap<>();
    private final Map<SystemName, Report.Enriched> enriched = new TreeMap<>();
    private final Map<SystemName, String> paused = new TreeMap<>();
    private final Map<RecordRef, Erasure> erased = new LinkedHashMap<>();
    private final Map<String, PendingPlan> braked = new TreeMap<>();

    synchronized void read(SystemName system, EntityType type, long count) {
        read.computeIfAbsent(system, name -> new TreeMap<>()).merge(type, count, Long::sum);
    }

    synchronized void golden(EntityType type, Effects effects) {
        long[] counts = golden.computeIfAbsent(type, name -> new long[5]);
        counts[0] += effects.created();
        counts[1] += effects.updated();
        counts[2] += effects.deleted();
        counts[3] += effects.joined();
        counts[4] += effects.split();
    }

    synchronized void written(SystemName system, EntityType type, Counts counts) {
        written.computeIfAbsent(system, name -> new TreeMap<>())
                .computeIfAbsent(type, name -> new Counts())
                .add(counts);
    }

    synchronized void sunk(SystemName sink, Map<String, Long> rows) {
        sinks.put(sink, new TreeMap<>(rows));
    }

    synchronized void enriched(SystemName enricher, Report.Enriched more) {
        enriched.merge(enricher, more, Report.Enriched::and);
    }

    synchronized void called(SystemName system, Calls.Count count) {
        if (!count.equals(Calls.Count.NONE)) {
            calls.put(system, count);
        }
    }

    synchronized void pause(SystemName system, String reason) {
        paused.putIfAbsent(system, reason);
    }

    synchronized void brake(PendingPlan plan) {
        braked.put(plan.system() + "/" + plan.type(), plan);
    }

    synchronized void erased(Erasure erasure) {
        erased.put(erasure.record(), erasure);
    }

    /** What became of records of the erased in this run. */
    synchronized Map<RecordRef, Erasure> erased() {
        return new LinkedHashMap<>(erased);
    }

    synchronized Map<SystemName, String> paused() {
        return new HashMap<>(paused);
    }

    synchronized Set<SystemName> sunk() {
        return Set.copyOf(sinks.keySet());
    }

    synchronized boolean isBraked(SystemName system, EntityType type) {
        return braked.containsKey(system + "/" + type);
    }

    synchronized boolean isPaused(SystemName system) {
        return paused.containsKey(system);
    }

    synchronized Report report(String run, Store store, Collection<EntityType> types) {
        Map<EntityType, Report.Golden> goldens = new TreeMap<>();
        for (EntityType type : types) {
            long[] c = golden.getOrDefault(type, new long[5]);
            goldens.put(type, new Report.Golden(store.goldens(type), c[0], c[1], c[2], c[3], c[4]));
        }
        Map<SystemName, Map<EntityType, Report.Written>> writes = new TreeMap<>();
        written.forEach((system, counts) -> {
            Map<EntityType, Report.Written> ofSystem = new TreeMap<>();
            counts.forEach((type, count) -> ofSystem.put(type, written(count)));
            writes.put(system, ofSystem);
        });
        return new Report(
                run,
                new TreeMap<>(read),
                goldens,
                writes,
                new TreeMap<>(sinks),
                new TreeMap<>(calls),
                new TreeMap<>(enriched),
                store.parkedCount(),
                store.intents().stream().filter(Intent::isInsert).count(),
                new HashMap<>(paused),
                List.copyOf(braked.values()),
                erasures(store));
    }

    /** What became of them in this run, and what was left open before. */
    private List<Erasure> erasures(Store store) {
        Map<RecordRef, Erasure> all = new LinkedHashMap<>(erased);
        store.erasures().forEach(erasure -> all.put(erasure.record(), erasure));
        return List.copyOf(all.values());
    }

    private static Report.Written written(Counts count) {
        return new Report.Written(
                count.inserted,
                count.updated,
                count.archived,
                count.unchanged,
                count.refused,
                count.failed,
                count.unknown);
    }
}
