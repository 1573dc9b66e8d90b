package io.sesam.talk.sync;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.resolve.TypePolicy;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.Sleeper;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Erasure;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Store;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks records through the rooms.
 *
 * <p>One run at a time; {@link #cancel()} from any thread. Systems are read side by side, then written side by side, one
 * call at a time within each; a system that cannot go on is paused alone (R30).
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
        return inRun((run, threads) -> {
            Map<SystemName, Calls.Count> called = called();
            return write(run, threads, beginRun(run, threads), Agreement.WHATEVER_IS_DECIDED, called);
        });
    }

    /**
     * The same, but of all that differs only what a plan says is written; hands over what would be written after that (R33).
     */
    public Applied apply(PlanDigest plan, Consumer<PlannedChange> left) {
        return inRun((run, threads) -> {
            Map<SystemName, Calls.Count> called = called();
            Circle circle = beginRun(run, threads);
            Report report = write(run, threads, circle, Agreement.to(plan), called);
            return new Applied(report, new Planning(setup, run, circle, this::operationId, left).plan());
        });
    }

    /** Reads what is new everywhere, and hands over what would take writes back; writes nothing (R35). */
    public Plan planUndo(Undo what, Consumer<PlannedChange> each) {
        return inRun((run, threads) -> {
            UndoPlanning planning = new UndoPlanning(each);
            new Undoing(setup, run, beginRun(run, threads), what, this::operationId).walk(planning);
            return planning.plan(setup, run);
        });
    }

    /** Takes back writes that somebody has looked at. */
    public Report undo(Undo what, PlanDigest agreed) {
        return inRun((run, threads) -> {
            Map<SystemName, Calls.Count> called = called();
            Circle circle = beginRun(run, threads);
            UndoWriting writing = new UndoWriting(run, circle, agreed);
            new Undoing(setup, run, circle, what, this::operationId).walk(writing);
            writing.end();
            return report(run, called);
        });
    }

    private Report write(
            Run run, Workers threads, Circle circle, Agreement agreement, Map<SystemName, Calls.Count> called) {
        new Erasures(setup, run, circle, this::operationId).erase(threads, store.erasures());
        new WritingRounds(setup, run, circle, agreement, this::operationId).write(threads);
        sink(run, threads);
        return report(run, called);
    }

    private Report report(Run run, Map<SystemName, Calls.Count> before) {
        called().forEach((system, count) ->
                run.tally().called(system, count.since(before.getOrDefault(system, Calls.Count.NONE))));
        return run.tally().report(run.id(), store, setup.policies().keySet());
    }

    /** Reads what is new everywhere, and hands over what a run would write; writes nothing, and fills no sink (R33). */
    public Plan plan(Consumer<PlannedChange> each) {
        return inRun((run, threads) -> {
            Circle circle = beginRun(run, threads);
            return new Planning(setup, run, circle, this::operationId, each).plan();
        });
    }

    private Circle beginRun(Run run, Workers threads) {
        Preparing preparing = new Preparing(setup, run);
        Circle circle = new Circle(setup, preparing.holdings(threads));
        circle.compareThoseWhoReturn(run.ledger());
        preparing.applyNewPolicies(circle);
        Recovery.noteUnanswered(run);
        read(run, threads, circle);
        recover(run, threads, circle);
        new Enrichment(setup, run, circle).enrich(threads);
        return circle;
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
        return inRun((run, threads) -> {
            Forgetting forgetting = run.ledger().alone(() -> {
                Forgetting begun = new Forgetting(setup, run.ledger());
                whom.accept(begun);
                return begun;
            });
            List<Erasure> told = store.erasures().stream()
                    .filter(erasure -> forgetting.told().contains(erasure.record()))
                    .toList();
            Circle circle = new Circle(setup, new Preparing(setup, run).holdings(threads));
            new Erasures(setup, run, circle, this::operationId).erase(threads, told);
            sink(run, threads);
            Map<RecordRef, Erasure> ends = run.tally().erased();
            return new ErasureReport(
                    told.stream()
                            .map(erasure -> ends.getOrDefault(erasure.record(), erasure))
                            .toList(),
                    forgetting.goldens(),
                    forgetting.unanswered(),
                    run.tally().sunk(),
                    run.tally().paused());
        });
    }

    private <T> T inRun(BiFunction<Run, Workers, T> work) {
        Cancellation wish = new Cancellation(Sleeper.of(setup.clock()));
        Tally tally = new Tally();
        Ledger ledger = new Ledger(store, setup.clock(), setup.policies().values(), tally, this::allTargets);
        Run run = new Run(operationId(), setup.clock().instant(), ledger, tally, wish, setup.progress());
        try (Workers threads = new Workers(setup.sideBySide())) {
            cancellation = wish;
            workers = threads;
            return work.apply(run, threads);
        } catch (RuntimeException e) {
            // whatever an interrupted part fails with, the reason is the wish
            throw wish.isWished() ? Cancellation.cancelled() : e;
        } finally {
            cancellation = null;
            workers = null;
        }
    }

    private Map<SystemName, Calls.Count> called() {
        Map<SystemName, Calls.Count> counts = new TreeMap<>();
        setup.connections()
                .forEach(connection ->
                        counts.put(connection.name(), connection.calls().count()));
        return counts;
    }

    /** Every system that may be written at all; a task for one that does not hold the type is worked off by nobody. */
    private List<SystemName> allTargets(EntityType type) {
        return setup.connections().stream()
                .filter(connection -> connection.policy(type).share()
                        && store.reading(connection.name(), type).isPresent())
                .map(Connection::name)
                .toList();
    }

    private void read(Run run, Workers threads, Circle circle) {
        List<Runnable> parts = new ArrayList<>();
        for (Connection connection : setup.connections()) {
            circle.types(connection).forEach(spec -> run.tally().read(connection.name(), spec.type(), 0));
            parts.add(() -> read(run, connection, circle));
        }
        threads.all(parts);
    }

    /** The types of one system one after the other; one that cannot be read does not keep the others from it. */
    private void read(Run run, Connection connection, Circle circle) {
        for (TypeSpec spec : circle.types(connection)) {
            run.guarded(
                    connection.name(),
                    () -> connection
                            .connector()
                            .reader(spec.type())
                            .ifPresent(reader -> read(run, connection, spec, circle, reader)));
        }
    }

    private void read(Run run, Connection connection, TypeSpec spec, Circle circle, Reader reader) {
        SystemReading reading = new SystemReading(connection, spec, run, circle.targetsWhileReading(spec.type()));
        reading.read(reader);
        run.wasRead(connection.name(), spec.type());
        Set<String> again = new TreeSet<>(setup.hints().take(connection.name(), spec.type()));
        store.erasures().stream()
                .filter(erasure ->
                        erasure.state() != Erasure.State.PENDING && erasure.isOf(connection.name(), spec.type()))
                .forEach(erasure -> again.add(erasure.record().id()));
        reading.readAgain(List.copyOf(again));
    }

    /** Finds out what became of writes that nobody answered, before anybody is written (R21). */
    private void recover(Run run, Workers threads, Circle circle) {
        List<Runnable> parts = new ArrayList<>();
        for (Connection connection : setup.connections()) {
            for (TypeSpec spec : circle.types(connection)) {
                List<Intent> own = store.intents(connection.name(), spec.type());
                TypePolicy policy = setup.policies().get(spec.type());
                if (!own.isEmpty() && policy != null) {
                    Recovery recovery = new Recovery(connection, spec, policy, run, circle.targets(spec.type()));
                    parts.add(() -> run.guarded(connection.name(), () -> recovery.recover(own)));
                }
            }
        }
        threads.all(parts);
    }

    private void sink(Run run, Workers threads) {
        List<Runnable> parts = new ArrayList<>();
        for (SinkConnection connection : setup.sinks()) {
            parts.add(() ->
                    run.guarded(connection.name(), () -> new SinkFilling(connection, setup.policies(), run).fill()));
        }
        threads.all(parts);
    }

    private String operationId() {
        byte[] id = new byte[12];
        synchronized (setup.random()) {
            setup.random().nextBytes(id);
        }
        return HexFormat.of().formatHex(id);
    }
}
