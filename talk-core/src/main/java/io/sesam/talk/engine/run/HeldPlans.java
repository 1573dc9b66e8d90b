package io.sesam.talk.engine.run;

import io.sesam.talk.engine.report.HeldPlanData;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import java.util.Optional;

/** Reads and keeps plans that exceed the change limit. */
public final class HeldPlans {
    private HeldPlans() {}

    /** The plan that is stored for a type of a system, held or approved. */
    public static Optional<HeldPlan> find(Store store, SystemName system, EntityType type) {
        return store.state(StateKey.heldPlan(system, type))
                .map(held ->
                        new HeldPlanData(system, type, held.changes(), held.removals(), held.since(), held.approved()));
    }

    /** Stores a plan until a person decides, also over a restart. */
    public static void keep(HeldPlan plan, Commit commit) {
        keep(plan, plan.approved(), commit);
    }

    /** Stores that a person has approved a plan. */
    public static void approve(HeldPlan plan, Commit commit) {
        keep(plan, true, commit);
    }

    /** Stores that an approval is withdrawn. */
    public static void hold(HeldPlan plan, Commit commit) {
        keep(plan, false, commit);
    }

    private static void keep(HeldPlan plan, boolean approved, Commit commit) {
        commit.put(
                StateKey.heldPlan(plan.system(), plan.type()),
                new EngineState.PlanHold(plan.changes(), plan.removals(), plan.since(), approved));
    }

    /** Whether a plan is approved and is at least this large. */
    public static boolean covers(HeldPlan plan, long changes, long removals) {
        return plan.approved() && changes <= plan.changes() && removals <= plan.removals();
    }
}
