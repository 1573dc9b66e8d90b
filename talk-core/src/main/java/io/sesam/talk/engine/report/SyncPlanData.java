package io.sesam.talk.engine.report;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.result.PlanDigest;
import io.sesam.talk.result.SyncPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Values of a {@link SyncPlan}. */
public record SyncPlanData(
        Map<SystemName, Map<EntityType, Planned>> writes,
        List<HeldPlan> heldPlans,
        Map<SystemName, String> paused,
        Map<SystemName, Duration> atLeast,
        PlanDigest digest)
        implements SyncPlan {
    /** Copies the collections. */
    public SyncPlanData {
        writes = Ordered.copy(writes);
        heldPlans = Ordered.copy(heldPlans);
        paused = Ordered.copy(paused);
        atLeast = Ordered.copy(atLeast);
    }

    @Override
    public String toString() {
        return touched() + " records to be written, " + heldPlans.size() + " plans held, paused " + paused.keySet();
    }

    /** Values of a {@link SyncPlan.Planned}. */
    public record PlannedData(long inserts, long updates, long archives, long refused, long calls)
            implements SyncPlan.Planned {}
}
