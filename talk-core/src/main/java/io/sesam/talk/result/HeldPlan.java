package io.sesam.talk.result;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import java.time.Instant;
import java.util.Optional;

/**
 * A plan that the brake has stopped before its first write (R26).
 *
 * @param system the system that would have been written
 * @param type the type
 * @param changes how many records would change, those to be removed included
 * @param removals how many of them would be archived
 * @param since when it was stopped
 * @param approved whether a person has approved as much; more stops again
 */
public record HeldPlan(
        SystemName system, EntityType type, long changes, long removals, Instant since, boolean approved) {
    /** The plan that is remembered, stopped or approved; empty when none is. */
    public static Optional<HeldPlan> of(Store store, SystemName system, EntityType type) {
        return store.state(StateKey.heldPlan(system, type))
                .map(held ->
                        new HeldPlan(system, type, held.changes(), held.removals(), held.since(), held.approved()));
    }

    /** Keeps it, so that a person can decide about it, also after a restart. */
    public void keep(Commit commit) {
        commit.put(StateKey.heldPlan(system, type), new EngineState.PlanHold(changes, removals, since, approved));
    }

    public HeldPlan approve() {
        return new HeldPlan(system, type, changes, removals, since, true);
    }

    public boolean covers(long plannedChanges, long plannedRemovals) {
        return approved && plannedChanges <= changes && plannedRemovals <= removals;
    }
}
