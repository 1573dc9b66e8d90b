package io.sesam.talk.sync;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.plan.Decision;
import io.sesam.talk.plan.PlannedWrite;
import io.sesam.talk.plan.Target;
import io.sesam.talk.resolve.TypePolicy;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Reading;
import io.sesam.talk.store.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Decides as a sync would, and hands over what it would write instead of writing it. For one thread. */
final class Planning {
    private final Setup setup;
    private final Run run;
    private final Circle circle;
    private final Supplier<String> operationIds;
    private final Consumer<PlannedChange> each;
    private final Map<SystemName, Map<EntityType, Plan.Planned>> writes = new TreeMap<>();
    private final List<PendingPlan> braked = new ArrayList<>();
    private final PlanDigest.Builder digest = new PlanDigest.Builder();

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
        return new Plan(writes, braked, run.tally().paused(), atLeast(), digest.build());
    }

    private Map<SystemName, Duration> atLeast() {
        Map<SystemName, Duration> times = new TreeMap<>();
        for (Connection connection : setup.connections()) {
            long calls = writes.getOrDefault(connection.name(), Map.of()).values().stream()
                    .mapToLong(Plan.Planned::calls)
                    .sum();
            connection.calls().atLeast(calls).ifPresent(time -> times.put(connection.name(), time));
        }
        return times;
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
        long[] counts = new long[Operation.Kind.values().length + 1];
        List<Task> tasks = deciding.tasks(null);
        while (!tasks.isEmpty()) {
            run.cancellation().check();
            deciding.candidates(tasks).stream()
                    .filter(candidate -> !deciding.mustWait(candidate))
                    .map(deciding::decide)
                    .forEach(decision -> take(target, decision, braking, counts));
            tasks = deciding.tasks(tasks.get(tasks.size() - 1).golden());
        }
        braking.tooLarge().ifPresent(braked::add);
        writes.computeIfAbsent(target.system(), system -> new TreeMap<>()).put(spec.type(), planned(spec, counts));
    }

    private void take(Target target, Decision decision, Braking braking, long[] counts) {
        braking.count(decision);
        counts[counts.length - 1] += decision.refusals().size();
        for (PlannedWrite write : decision.writes()) {
            Operation operation = write.operation();
            counts[place(operation.kind())]++;
            PlannedChange change = PlannedChange.of(target, write);
            digest.add(change);
            each.accept(change);
        }
    }

    private static int place(Operation.Kind kind) {
        return switch (kind) {
            case INSERT -> 0;
            case UPDATE -> 1;
            case ARCHIVE -> 2;
        };
    }

    private static Plan.Planned planned(TypeSpec spec, long[] counts) {
        long inserts = counts[place(Operation.Kind.INSERT)];
        long updates = counts[place(Operation.Kind.UPDATE)];
        long archives = counts[place(Operation.Kind.ARCHIVE)];
        long limit = spec.writeLimit();
        return new Plan.Planned(
                inserts,
                updates,
                archives,
                counts[counts.length - 1],
                (inserts + updates + archives + limit - 1) / limit);
    }
}
