package io.sesam.talk.engine.report;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.store.Erasure;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of a {@link SyncReport}. */
public record SyncReportData(
        String run,
        Map<SystemName, Map<EntityType, Long>> read,
        Map<SystemName, Map<EntityType, Long>> unreadableTimes,
        Map<SystemName, Map<EntityType, Long>> futureTimes,
        Map<SystemName, List<String>> notes,
        Map<EntityType, Golden> golden,
        Map<SystemName, Map<EntityType, Written>> written,
        Map<SystemName, Map<String, Long>> sinks,
        Map<SystemName, Calls.Count> calls,
        Map<SystemName, Duration> quotaTime,
        Map<SystemName, Enriched> enriched,
        long parked,
        Map<String, Long> parkedReasons,
        long inDoubt,
        Map<SystemName, String> paused,
        List<HeldPlan> heldPlans,
        List<Erasure> erasures)
        implements SyncReport {
    /** Copies the collections. */
    public SyncReportData {
        read = Ordered.copy(read);
        unreadableTimes = Ordered.copy(unreadableTimes);
        futureTimes = Ordered.copy(futureTimes);
        notes = Ordered.copy(notes);
        golden = Ordered.copy(golden);
        written = Ordered.copy(written);
        sinks = Ordered.copy(sinks);
        calls = Ordered.copy(calls);
        quotaTime = Ordered.copy(quotaTime);
        enriched = Ordered.copy(enriched);
        paused = Ordered.copy(paused);
        parkedReasons = Collections.unmodifiableMap(new LinkedHashMap<>(parkedReasons));
        heldPlans = Ordered.copy(heldPlans);
        erasures = Ordered.copy(erasures);
    }

    @Override
    public String text() {
        return new SyncReportText(this).text();
    }

    @Override
    public String toString() {
        return "run " + run + ": " + writes() + " writes, " + goldenChanges() + " golden records changed, " + parked
                + " parked, " + inDoubt + " in doubt, " + heldPlans.size() + " held, paused " + paused.keySet();
    }

    /** Values of a {@link SyncReport.Golden}. */
    public record GoldenData(long total, long created, long updated, long deleted, long joined, long split)
            implements SyncReport.Golden {}

    /** Values of a {@link SyncReport.Written}. */
    public record WrittenData(
            long inserted, long updated, long archived, long unchanged, long refused, long failed, long inDoubt)
            implements SyncReport.Written {}

    /** Values of a {@link SyncReport.Enriched}. */
    public record EnrichedData(
            long asked, long matched, long none, long ambiguous, long unanswered, long withdrawn, long waiting)
            implements SyncReport.Enriched {
        /** Adds later counts of the same run; the number of waiting records is the later one. */
        public EnrichedData and(SyncReport.Enriched other) {
            return new EnrichedData(
                    asked + other.asked(),
                    matched + other.matched(),
                    none + other.none(),
                    ambiguous + other.ambiguous(),
                    unanswered + other.unanswered(),
                    withdrawn + other.withdrawn(),
                    other.waiting());
        }
    }
}
