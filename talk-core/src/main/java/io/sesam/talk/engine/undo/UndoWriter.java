package io.sesam.talk.engine.undo;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.read.PageIngest;
import io.sesam.talk.engine.report.WriteCounts;
import io.sesam.talk.engine.run.Participants;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.engine.write.BatchSender;
import io.sesam.talk.engine.write.Outbox;
import io.sesam.talk.engine.write.WriteResult;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.PlanDigest;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.ReadState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writer of an undo, in batches (R35). Its values are read as edits by a person at that moment, so they are the
 * newest, and the other systems follow.
 *
 * <p>Repeating is safe: a record with its previous values is not written again.
 */
public final class UndoWriter implements UndoPlanner.Taker {
    private final RunContext run;
    private final Participants participants;
    private final PlanDigest agreed;
    private final Map<String, Batch> batches = new LinkedHashMap<>();
    private long journalled;

    private record Item(Operation operation, PlannedChange change) {}

    /** The outcome of one item, with the reason. */
    private record Ending(AuditEntry.Outcome outcome, String reason) {}

    /**
     * Creates the writer of an undo.
     *
     * @param agreed the approved plan; nothing else is written
     */
    public UndoWriter(RunContext run, Participants participants, PlanDigest agreed) {
        this.run = run;
        this.participants = participants;
        this.agreed = agreed;
    }

    @Override
    public void take(Connection connection, TypeSpec spec, Optional<Operation> operation, PlannedChange change) {
        if (operation.isEmpty() || !agreed.has(change)) {
            return;
        }
        Batch batch =
                batches.computeIfAbsent(connection.name() + "/" + spec.type(), name -> new Batch(connection, spec));
        batch.items.add(new Item(operation.get(), change));
        if (batch.items.size() >= spec.writeLimit()) {
            flush(batch);
        }
    }

    @Override
    public long journalled() {
        return journalled;
    }

    /** Sends the remaining operations. */
    public void end() {
        batches.values().forEach(batch -> run.guarded(batch.connection.name(), () -> flush(batch)));
    }

    private void flush(Batch batch) {
        if (batch.items.isEmpty() || run.stats().isPaused(batch.connection.name())) {
            return;
        }
        run.cancellation().check();
        List<Item> items = List.copyOf(batch.items);
        batch.items.clear();
        new BatchSender<>(run, batch.writer(), batch).send(items);
    }

    /** The pending operations of one type of a system. */
    private final class Batch implements Outbox<Item> {
        private final Connection connection;
        private final TypeSpec spec;
        private final List<Item> items = new ArrayList<>();

        Batch(Connection connection, TypeSpec spec) {
            this.connection = connection;
            this.spec = spec;
        }

        Writer writer() {
            return connection
                    .connector()
                    .writer(spec.type())
                    .orElseThrow(() -> new TalkException(
                            ErrorCode.UNWRITABLE,
                            connection.name() + " is read-only for type " + spec.type() + "; nothing is undone there"));
        }

        @Override
        public Operation operation(Item item) {
            return item.operation();
        }

        @Override
        public String activity() {
            return "writing";
        }

        @Override
        public Intent intent(Item item) {
            return Intent.of(
                    Intent.Purpose.UNDO,
                    item.operation(),
                    new RecordRef(
                            connection.name(), spec.type(), item.operation().existingId()),
                    item.change().golden(),
                    run.state().now());
        }

        @Override
        public void remember(List<WriteResult<Item>> settled, List<Item> waiting) {
            SystemName system = connection.name();
            EntityType type = spec.type();
            WriteCounts counts = new WriteCounts();
            Commit commit = new Commit();
            List<Change> done = new ArrayList<>();
            for (WriteResult<Item> result : settled) {
                Operation operation = result.request().operation();
                commit.close(operation.id()).add(entry(system, type, result.request(), result.outcome(), counts));
                change(operation, result.outcome()).ifPresent(done::add);
            }
            run.state().alone(() -> {
                ReadState readState = run.state().store().reading(system, type).orElseThrow();
                PageIngest taking = new PageIngest(run.state(), spec, readState, false);
                taking.take(done);
                taking.note(commit);
                run.state()
                        .remember(
                                type,
                                taking.changed(),
                                taking.links(),
                                taking.unlinked(),
                                participants.targets(type),
                                commit);
            });
            journalled += settled.size();
            run.stats().written(system, type, counts);
        }
    }

    /** Converts an outcome to the change that reading would show. */
    private Optional<Change> change(Operation operation, Outcome outcome) {
        Optional<RecordSnapshot> after =
                outcome instanceof Outcome.Applied applied ? applied.after() : Optional.<RecordSnapshot>empty();
        if (!(outcome instanceof Outcome.Applied || outcome instanceof Outcome.NoChange)) {
            return Optional.empty();
        }
        if (operation.kind() == Operation.Kind.ARCHIVE) {
            return Optional.of(new Change.Deleted(operation.existingId()));
        }
        return Optional.of(after.orElseGet(() -> RecordSnapshot.of(operation.existingId(), operation.fields()))
                .modified(run.state().observed()));
    }

    private AuditEntry entry(SystemName system, EntityType type, Item item, Outcome outcome, WriteCounts counts) {
        Ending ending = outcome.fold(
                applied -> new Ending(
                        item.operation().kind() == Operation.Kind.ARCHIVE
                                ? AuditEntry.Outcome.ARCHIVED
                                : AuditEntry.Outcome.UPDATED,
                        ""),
                noChange -> new Ending(AuditEntry.Outcome.UNCHANGED, ""),
                conflict -> new Ending(AuditEntry.Outcome.FAILED, "the record was changed in the system meanwhile; "),
                rejected -> new Ending(AuditEntry.Outcome.REFUSED, rejected.reason() + "; "),
                later -> new Ending(AuditEntry.Outcome.FAILED, later.reason() + "; "),
                unknown -> new Ending(AuditEntry.Outcome.UNKNOWN, unknown.reason() + "; "));
        count(ending.outcome(), counts);
        return AuditEntry.builder()
                .time(run.state().now())
                .run(run.id())
                .operation(item.operation().id())
                .system(system)
                .type(type)
                .recordId(item.operation().recordId().orElse(null))
                .golden(item.change().golden())
                .outcome(ending.outcome())
                .before(item.change().before())
                .after(item.change().after())
                .reason(ending.reason() + item.change().cause())
                .build();
    }

    private static void count(AuditEntry.Outcome outcome, WriteCounts counts) {
        switch (outcome) {
            case ARCHIVED -> counts.archived++;
            case UPDATED -> counts.updated++;
            case UNCHANGED -> counts.unchanged++;
            case REFUSED -> counts.refused++;
            case FAILED -> counts.failed++;
            default -> counts.unknown++;
        }
    }
}
