package io.sesam.talk.sync;

import io.sesam.talk.plan.Decision;
import io.sesam.talk.plan.PlannedWrite;
import io.sesam.talk.plan.Target;
import io.sesam.talk.resolve.TypePolicy;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Reading;
import io.sesam.talk.store.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Decides as a sync would, and hands over what it would write instead of writing it. For one thread. */
final class Planning {
    private final Setup setup;
    private final Run run;
    private final Circle circle;
    private final Supplier<String> operationIds;
    private final Consumer<PlannedChange> each;
    private final PlanCounts counts = new PlanCounts();
    private final List<PendingPlan> braked = new ArrayList<>();

    Planning(Setup setup, Run run, Circle circle, Supplier<String> operationIds, Consumer<PlannedChange> each) {
        this.setup = setup;
        this.run = run;
        this.circle = circle;
        this.operationIds = operationIds;
        this.each = each;
    }

    Plan plan() {
        for (Connection connection : setup.connections()) {
            for (TypeSpec spec : circle.types(connection)) {
                if (connection.policy(spec.type()).share() && !run.tally().isPaused(connection.name())) {
                    run.guarded(connection.name(), () -> plan(connection, spec));
                }
            }
        }
        return counts.plan(setup.connections(), braked, run.tally().paused());
    }

    private void plan(Connection connection, TypeSpec spec) {
        Optional<Reading> reading = setup.store().reading(connection.name(), spec.type());
        TypePolicy policy = setup.policies().get(spec.type());
        if (connection.connector().writer(spec.type()).isEmpty() || reading.isEmpty() || policy == null) {
            return;
        }
        Target target = circle.target(connection, spec, reading.get());
        circle.compareAllIfChanged(target, policy.fingerprint(), run.ledger());
        Deciding deciding = new Deciding(target, policy.survivorship(), setup.store(), operationIds);
        Braking braking = new Braking(target, run);
        counts.has(target.system(), spec);
        List<Task> tasks = deciding.tasks(null);
        while (!tasks.isEmpty()) {
            run.cancellation().check();
            deciding.candidates(tasks).stream()
                    .filter(candidate -> !deciding.mustWait(candidate))
                    .map(deciding::decide)
                    .forEach(decision -> take(target, decision, braking));
            tasks = deciding.tasks(tasks.get(tasks.size() - 1).golden());
        }
        braking.tooLarge().ifPresent(braked::add);
    }

    private void take(Target target, Decision decision, Braking braking) {
        braking.count(decision);
        counts.refuse(target.system(), target.spec().type(), decision.refusals().size());
        for (PlannedWrite write : decision.writes()) {
            PlannedChange change = PlannedChange.of(target, write);
            counts.add(change);
            each.accept(change);
        }
    }
}
