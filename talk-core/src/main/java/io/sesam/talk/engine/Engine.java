package io.sesam.talk.engine;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.erase.ErasureCommit;
import io.sesam.talk.engine.event.RunData;
import io.sesam.talk.engine.plan.WriteFilter;
import io.sesam.talk.engine.report.ApplyResultData;
import io.sesam.talk.engine.run.Cancellation;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.engine.run.RunStats;
import io.sesam.talk.engine.run.StateWriter;
import io.sesam.talk.engine.run.SuppressionList;
import io.sesam.talk.engine.run.Workers;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.event.RunEvent;
import io.sesam.talk.event.RunObserver;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.ApplyResult;
import io.sesam.talk.result.ErasureReport;
import io.sesam.talk.result.PlanDigest;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.result.SyncPlan;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.result.UndoPlan;
import io.sesam.talk.result.UndoScope;
import io.sesam.talk.spi.Sleeper;
import io.sesam.talk.store.Erasure;
import io.sesam.talk.store.Store;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Executor of runs, each a sequence of {@link RunStages}.
 *
 * <p>One run at a time; {@link #cancel()} from any thread. Systems are read in parallel, then written in parallel,
 * with one call at a time per system. A system that fails is paused alone (R30).
 */
public final class Engine {
    private final EngineConfig config;
    private final Store store;
    private volatile @Nullable Cancellation cancellation;
    private volatile @Nullable Workers workers;

    /** Creates an engine with a configuration. */
    public Engine(EngineConfig config) {
        this.config = config;
        this.store = config.store();
    }

    /** Cancels the run under way. It ends within a second and keeps what it has done. */
    public void cancel() {
        Cancellation current = cancellation;
        Workers running = workers;
        if (current != null) {
            current.request();
        }
        if (running != null) {
            running.interrupt();
        }
    }

    /** Ends the run under way between two steps. No call to a system is interrupted; what is done is kept. */
    public void stopSoon() {
        Cancellation current = cancellation;
        if (current != null) {
            current.request();
        }
    }

    /**
     * Runs a sync: reads changes, writes differences, updates sinks.
     *
     * @throws TalkException when the run as a whole fails: the store fails, or the run is cancelled
     */
    public SyncReport run() {
        return inSync(RunEvent.Kind.SYNC, report -> report, stages -> {
            stages.prepare();
            stages.read();
            stages.recover();
            stages.linkTwins();
            stages.enrich();
            stages.erase();
            stages.write(WriteFilter.ALL);
            stages.sink();
            return stages.end(stages.report());
        });
    }

    /** Runs a sync that writes only what a plan contains. Reports the remaining changes (R33). */
    public ApplyResult apply(PlanDigest plan, Consumer<PlannedChange> left) {
        return inSync(RunEvent.Kind.APPLY, ApplyResult::report, stages -> {
            stages.prepare();
            stages.read();
            stages.recover();
            stages.linkTwins();
            stages.enrich();
            stages.erase();
            stages.write(WriteFilter.to(plan));
            stages.sink();
            return new ApplyResultData(stages.end(stages.report()), stages.plan(left));
        });
    }

    /** Plans a sync: reads changes and reports planned writes. Writes to no system and no sink (R33). */
    public SyncPlan plan(Consumer<PlannedChange> each) {
        return inRun(RunEvent.Kind.PLAN, plan -> Optional.empty(), stages -> {
            stages.prepare();
            stages.read();
            stages.recover();
            stages.linkTwins();
            stages.enrich();
            stages.end();
            return stages.plan(each);
        });
    }

    /** Plans an undo: reads changes and reports compensating writes. Writes to no system (R35). */
    public UndoPlan planUndo(UndoScope what, Consumer<PlannedChange> each) {
        return inRun(RunEvent.Kind.PLAN, plan -> Optional.empty(), stages -> {
            stages.prepare();
            stages.read();
            stages.recover();
            stages.enrich();
            return stages.planUndo(what, each);
        });
    }

    /** Carries out an undo plan. */
    public SyncReport undo(UndoPlan plan) {
        return inRun(RunEvent.Kind.UNDO, Optional::of, stages -> {
            stages.prepare();
            stages.read();
            stages.recover();
            stages.enrich();
            stages.undo(plan);
            return stages.report();
        });
    }

    /** Erases the golden record of a source record. Deletes it from the systems, the store and the sinks (R27). */
    public ErasureReport erase(RecordRef record) {
        return erase(erasureCommit -> erasureCommit.record(record));
    }

    /** Erases a golden record. */
    public ErasureReport erase(GoldenId golden) {
        return erase(erasureCommit -> erasureCommit.golden(golden));
    }

    /** Erases the record with a match key. */
    public ErasureReport erase(EntityType type, String key) {
        return erase(erasureCommit -> erasureCommit.key(type, key));
    }

    private ErasureReport erase(Consumer<ErasureCommit> subjects) {
        SuppressionList.makeKey(store, config.random());
        return inRun(RunEvent.Kind.ERASE, report -> Optional.empty(), stages -> {
            ErasureCommit forgotten = stages.forget(subjects);
            List<Erasure> erasures = stages.erasuresOf(forgotten);
            stages.open();
            stages.erase(erasures);
            stages.sink();
            return stages.report(forgotten, erasures);
        });
    }

    /** A run that writes: it also stores how it failed. */
    private <T> T inSync(RunEvent.Kind kind, Function<T, SyncReport> report, Function<RunStages, T> work) {
        return inRun(kind, result -> Optional.of(report.apply(result)), stages -> {
            try {
                return work.apply(stages);
            } catch (TalkException e) {
                stages.failed(e);
                throw e;
            }
        });
    }

    private <T> T inRun(RunEvent.Kind kind, Function<T, Optional<SyncReport>> report, Function<RunStages, T> work) {
        RunData event = new RunData(operationId(), kind, config.clock().instant());
        Cancellation current = new Cancellation(Sleeper.of(config.clock()));
        RunStats stats = new RunStats();
        StateWriter state = new StateWriter(
                store, config.clock(), config.policies().values(), stats, config.announcer(), this::allTargets);
        RunContext run = new RunContext(event, state, stats, current, config);
        RunSummaryLine summary = new RunSummaryLine(config, event);
        RunObserver.Span span = config.observer().run(event);
        Throwable failure = null;
        summary.started();
        try (Workers threads = new Workers(config.executor())) {
            cancellation = current;
            workers = threads;
            T result = work.apply(new RunStages(config, run, threads, this::operationId));
            summary.ended(report.apply(result));
            return result;
        } catch (RuntimeException e) {
            // A cancelled run reports the cancellation, whatever an interrupted part failed with.
            RuntimeException thrown = current.isRequested() ? Cancellation.cancelled() : e;
            failure = thrown;
            summary.failed(thrown);
            throw thrown;
        } finally {
            cancellation = null;
            workers = null;
            store.rest();
            span.end(failure);
        }
    }

    /**
     * Lists all systems that may be written at all. A pending comparison for a system without the type is never
     * processed.
     */
    private List<SystemName> allTargets(EntityType type) {
        return config.connections().stream()
                .filter(connection -> connection.policy(type).share()
                        && store.reading(connection.name(), type).isPresent())
                .map(Connection::name)
                .toList();
    }

    private String operationId() {
        byte[] id = new byte[12];
        synchronized (config.random()) {
            config.random().nextBytes(id);
        }
        return HexFormat.of().formatHex(id);
    }
}
