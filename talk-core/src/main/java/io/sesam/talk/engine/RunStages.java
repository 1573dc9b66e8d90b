package io.sesam.talk.engine;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.config.SinkConnection;
import io.sesam.talk.engine.enrich.EnrichmentStage;
import io.sesam.talk.engine.erase.ErasureCommit;
import io.sesam.talk.engine.erase.ErasureStage;
import io.sesam.talk.engine.explain.QualityReader;
import io.sesam.talk.engine.plan.PlanBuilder;
import io.sesam.talk.engine.plan.TwinStage;
import io.sesam.talk.engine.plan.WriteFilter;
import io.sesam.talk.engine.quality.QualityTally;
import io.sesam.talk.engine.read.ReferenceTargets;
import io.sesam.talk.engine.read.TypeReader;
import io.sesam.talk.engine.recover.Recovery;
import io.sesam.talk.engine.report.ErasureReportData;
import io.sesam.talk.engine.report.UndoPlanData;
import io.sesam.talk.engine.run.Cancellation;
import io.sesam.talk.engine.run.Participants;
import io.sesam.talk.engine.run.PastRuns;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.engine.run.RunHistory;
import io.sesam.talk.engine.run.RunPreparation;
import io.sesam.talk.engine.run.Workers;
import io.sesam.talk.engine.sink.SinkUpdater;
import io.sesam.talk.engine.undo.UndoPlanner;
import io.sesam.talk.engine.undo.UndoPreview;
import io.sesam.talk.engine.undo.UndoWriter;
import io.sesam.talk.engine.write.WritePass;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.result.ErasureReport;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.result.SyncPlan;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.result.UndoPlan;
import io.sesam.talk.result.UndoScope;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Commit;
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
 * The stages of a run, in {@link Engine}'s order.
 *
 * <p>For one run and one thread. A stage works on all systems in parallel and ends when all have ended.
 */
final class RunStages {
    private final EngineConfig config;
    private final Store store;
    private final RunContext run;
    private final Workers threads;
    private final Supplier<String> operationIds;
    private final Map<SystemName, Calls.Count> callsBefore;
    private @Nullable Participants participants;

    RunStages(EngineConfig config, RunContext run, Workers threads, Supplier<String> operationIds) {
        this.config = config;
        this.store = config.store();
        this.run = run;
        this.threads = threads;
        this.operationIds = operationIds;
        this.callsBefore = called();
    }

    /** Asks every system for its types. */
    void open() {
        participants = new Participants(config, new RunPreparation(config, run).holdings(threads));
    }

    /** Prepares the run: participants, changed policies, in-doubt writes. */
    void prepare() {
        open();
        participants().compareReturningSystems(run.state());
        participants().noteOnboarding(run.state());
        new RunPreparation(config, run).applyNewPolicies(participants());
        Recovery.noteUnanswered(run);
    }

    /** Reads the changes of every system. */
    void read() {
        List<Runnable> parts = new ArrayList<>();
        for (Connection connection : config.connections()) {
            participants().types(connection).forEach(spec -> run.stats().read(connection.name(), spec.type(), 0));
            parts.add(() -> read(connection));
        }
        threads.all(parts);
        participants().noteOnboarding(run.state());
    }

