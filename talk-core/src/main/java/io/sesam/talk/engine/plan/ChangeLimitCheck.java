package io.sesam.talk.engine.plan;

import io.sesam.talk.engine.report.HeldPlanData;
import io.sesam.talk.engine.run.HeldPlans;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The change limit applied to one plan (R26). Stops it before its first write, unless a person approved its size. */
public final class ChangeLimitCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeLimitCheck.class);

    private final WriteTarget target;
    private final RunContext run;
    private final Store store;
    private final ChangeLimit changeLimit;
    private final boolean first;
    private long changes;
    /** How many records of the target belong to the candidates so far. */
    private long passed;

    private long removals;

    /** Creates the check of one plan, to be given all its decisions. */
    public ChangeLimitCheck(WriteTarget target, RunContext run) {
        this.target = target;
        this.run = run;
        this.store = run.state().store();
        this.changeLimit = target.policy().changeLimit().orElseGet(ChangeLimit::defaults);
        this.first = store.state(firstWrite()).isEmpty();
    }

    /** Checks whether a plan of so many comparisons can exceed the limit. Removals count only where they can happen. */
    boolean mustCount(long tasks) {
        long records = store.liveRecords(target.system(), target.spec().type());
        return !changeLimit.neverStops(tasks, records, mayRemove());
    }

    private boolean mayRemove() {
        return target.policy().deletes() == TargetPolicy.OnDelete.ARCHIVE
                && target.spec().archives();
    }

    /**
     * Checks whether a candidate cannot count, before it is decided. In the first run only records that are there
     * count.
     */
    boolean isFree(Candidate candidate) {
        int here = candidate.liveIn(target.system()).size();
        passed += here;
        return first && here == 0;
    }

    /**
     * Checks whether the plan stays within the limit, whatever the rest of it does. Each record is changed once at most,
     * and in the first run nothing but changes of records counts.
     */
    boolean isWithinLimit() {
        if (!first) {
            return false;
        }
        long records = store.liveRecords(target.system(), target.spec().type());
        long rest = records - passed;
        return !changeLimit.stops(changes + rest, mayRemove() ? removals + rest : 0, records);
    }

    /** Counts a decision. In the first run, only overwritten values and removals count. */
    void count(Decision decision) {
        for (PlannedWrite write : decision.writes()) {
            Operation operation = write.operation();
            boolean removes = operation.kind() == Operation.Kind.ARCHIVE;
            if (removes || !first || overwrites(write)) {
                changes++;
            }
            if (removes) {
                removals++;
            }
        }
    }

    private static boolean overwrites(PlannedWrite write) {
        StoredRecord there = write.target();
        Fields wanted = write.operation().fields();
        for (int i = 0; there != null && i < wanted.schema().size(); i++) {
            if (wanted.slot(i) != null && there.record().rawValues().isKnown(i)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the plan if it exceeds the limit without approval. */
    Optional<HeldPlan> tooLarge() {
        SystemName system = target.system();
        long records = store.liveRecords(system, target.spec().type());
        return changeLimit.stops(changes, removals, records)
                        && pending()
                                .filter(plan -> HeldPlans.covers(plan, changes, removals))
                                .isEmpty()
                ? Optional.of(new HeldPlanData(
                        system,
                        target.spec().type(),
                        changes,
                        removals,
                        run.state().now(),
                        false))
                : Optional.empty();
    }

    /** Checks whether the plan is stopped, and stores it for a person's decision, also after a restart. */
    boolean stops() {
        Optional<HeldPlan> stopped = tooLarge();
        stopped.ifPresent(plan -> {
            remember(commit -> HeldPlans.keep(plan, commit));
            run.stats().hold(plan);
            LOG.warn(
                    "{}/{}: plan stopped before the first of {} changes, {} of them removals; approve or reject it",
                    plan.system(),
                    plan.type(),
                    changes,
                    removals);
        });
        return stopped.isPresent();
    }

    /**
     * Records that the plan was carried out. An approval holds for one plan. Later runs are not the first, unless
     * inserts still wait for a system.
     */
    public void done() {
        if (first && target.insertsAllowed()) {
            remember(commit -> commit.put(firstWrite(), new EngineState.Moment(run.started())));
        }
        if (pending().isPresent()) {
            remember(commit -> commit.remove(
                    StateKey.heldPlan(target.system(), target.spec().type())));
        }
    }

    private Optional<HeldPlan> pending() {
        return HeldPlans.find(store, target.system(), target.spec().type());
    }

    private void remember(Consumer<Commit> change) {
        run.state().alone(() -> {
            Commit commit = new Commit();
            change.accept(commit);
            run.state().commit(commit);
        });
    }

    private StateKey<EngineState.Moment> firstWrite() {
        return StateKey.firstWrite(target.system(), target.spec().type());
    }
}
