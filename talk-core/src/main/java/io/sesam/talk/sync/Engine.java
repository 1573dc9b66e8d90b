package io.sesam.talk.sync;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Sleeper;
import io.sesam.talk.store.Erasure;
import io.sesam.talk.store.Store;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries out runs, each as a sequence of {@link Stages}.
 *
 * <p>One run at a time; {@link #cancel()} from any thread. Systems are read in parallel, then written in parallel, one call
 * at a time within each; a system that cannot go on is paused alone (R30).
 */
public final class Engine {
    private final Setup setup;
    private final Store store;
    private volatile @Nullable Cancellation cancellation;
    private volatile @Nullable Workers workers;

    /** An engine over a set-up. */
    public Engine(Setup setup) {
        this.setup = setup;
        this.store = setup.store();
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
    public Report run() {
        return inRun(stages -> {
            stages.prepare();
            stages.read();
            stages.recover();
            stages.enrich();
            stages.erase();
            stages.write(Agreement.WHATEVER_IS_DECIDED);
            stages.sink();
            return stages.report();
        });
    }

    /**
     * The same, but of all that differs only what a plan says is written; hands over what would be written after that (R33).
     */
    public Applied apply(PlanDigest plan, Consumer<PlannedChange> left) {
        return inRun(stages -> {
            stages.prepare();
            stages.read();
            stages.recover();
            stages.enrich();
            stages.erase();
            stages.write(Agreement.to(plan));
            stages.sink();
            return new Applied(stages.report(), stages.plan(left));
        });
    }

    /** Reads what is new everywhere, and hands over what a run would write; writes nothing, and fills no sink (R33). */
    public Plan plan(Consumer<PlannedChange> each) {
        return inRun(stages -> {
            stages.prepare();
            stages.read();
            stages.recover();
            stages.enrich();
            return stages.plan(each);
        });
    }

    /** Reads what is new everywhere, and hands over what would take writes back; writes nothing (R35). */
    public UndoPlan planUndo(Undo what, Consumer<PlannedChange> each) {
        return inRun(stages -> {
            stages.prepare();
            stages.read();
            stages.recover();
            stages.enrich();
            return stages.planUndo(what, each);
        });
    }

    /** Takes back the writes of a plan. */
    public Report undo(UndoPlan plan) {
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
        return erase(forgetting -> forgetting.record(record));
    }

    /** The same by a golden record. */
    public ErasureReport erase(GoldenId golden) {
        return erase(forgetting -> forgetting.golden(golden));
    }

    /** The same by a match key. */
    public ErasureReport erase(EntityType type, String key) {
        return erase(forgetting -> forgetting.key(type, key));
    }

    private ErasureReport erase(Consumer<Forgetting> whom) {
        Doorkeeper.makeKey(store, setup.random());
        return inRun(stages -> {
            Forgetting forgotten = stages.forget(whom);
            List<Erasure> erasures = stages.erasuresOf(forgotten);
            stages.open();
            stages.erase(erasures);
            stages.sink();
            return stages.report(forgotten, erasures);
        });
    }

    private <T> T inRun(Function<Stages, T> work) {
        Cancellation wish = new Cancellation(Sleeper.of(setup.clock()));
        Tally tally = new Tally();
        Ledger ledger = new Ledger(store, setup.clock(), setup.policies().values(), tally, this::allTargets);
        Run run = new Run(operationId(), setup.clock().instant(), ledger, tally, wish, setup.progress());
        try (Workers threads = new Workers(setup.sideBySide())) {
            cancellation = wish;
            workers = threads;
            return work.apply(new Stages(setup, run, threads, this::operationId));
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
        return setup.connections().stream()
                .filter(connection -> connection.policy(type).share()
                        && store.reading(connection.name(), type).isPresent())
                .map(Connection::name)
                .toList();
    }

    private String operationId() {
        byte[] id = new byte[12];
        synchronized (setup.random()) {
            setup.random().nextBytes(id);
        }
        return HexFormat.of().formatHex(id);
    }
}