    /** Reads the types of one system in turn. A failure of one type does not stop the others. */
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
        TypeReader reading = new TypeReader(
                connection,
                spec,
                run,
                new ReferenceTargets(connection, spec, run, participants()),
                participants().targetsWhileReading(spec.type()));
        reading.read(reader);
        run.wasRead(connection.name(), spec.type());
        Set<String> again = new TreeSet<>(config.webhookInbox().take(connection.name(), spec.type()));
        store.erasures().stream()
                .filter(erasure ->
                        erasure.state() != Erasure.State.PENDING && erasure.isOf(connection.name(), spec.type()))
                .forEach(erasure -> again.add(erasure.record().id()));
        reading.readAgain(List.copyOf(again));
    }

    /** Resolves in-doubt writes before anything is written (R21). */
    void recover() {
        List<Runnable> parts = new ArrayList<>();
        for (Connection connection : config.connections()) {
            for (TypeSpec spec : participants().types(connection)) {
                List<Intent> own = store.intents(connection.name(), spec.type());
                TypePolicy policy = config.policies().get(spec.type());
                if (!own.isEmpty() && policy != null) {
                    Recovery recovery = new Recovery(
                            connection, spec, policy, run, participants().targets(spec.type()));
                    parts.add(() -> run.guarded(connection.name(), () -> recovery.recover(own)));
                }
            }
        }
        threads.all(parts);
    }

    /** Links equal records without a match key, before one is inserted (R41). */
    void linkTwins() {
        new TwinStage(config, run, participants()).link();
    }

    /** Asks the enrichers about golden records. */
    void enrich() {
        new EnrichmentStage(config, run, participants()).enrich(threads);
    }

    /** Erases records from the store. */
    ErasureCommit forget(Consumer<ErasureCommit> subjects) {
        return run.state().alone(() -> {
            ErasureCommit begun = new ErasureCommit(config, run.state());
            subjects.accept(begun);
            return begun;
        });
    }

    /** Carries out all pending erasures. */
    void erase() {
        erase(store.erasures());
    }

    /** Lists the erasures to carry out: one per record that still exists in a system. */
    List<Erasure> erasuresOf(ErasureCommit forgotten) {
        return store.erasures().stream()
                .filter(erasure -> forgotten.affected().contains(erasure.record()))
                .toList();
    }

    /** Carries out some erasures. */
    void erase(List<Erasure> erasures) {
        new ErasureStage(config, run, participants(), operationIds).erase(threads, erasures);
    }

    /** Writes differences as far as a filter permits. */
    void write(WriteFilter filter) {
        new WritePass(config, run, participants(), filter, operationIds).write(threads);
    }

    /** Carries out an undo plan. */
    void undo(UndoPlan plan) {
        UndoWriter writing = new UndoWriter(run, participants(), ((UndoPlanData) plan).digest());
        new UndoPlanner(config, run, participants(), plan.scope(), operationIds).walk(writing);
        writing.end();
        plan.scope().run().filter(undone -> writing.journalled() > 0).ifPresent(this::undone);
    }

    private void undone(String past) {
        Commit commit = new Commit();
        run.state().alone(() -> {
            PastRuns.undone(store, past, run.state().now()).ifPresent(change -> change.addTo(commit));
            if (!commit.isEmpty()) {
                run.state().commit(commit);
            }
        });
    }

    /** Updates the sinks. */
    void sink() {
        List<Runnable> parts = new ArrayList<>();
        for (SinkConnection connection : config.sinks()) {
            parts.add(() ->
                    run.guarded(connection.name(), () -> new SinkUpdater(connection, config.policies(), run).fill()));
        }
        threads.all(parts);
    }

    /** Plans a sync without writing. */
    SyncPlan plan(Consumer<PlannedChange> each) {
        return new PlanBuilder(config, run, participants(), operationIds, each).plan();
    }

    /** Plans an undo without writing. */
    UndoPlan planUndo(UndoScope scope, Consumer<PlannedChange> each) {
        UndoPreview planning = new UndoPreview(each);
        new UndoPlanner(config, run, participants(), scope, operationIds).walk(planning);
        return new UndoPlanData(scope, planning.plan(config, run));
    }

    /** Builds the report of the run. */
    SyncReport report() {
        config.connections().forEach(connection -> {
            Calls.Count before = callsBefore.getOrDefault(connection.name(), Calls.Count.NONE);
            Calls.Count count = connection.calls().count().since(before);
            run.stats().called(connection.name(), count);
            connection
                    .calls()
                    .atLeast(count.reads() + count.writes())
                    .ifPresent(time -> run.stats().quotaTime(connection.name(), time));
        });
        return run.stats().report(run.id(), store, config.policies().keySet());
    }

    /** Stores the end of a sync. */
    SyncReport end(SyncReport report) {
        new RunHistory(config, run).ended(report, measureUncounted());
        return report;
    }

    /** Measures the types whose quality is not counted, once: from then on each change is counted. */
    private Set<EntityType> measureUncounted() {
        Set<EntityType> types = run.state().alone(() -> run.state().quality().uncounted());
        for (EntityType type : types) {
            TypePolicy policy = config.policies().get(type);
            if (policy != null) {
                QualityTally all = QualityReader.count(store, policy, run.cancellation()::check);
                run.state().alone(() -> run.state().quality().measured(type, all));
            }
        }
        return types;
    }

    /** Stores the end of a run that wrote nothing. */
    void end() {
        new RunHistory(config, run).ended();
    }

    /** Stores that a sync failed or was cancelled. */
    void failed(TalkException failure) {
        new RunHistory(config, run).failed(run.cancellation().isRequested() ? Cancellation.cancelled() : failure);
    }

    /** The result of an erasure. */
    ErasureReport report(ErasureCommit forgotten, List<Erasure> erasures) {
        Map<RecordRef, Erasure> ends = run.stats().erased();
        return new ErasureReportData(
                erasures.stream()
                        .map(erasure -> ends.getOrDefault(erasure.record(), erasure))
                        .toList(),
                forgotten.goldens(),
                forgotten.unanswered(),
                run.stats().sunk(),
                run.stats().paused(),
                remains());
    }

    /** Where bytes of what was erased may still be. */
    private List<String> remains() {
        List<String> remains = new ArrayList<>(config.store().traces());
        config.sinks().stream()
                .filter(sink -> run.stats().sunk().contains(sink.name()))
                .forEach(sink -> sink.sink().traces().forEach(trace -> remains.add(sink.name() + ": " + trace)));
        return remains;
    }

    private Map<SystemName, Calls.Count> called() {
        Map<SystemName, Calls.Count> counts = new TreeMap<>();
        config.connections()
                .forEach(connection ->
                        counts.put(connection.name(), connection.calls().count()));
        return counts;
    }

    private Participants participants() {
        return Objects.requireNonNull(participants, "the run is not prepared");
    }
}
