package io.sesam.talk.engine.run;

import io.sesam.talk.engine.report.SyncReportData;
import io.sesam.talk.engine.report.WriteCounts;
import io.sesam.talk.engine.resolve.ClusterChanges;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.store.Erasure;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The statistics of a run. Safe for use by several threads. */
public final class RunStats {
    private static final int PARKED_PAGE = 500;
    private static final int PARKED_LIMIT = 2000;
    private static final int PARKED_REASONS = 10;

    private final Map<SystemName, Map<EntityType, Long>> read = new TreeMap<>();
    private final Map<SystemName, Map<EntityType, Long>> unreadableTimes = new TreeMap<>();
    private final Map<SystemName, Map<EntityType, Long>> futureTimes = new TreeMap<>();
    private final Map<SystemName, List<String>> notes = new TreeMap<>();
    private final Map<EntityType, long[]> golden = new TreeMap<>();
    private final Map<SystemName, Map<EntityType, WriteCounts>> written = new TreeMap<>();
    private final Map<SystemName, Map<String, Long>> sinks = new TreeMap<>();
    private final Map<SystemName, Calls.Count> calls = new TreeMap<>();
    private final Map<SystemName, Duration> quotaTime = new TreeMap<>();
    private final Map<SystemName, SyncReportData.EnrichedData> enriched = new TreeMap<>();
    private final Map<SystemName, String> paused = new TreeMap<>();
    private final Map<RecordRef, Erasure> erased = new LinkedHashMap<>();
    private final Map<String, HeldPlan> held = new TreeMap<>();

    /** Counts records read. */
    public synchronized void read(SystemName system, EntityType type, long count) {
        read.computeIfAbsent(system, name -> new TreeMap<>()).merge(type, count, Long::sum);
    }

    /** Counts records whose times could not be read, or lie in the future. */
    public synchronized void times(SystemName system, EntityType type, long unreadable, long future) {
        add(unreadableTimes, system, type, unreadable);
        add(futureTimes, system, type, future);
    }

    /** Adds what a person should know about a reading; each message once. */
    public synchronized void notes(SystemName system, List<String> messages) {
        for (String message : messages) {
            List<String> known = notes.computeIfAbsent(system, name -> new ArrayList<>());
            if (!known.contains(message)) {
                known.add(message);
            }
        }
    }

    private static void add(
            Map<SystemName, Map<EntityType, Long>> counts, SystemName system, EntityType type, long count) {
        if (count > 0) {
            counts.computeIfAbsent(system, name -> new TreeMap<>()).merge(type, count, Long::sum);
        }
    }

    synchronized void golden(EntityType type, ClusterChanges clusterChanges) {
        long[] counts = golden.computeIfAbsent(type, name -> new long[5]);
        counts[0] += clusterChanges.created();
        counts[1] += clusterChanges.updated();
        counts[2] += clusterChanges.deleted();
        counts[3] += clusterChanges.joined();
        counts[4] += clusterChanges.split();
    }

    /** Adds write counts of a type in a system. */
    public synchronized void written(SystemName system, EntityType type, WriteCounts counts) {
        written.computeIfAbsent(system, name -> new TreeMap<>())
                .computeIfAbsent(type, name -> new WriteCounts())
                .add(counts);
    }

    /** Stores the row counts of a sink. */
    public synchronized void sunk(SystemName sink, Map<String, Long> rows) {
        sinks.put(sink, new TreeMap<>(rows));
    }

    public synchronized void enriched(SystemName enricher, SyncReportData.EnrichedData more) {
        enriched.merge(enricher, more, SyncReportData.EnrichedData::and);
    }

    /** Adds network calls of a plugin. */
    public synchronized void called(SystemName system, Calls.Count count) {
        if (!count.equals(Calls.Count.NONE)) {
            calls.put(system, count);
        }
    }

    /** Sets the least time that the calls of a system take by its quotas. */
    public synchronized void quotaTime(SystemName system, Duration time) {
        quotaTime.put(system, time);
    }

