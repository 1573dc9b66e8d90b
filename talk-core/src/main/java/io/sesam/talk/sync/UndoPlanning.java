package io.sesam.talk.sync;

import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.TypeSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Hands over what would take writes back, and adds it up. */
final class UndoPlanning implements Undoing.Taker {
    private final Consumer<PlannedChange> each;
    private final PlanCounts counts = new PlanCounts();

    UndoPlanning(Consumer<PlannedChange> each) {
        this.each = each;
    }

    @Override
    public void take(Connection connection, TypeSpec spec, Optional<Operation> operation, PlannedChange change) {
        counts.has(connection.name(), spec);
        if (operation.isPresent()) {
            counts.add(change);
        }
        if (!change.refused().isEmpty()) {
            counts.refuse(connection.name(), spec.type(), 1);
        }
        each.accept(change);
    }

    @Override
    public long journalled() {
        return 0;
    }

    Plan plan(Setup setup, Run run) {
        return counts.plan(setup.connections(), List.of(), run.tally().paused());
    }
}
