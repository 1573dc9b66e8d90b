package io.sesam.talk.engine.plan;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.run.Participants;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.result.SyncPlan;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.PendingComparison;
import io.sesam.talk.store.ReadState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Planner of a whole sync. Decides like a sync and reports the writes instead of sending them. For one thread. */
public final class PlanBuilder {
    private final EngineConfig config;
    private final RunContext run;
    private final Participants participants;
    private final Supplier<String> operationIds;
    private final Consumer<PlannedChange> each;
    private final PlanCounts counts = new PlanCounts();
    private final List<HeldPlan> heldPlans = new ArrayList<>();

    /** Creates a plan of all participants. */
    public PlanBuilder(
            EngineConfig config,
            RunContext run,
            Participants participants,
            Supplier<String> operationIds,
            Consumer<PlannedChange> each) {
        this.config = config;
        this.run = run;
        this.participants = participants;
        this.operationIds = operationIds;
        this.each = each;
    }

    /** Plans every type of every system. */
    public SyncPlan plan() {
        for (Connection connection : config.connections()) {
            for (TypeSpec spec : participants.types(connection)) {
                if (connection.policy(spec.type()).share() && !run.stats().isPaused(connection.name())) {
                    run.guarded(connection.name(), () -> plan(connection, spec));
                }
            }
        }
        return counts.plan(config.connections(), heldPlans, run.stats().paused());
    }

    private void plan(Connection connection, TypeSpec spec) {
        Optional<ReadState> reading = config.store().reading(connection.name(), spec.type());
        TypePolicy policy = config.policies().get(spec.type());
        if (connection.connector().writer(spec.type()).isEmpty() || reading.isEmpty() || policy == null) {
            return;
        }
        WriteTarget target = WriteTarget.of(participants, connection, spec);
        participants.compareAllIfChanged(connection, spec, policy.fingerprint(), run.state());
        TargetPlanner targetPlanner = new TargetPlanner(target, policy, config.store(), operationIds);
        ChangeLimitCheck limitCheck = new ChangeLimitCheck(target, run);
        counts.has(target.system(), spec);
        List<PendingComparison> tasks = targetPlanner.tasks(null);
        while (!tasks.isEmpty()) {
            run.cancellation().check();
            targetPlanner.candidates(tasks).stream()
                    .filter(candidate -> !targetPlanner.mustWait(candidate))
                    .map(targetPlanner::decide)
                    .forEach(decision -> take(target, decision, limitCheck));
            tasks = targetPlanner.tasks(tasks.get(tasks.size() - 1).golden());
        }
        limitCheck.tooLarge().ifPresent(heldPlans::add);
    }

    private void take(WriteTarget target, Decision decision, ChangeLimitCheck limitCheck) {
        limitCheck.count(decision);
        counts.refuse(target.system(), target.spec().type(), decision.refusals().size());
        for (PlannedWrite write : decision.writes()) {
            PlannedChange change = write.change(target.system());
            counts.add(target.system(), write.operation(), change);
            each.accept(change);
        }
    }
}