    /** Marks a system as paused, with the first reason. */
    public synchronized void pause(SystemName system, String reason) {
        paused.putIfAbsent(system, reason);
    }

    public synchronized void hold(HeldPlan plan) {
        held.put(plan.system() + "/" + plan.type(), plan);
    }

    /** Stores the state of an erasure. */
    public synchronized void erased(Erasure erasure) {
        erased.put(erasure.record(), erasure);
    }

    /** Returns the erasures handled in this run. */
    public synchronized Map<RecordRef, Erasure> erased() {
        return new LinkedHashMap<>(erased);
    }

    /** Returns the paused systems with reasons. */
    public synchronized Map<SystemName, String> paused() {
        return new HashMap<>(paused);
    }

    /** Returns the updated sinks. */
    public synchronized Set<SystemName> sunk() {
        return Set.copyOf(sinks.keySet());
    }

    public synchronized boolean isHeld(SystemName system, EntityType type) {
        return held.containsKey(system + "/" + type);
    }

    /** Checks whether a system is paused. */
    public synchronized boolean isPaused(SystemName system) {
        return paused.containsKey(system);
    }

    /** Builds the report of the run. */
    public synchronized SyncReport report(String run, Store store, Collection<EntityType> types) {
        Map<EntityType, SyncReport.Golden> goldens = new TreeMap<>();
        for (EntityType type : types) {
            long[] c = golden.getOrDefault(type, new long[5]);
            goldens.put(type, new SyncReportData.GoldenData(store.goldens(type), c[0], c[1], c[2], c[3], c[4]));
        }
        Map<SystemName, Map<EntityType, SyncReport.Written>> writes = new TreeMap<>();
        written.forEach((system, counts) -> {
            Map<EntityType, SyncReport.Written> ofSystem = new TreeMap<>();
            counts.forEach((type, count) -> ofSystem.put(type, written(count)));
            writes.put(system, ofSystem);
        });
        return new SyncReportData(
                run,
                new TreeMap<>(read),
                new TreeMap<>(unreadableTimes),
                new TreeMap<>(futureTimes),
                new TreeMap<>(notes),
                goldens,
                writes,
                new TreeMap<>(sinks),
                new TreeMap<>(calls),
                new TreeMap<>(quotaTime),
                new TreeMap<>(enriched),
                store.parkedCount(),
                parkedReasons(store),
                store.intents().stream().filter(Intent::isInsert).count(),
                new HashMap<>(paused),
                List.copyOf(held.values()),
                erasures(store));
    }

    /** Counts reasons of the oldest parked writes: enough for a report, however many there are. */
    private static Map<String, Long> parkedReasons(Store store) {
        Map<String, Long> reasons = new LinkedHashMap<>();
        List<Parked> page = store.parked(null, PARKED_PAGE);
        for (int seen = 0; !page.isEmpty() && seen < PARKED_LIMIT; seen += PARKED_PAGE) {
            page.forEach(parked ->
                    reasons.merge(parked.system() + "/" + parked.type() + ": " + parked.reason(), 1L, Long::sum));
            page = page.size() < PARKED_PAGE ? List.of() : store.parked(page.get(page.size() - 1), PARKED_PAGE);
        }
        Map<String, Long> frequent = new LinkedHashMap<>();
        reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(PARKED_REASONS)
                .forEach(reason -> frequent.put(reason.getKey(), reason.getValue()));
        return frequent;
    }

    /** What became of them in this run, and what was left open before. */
    private List<Erasure> erasures(Store store) {
        Map<RecordRef, Erasure> all = new LinkedHashMap<>(erased);
        store.erasures().forEach(erasure -> all.put(erasure.record(), erasure));
        return List.copyOf(all.values());
    }

    private static SyncReport.Written written(WriteCounts count) {
        return new SyncReportData.WrittenData(
                count.inserted,
                count.updated,
                count.archived,
                count.unchanged,
                count.refused,
                count.failed,
                count.unknown);
    }
}
