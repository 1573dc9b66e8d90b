package io.sesam.talk.engine.report;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.PlanDigest;
import io.sesam.talk.result.SyncPlan;
import io.sesam.talk.result.UndoPlan;
import io.sesam.talk.result.UndoScope;
import java.time.Duration;
import java.util.Map;

/**
 * Values of an {@link UndoPlan}.
 *
 * @param scope the writes to be undone
 * @param changes what would be written; its digest names the changes that may be made
 */
public record UndoPlanData(UndoScope scope, SyncPlan changes) implements UndoPlan {
    @Override
    public Map<SystemName, Map<EntityType, SyncPlan.Planned>> writes() {
        return changes.writes();
    }

    @Override
    public Map<SystemName, String> paused() {
        return changes.paused();
    }

    @Override
    public Map<SystemName, Duration> atLeast() {
        return changes.atLeast();
    }

    @Override
    public long touched() {
        return changes.touched();
    }

    /** Fingerprint of the changes; no other change is made. */
    public PlanDigest digest() {
        return changes.digest();
    }

    @Override
    public String toString() {
        return "undo of " + scope + ": " + touched() + " records";
    }
}
