package io.sesam.talk.engine.undo;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.plan.PlanCounts;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.result.SyncPlan;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.TypeSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The preview of an undo, with its totals. */
public final class UndoPreview implements UndoPlanner.Taker {
    private final Consumer<PlannedChange> each;
    private final PlanCounts counts = new PlanCounts();

    /** Creates a preview that reports every change. */
    public UndoPreview(Consumer<PlannedChange> each) {
        this.each = each;
    }

    @Override
    public void take(Connection connection, TypeSpec spec, Optional<Operation> operation, PlannedChange change) {
        counts.has(connection.name(), spec);
        operation.ifPresent(write -> counts.add(connection.name(), write, change));
        if (!change.refused().isEmpty()) {
            counts.refuse(connection.name(), spec.type(), 1);
        }
        each.accept(change);
    }

    @Override
    public long journalled() {
        return 0;
    }

    /** Builds the totals of the preview. */
    public SyncPlan plan(EngineConfig config, RunContext run) {
        return counts.plan(config.connections(), List.of(), run.stats().paused());
    }
}
