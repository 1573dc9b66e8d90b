package io.sesam.talk.console.run;

import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.ApplyResult;
import io.sesam.talk.result.ErasureReport;
import io.sesam.talk.result.Progress;
import io.sesam.talk.result.SyncPlan;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.result.UndoPlan;
import io.sesam.talk.result.UndoScope;
import io.sesam.talk.spi.Check;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs that a person starts on a page, and what came of them. */
public final class ConsoleRuns {
    private final Talk talk;
    private final JobRunner jobs;
    private final RunProgress progress;
    private final Clock clock;
    private volatile @Nullable StoredPlan plan;
    private volatile @Nullable StoredUndo undo;
    private volatile @Nullable SyncReport report;
    private volatile @Nullable Map<SystemName, Check> checks;

    public ConsoleRuns(Talk talk, JobRunner jobs, RunProgress progress, Clock clock) {
        this.talk = talk;
        this.jobs = jobs;
        this.progress = progress;
        this.clock = clock;
    }

    /** Starts a sync. */
    public void startSync() {
        start(RunningJob.Kind.SYNC, () -> {
            SyncReport done = talk.sync();
            report = done;
            plan = null;
            return summary(done);
        });
    }

    /** Starts a plan. */
    public void startPlan() {
        start(RunningJob.Kind.PLAN, () -> {
            FirstChanges changes = new FirstChanges();
            SyncPlan made = talk.plan(changes);
            plan = new StoredPlan(clock.instant(), made, changes.kept(), changes.omitted());
            return made.touched() == 0 ? "Nothing would be written." : made.touched() + " records would be written.";
        });
    }

    /** Starts the application of the plan that is kept. */
    public void startApply() {
        StoredPlan stored = plan().orElseThrow(() ->
                new TalkException(ErrorCode.CONFIGURATION, "There is no plan to apply any more. Make a new one."));
        start(RunningJob.Kind.APPLY, () -> {
            FirstChanges left = new FirstChanges();
            ApplyResult result = talk.apply(stored.plan().digest(), left);
            report = result.report();
            plan = new StoredPlan(clock.instant(), result.left(), left.kept(), left.omitted());
            long open = result.left().touched();
            return summary(result.report())
                    + (open == 0 ? "" : " " + open + " further changes are not in the plan and were left.");
        });
    }

    /** Starts a plan of the undo of a run. */
    public void startUndoPlan(String run) {
        start(RunningJob.Kind.UNDO_PLAN, () -> {
            FirstChanges changes = new FirstChanges();
            UndoPlan made = talk.planUndo(UndoScope.run(run), changes);
            undo = new StoredUndo(run, made, changes.kept(), changes.omitted());
            return made.touched() + " records would be written.";
        });
    }

    /** Starts the undo that is planned for a run. */
    public void startUndo(String run) {
        StoredUndo stored = undo(run)
                .orElseThrow(() -> new TalkException(
                        ErrorCode.CONFIGURATION, "The undo of this run is not planned any more. Plan it again."));
        start(RunningJob.Kind.UNDO, () -> {
            SyncReport done = talk.undo(stored.plan());
            report = done;
            undo = null;
            return summary(done);
        });
    }

    /** Starts a check of all connections. */
    public void startCheck() {
        start(RunningJob.Kind.CHECK, () -> {
            Map<SystemName, Check> done = talk.check();
            checks = done;
            long problems =
                    done.values().stream().filter(check -> !check.isFine()).count();
            return problems == 0 ? "All connections work." : problems + " connections have problems.";
        });
    }

    /** Starts the erasure of the entity that a record belongs to. */
    public void startErasure(RecordRef record, String actor) {
        start(RunningJob.Kind.ERASURE, () -> {
            ErasureReport done = talk.stewardship(actor).erase(record);
            return done.isDone()
                    ? "Erased: " + done.records().size() + " records."
                    : "Erased in the store; " + done.records().size() + " records are listed in the overview.";
        });
    }

    /** Cancels what is under way. */
    public void cancel() {
        talk.cancel();
    }

    private void start(RunningJob.Kind kind, Supplier<String> work) {
        jobs.start(kind, () -> {
            progress.clear();
            return work.get();
        });
    }

    private static String summary(SyncReport report) {
        String writes = report.writes() == 1 ? "1 record was written" : report.writes() + " records were written";
        String changes = report.goldenChanges() == 1
                ? "1 golden record changed"
                : report.goldenChanges() + " golden records changed";
        return writes + ", " + changes + "."
                + (report.isClean() ? "" : " Something waits for a decision; see the overview.");
    }

    /** The plan made last, if nothing was written since. */
    public Optional<StoredPlan> plan() {
        return Optional.ofNullable(plan);
    }

    /** The undo that is planned for a run. */
    public Optional<StoredUndo> undo(String run) {
        return Optional.ofNullable(undo).filter(stored -> stored.run().equals(run));
    }

    /** The report of the last run of this console. */
    public Optional<SyncReport> report() {
        return Optional.ofNullable(report);
    }

    /** The result of the last check, by connection. */
    public Optional<Map<SystemName, Check>> checks() {
        return Optional.ofNullable(checks);
    }

    /** The job under way, or the last one. */
    public Optional<RunningJob> job() {
        return jobs.last();
    }

    /** Whether a job is under way. */
    public boolean isRunning() {
        return jobs.isRunning();
    }

    /** Waits for the end of the job under way, at most some milliseconds; returns whether it goes on. */
    public boolean awaitEnd(long millis) throws InterruptedException {
        return jobs.awaitEnd(millis);
    }

    /** Progress of the job under way. */
    public List<Progress> progress() {
        return progress.parts();
    }
}
