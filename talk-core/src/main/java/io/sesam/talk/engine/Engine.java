package io.sesam.talk.engine;

import io.sesam.talk.engine.report.ApplyResultData;
import io.sesam.talk.engine.erase.ErasureCommit;
import io.sesam.talk.engine.plan.WriteFilter;
import io.sesam.talk.engine.run.Cancellation;
import io.sesam.talk.engine.run.Connection;
import io.sesam.talk.engine.run.EngineConfig;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.engine.run.RunStats;
import io.sesam.talk.engine.run.StateWriter;
import io.sesam.talk.engine.run.SuppressionList;
import io.sesam.talk.engine.run.Workers;
import io.sesam.talk.error.TalkException;
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
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries out runs, each as a sequence of {@link RunStages}.
 *
 * <p>One run at a time; {@link #cancel()} from any thread. Systems are read in parallel, then written in parallel, one call
 * at a time within each; a system that cannot go on is paused alone (R30).
 */
public final class Engine {
    private final EngineConfig config;
    private final Store store;
    private volatile @Nullable Cancellation cancellation;
    private volatile @Nullable Workers workers;

    /** An engine over a set-up. */
    public Engine(EngineConfig config) {
        this.config = config;
        this.store = config.store();
    }

    /** Asks a run that is under way to stop; it ends within a second, keeping what it has done. */
    public void cancel() {
        Cancellation wish = cancellation;
        Workers running = workers;
        if (wish != null) {
            wish.wish();
        }
        if (running != null) {
            running.interrupt();
        }
    }

    /**
     * Reads what is new everywhere, writes what differs, and fills the sinks.
     *
     * @throws TalkException when the run as a whole cannot go on: the store fails, or it was cancelled
     */
    public SyncReport run() {
        return inSync(stages -> {
            stages.prepare();
            stages.read();
            stages.recover();
            stages.enrich();
            stages.erase();
            stages.write(WriteFilter.WHATEVER_IS_DECIDED);
            stages.sink();
            return stages.end(stages.report());
        });
    }

    /**
     * The same, but of all that differs only what a plan says is written; hands over what would be written after that (R33).
     */
    public ApplyResult apply(PlanDigest plan, Consumer<PlannedChange> left) {
        return inSync(stages -> {
            stages.prepare();
            stages.read();
            stages.recover();
            stages.enrich();
            stages.erase();
            stages.write(WriteFilter.to(plan));
            stages.sink();
            return new ApplyResultData(stages.end(stages.report()), stages.plan(left));
        });
    }

    /** Reads what is new everywhere, and hands over what a run would write; writes nothing, and fills no sink (R33). */
    public SyncPlan plan(Consumer<PlannedChange> each) {
        return inRun(stages -> {
            stages.prepare();
            stages.read();
            stages.recover();
            stages.enrich();
            stages.end();
            return stages.plan(each);
        });
    }

    /** Reads what is new everywhere, and hands over what would take writes back; writes nothing (R35). */
    public UndoPlan planUndo(UndoScope what, Consumer<PlannedChange> each) {
        return inRun(stages -> {
            stages.prepare();
            stages.read();
            stages.recover();
            stages.enrich();
            return stages.planUndo(what, each);
        });
    }

    /** Takes back the writes of a plan. */
    public SyncReport undo(UndoPlan plan) {
        return inRun(stages -> {
            stages.prepare();
            stages.read();
            stages.recover();
            stages.enrich();
            stages.undo(plan);
            return stages.report();
        });
    }

    /** Forgets whom a record belongs to, has it deleted over there, and empties the sinks of it (R27). */
    public ErasureReport erase(RecordRef record) {
        return erase(erasureCommit -> erasureCommit.record(record));
    }

    /** The same by a golden record. */
    public ErasureReport erase(GoldenId golden) {
        return erase(erasureCommit -> erasureCommit.golden(golden));
    }

    /** The same by a match key. */
    public ErasureReport erase(EntityType type, String key) {
        return erase(erasureCommit -> erasureCommit.key(type, key));
    }

    private ErasureReport erase(Consumer<ErasureCommit> whom) {
        SuppressionList.makeKey(store, config.random());
        return inRun(stages -> {
            ErasureCommit forgotten = stages.forget(whom);
            List<Erasure> erasures = stages.erasuresOf(forgotten);
            stages.open();
            stages.erase(erasures);
            stages.sink();
            return stages.report(forgotten, erasures);
        });
    }

    /** A run that writes: it also stores how it failed. */
    private <T> T inSync(Function<RunStages, T> work) {
        return inRun(stages -> {
            try {
                return work.apply(stages);
            } catch (TalkException e) {
                stages.failed(e);
                throw e;
            }
        });
    }

    private <T> T inRun(Function<RunStages, T> work) {
        Cancellation wish = new Cancellation(Sleeper.of(config.clock()));
        RunStats stats = new RunStats();
        StateWriter state =
                new StateWriter(store, config.clock(), config.policies().values(), stats, this::allTargets);
        RunContext run = new RunContext(operationId(), config.clock().instant(), state, stats, wish, config.progress());
        try (Workers threads = new Workers(config.executor())) {
            cancellation = wish;
            workers = threads;
            return work.apply(new RunStages(config, run, threads, this::operationId));
        } catch (RuntimeException e) {
            // whatever an interrupted part fails with, the reason is the wish
            throw wish.isWished() ? Cancellation.cancelled() : e;
        } finally {
            cancellation = null;
            workers = null;
        }
    }

    /** Every system that may be written at all; a task for one that does not hold the type is worked off by nobody. */
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
