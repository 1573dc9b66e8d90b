package io.sesam.talk.sync;

import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.resolve.TypePolicy;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Erasure;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a run, in the order in which {@link Engine} calls them.
 *
 * <p>For one run and one thread; a stage works on all systems in parallel, and ends when all have ended.
 */
final class Stages {
    private final Setup setup;
    private final Store store;
    private final Run run;
    private final Workers threads;
    private final Supplier<String> operationIds;
    private final Map<SystemName, Calls.Count> callsBefore;
    private @Nullable Circle circle;

    Stages(Setup setup, Run run, Workers threads, Supplier<String> operationIds) {
        this.setup = setup;
        this.store = setup.store();
        this.run = run;
        this.threads = threads;
        this.operationIds = operationIds;
        this.callsBefore = called();
    }

    /** Asks every system which types it holds. */
    void open() {
        circle = new Circle(setup, new Preparing(setup, run).holdings(threads));
    }

    /** Opens, and puts in order what changed since the last run: systems, rules, and writes without an answer. */
    void prepare() {
        open();
        participants().compareThoseWhoReturn(run.ledger());
        new Preparing(setup, run).applyNewPolicies(participants());
        Recovery.noteUnanswered(run);
    }

    /** Reads what is new in every system. */
    void read() {
        List<Runnable> parts = new ArrayList<>();
        for (Connection connection : setup.connections()) {
            participants().types(connection).forEach(spec -> run.tally().read(connection.name(), spec.type(), 0));
            parts.add(() -> read(connection));
        }
        threads.all(parts);
    }

    /** The types of one system one after the other; one that cannot be read does not keep the others from it. */
    private void read(Connection connection) {
        for (TypeSpec spec : participants().types(connection)) {
            run.guarded(
                    connection.name(),
                    () -> connection
                            .connector()
                            .reader(spec.type())
                            .ifPresent(reader -> read(connection, spec, reader)));
        }
    }

    private void read(Connection connection, TypeSpec spec, Reader reader) {
        SystemReading reading =
                new SystemReading(connection, spec, run, participants().targetsWhileReading(spec.type()));
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
    void recover() {
        List<Runnable> parts = new ArrayList<>();
        for (Connection connection : setup.connections()) {
            for (TypeSpec spec : participants().types(connection)) {
                List<Intent> own = store.intents(connection.name(), spec.type());
                TypePolicy policy = setup.policies().get(spec.type());
                if (!own.isEmpty() && policy != null) {
                    Recovery recovery = new Recovery(
                            connection, spec, policy, run, participants().targets(spec.type()));
                    parts.add(() -> run.guarded(connection.name(), () -> recovery.recover(own)));
                }
            }
        }
        threads.all(parts);
    }

    /** Asks the enrichers about golden records. */
    void enrich() {
        new Enrichment(setup, run, participants()).enrich(threads);
    }

    /** Forgets people. */
    Forgetting forget(Consumer<Forgetting> whom) {
        return run.ledger().alone(() -> {
            Forgetting begun = new Forgetting(setup, run.ledger());
            whom.accept(begun);
            return begun;
        });
    }

    /** Has every pending erasure carried out. */
    void erase() {
        erase(store.erasures());
    }

    /** The erasures that follow from forgetting people: one for each record that is still in a system. */
    List<Erasure> erasuresOf(Forgetting forgotten) {
        return store.erasures().stream()
                .filter(erasure -> forgotten.told().contains(erasure.record()))
                .toList();
    }

    /** Has some erasures carried out. */
    void erase(List<Erasure> erasures) {
        new Erasures(setup, run, participants(), operationIds).erase(threads, erasures);
    }

    /** Writes what differs, as far as it may be written. */
    void write(Agreement agreement) {
        new WritingRounds(setup, run, participants(), agreement, operationIds).write(threads);
    }

    /** Takes back the writes of a plan. */
    void undo(UndoPlan plan) {
        UndoWriting writing = new UndoWriting(run, participants(), plan.digest());
        new Undoing(setup, run, participants(), plan.scope(), operationIds).walk(writing);
        writing.end();
    }

    /** Brings the sinks up to date. */
    void sink() {
        List<Runnable> parts = new ArrayList<>();
        for (SinkConnection connection : setup.sinks()) {
            parts.add(() ->
                    run.guarded(connection.name(), () -> new SinkFilling(connection, setup.policies(), run).fill()));
        }
        threads.all(parts);
    }

    /** Hands over what would be written. */
    Plan plan(Consumer<PlannedChange> each) {
        return new Planning(setup, run, participants(), operationIds, each).plan();
    }

    /** Hands over what would take writes back. */
    UndoPlan planUndo(Undo scope, Consumer<PlannedChange> each) {
        UndoPlanning planning = new UndoPlanning(each);
        new Undoing(setup, run, participants(), scope, operationIds).walk(planning);
        return new UndoPlan(scope, planning.plan(setup, run));
    }

    /** The result of a run. */
    Report report() {
        called().forEach((system, count) ->
                run.tally().called(system, count.since(callsBefore.getOrDefault(system, Calls.Count.NONE))));
        return run.tally().report(run.id(), store, setup.policies().keySet());
    }

    /** The result of an erasure. */
    ErasureReport report(Forgetting forgotten, List<Erasure> erasures) {
        Map<RecordRef, Erasure> ends = run.tally().erased();
        return new ErasureReport(
                erasures.stream()
                        .map(erasure -> ends.getOrDefault(erasure.record(), erasure))
                        .toList(),
                forgotten.goldens(),
                forgotten.unanswered(),
                run.tally().sunk(),
                run.tally().paused());
    }

    private Map<SystemName, Calls.Count> called() {
        Map<SystemName, Calls.Count> counts = new TreeMap<>();
        setup.connections()
                .forEach(connection ->
                        counts.put(connection.name(), connection.calls().count()));
        return counts;
    }

    private Circle participants() {
        return Objects.requireNonNull(circle, "the run is not prepared");
    }
}
