package io.sesam.talk.result;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import java.time.Duration;
import java.util.Map;

/**
 * A plan to take back writes of the journal (R35).
 *
 * <p>Made by {@code Talk.planUndo}, and carried out by {@code Talk.undo} of the same or another {@code Talk} over the same
 * store. It is no {@link SyncPlan}: a sync cannot apply it. Immutable.
 */
public final class UndoPlan {
    private final UndoScope scope;
    private final SyncPlan changes;

    public UndoPlan(UndoScope scope, SyncPlan changes) {
        this.scope = scope;
        this.changes = changes;
    }

    /** The writes that it takes back. */
    public UndoScope scope() {
        return scope;
    }

    /** For each system and type, how much would be changed, archived or left. */
    public Map<SystemName, Map<EntityType, SyncPlan.Planned>> writes() {
        return changes.writes();
    }

    /** For each system that could not be asked, why; the plan lacks its writes. */
    public Map<SystemName, String> paused() {
        return changes.paused();
    }

    /** For each system whose quotas are known, how long its writing calls take at least. */
    public Map<SystemName, Duration> atLeast() {
        return changes.atLeast();
    }

    /** How many records would be changed or archived in all systems. */
    public long touched() {
        return changes.touched();
    }

    /** The changes that were looked at; no other is made. */
    public PlanDigest digest() {
        return changes.digest();
    }

    /** The writes that it takes back, and how many records that changes. */
    @Override
    public String toString() {
        return "undo of " + scope + ": " + touched() + " records";
    }
}
