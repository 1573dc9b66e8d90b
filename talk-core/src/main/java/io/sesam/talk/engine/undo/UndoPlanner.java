package io.sesam.talk.engine.undo;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.plan.PlannedWrite;
import io.sesam.talk.engine.plan.WriteTarget;
import io.sesam.talk.engine.report.PlannedChangeData;
import io.sesam.talk.engine.run.Participants;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.result.UndoScope;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.ReadState;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Planner of an undo (R35). Walks back through the journal and finds the compensation of every record. For one
 * thread.
 */
public final class UndoPlanner {
    private static final int PAGE = 500;
    /** The greatest number of writes undone per record. Older ones stay. */
    private static final int WRITES_OF_A_RECORD = 1_000;

    private final EngineConfig config;
    private final Store store;
    private final RunContext run;
    private final Participants participants;
    private final UndoScope what;
    private final Supplier<String> operationIds;

    /** Creates the planner of an undo. */
    public UndoPlanner(
            EngineConfig config,
            RunContext run,
            Participants participants,
            UndoScope what,
            Supplier<String> operationIds) {
        this.config = config;
        this.store = config.store();
        this.run = run;
        this.participants = participants;
        this.what = what;
        this.operationIds = operationIds;
    }

    /** A consumer of compensations. */
    interface Taker {
        /**
         * Accepts the operation on one record, and the same as a change to show.
         *
         * @param operation empty when nothing can be undone; the change then has the reason
         */
        void take(Connection connection, TypeSpec spec, Optional<Operation> operation, PlannedChange change);

        /** Counts journal entries added by this undo. */
        long journalled();
    }

    /** A type of a system. */
    private record Place(SystemName system, EntityType type) {
        static Place of(AuditEntry entry) {
            return new Place(entry.system(), entry.type());
        }
    }

    /** A writable type of a system, with its connection. */
    private record Site(Connection connection, WriteTarget target) {}

    /**
     * Finds the compensation of all writes to undo. A failure of one system pauses it.
     *
     * @throws TalkException CONFIGURATION when the journal has none of them
     */
    public void walk(Taker taker) {
        boolean any = what.record().isPresent()
                ? takePage(store.audit(List.of(what.record().get()), WRITES_OF_A_RECORD), taker)
                : walkJournal(taker);
        if (!any) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    "there is nothing to undo: the journal has no " + what + "; Talk.journal shows its entries");
        }
    }

    private boolean walkJournal(Taker taker) {
        boolean any = false;
        long skip = 0;
        Optional<String> only = what.run();
        for (List<AuditEntry> page = page(only, 0); !page.isEmpty(); page = page(only, skip)) {
            run.cancellation().check();
            long before = taker.journalled();
            any |= takePage(page, taker);
            if (any && what.areLaterThan(page.get(page.size() - 1))) {
                break;
            }
            skip += page.size() + (only.isPresent() ? 0 : taker.journalled() - before);
        }
        return any;
    }

    /** A page of the journal of a run, or of the whole one, which this undo makes longer. */
    private List<AuditEntry> page(Optional<String> ofRun, long skip) {
        return ofRun.map(past -> store.audit(past, skip, PAGE)).orElseGet(() -> store.audit(skip, PAGE));
    }

    /** Processes a page of the journal. Returns whether it has a write to undo. */
    private boolean takePage(List<AuditEntry> page, Taker taker) {
        Map<Place, List<AuditEntry>> places = page.stream()
                .filter(entry -> entry.recordId() != null && entry.outcome().isWrite() && what.covers(entry))
                .collect(Collectors.groupingBy(Place::of, LinkedHashMap::new, Collectors.toList()));
        places.forEach((place, entries) -> {
            if (!run.stats().isPaused(place.system())) {
                run.guarded(place.system(), () -> take(site(place), entries, taker));
            }
        });
        return !places.isEmpty();
    }

    private Site site(Place place) {
        return config.connections().stream()
                .filter(connection -> connection.name().equals(place.system()))
                .flatMap(connection -> participants.types(connection).stream()
                        .filter(spec -> spec.type().equals(place.type()))
                        .flatMap(spec -> site(connection, spec).stream()))
                .findFirst()
                .orElseThrow(() -> new TalkException(
                        ErrorCode.UNWRITABLE,
                        place.system() + " is not connected, or its " + place.type()
                                + " does not take part; nothing is undone there"));
    }

    private Optional<Site> site(Connection connection, TypeSpec spec) {
        Optional<ReadState> reading = store.reading(connection.name(), spec.type());
        return reading.map(read -> new Site(connection, WriteTarget.of(participants, connection, spec)));
    }

    private void take(Site site, List<AuditEntry> entries, Taker taker) {
        WriteTarget target = site.target();
        List<RecordRef> refs = entries.stream()
                .map(entry -> new RecordRef(entry.system(), entry.type(), String.valueOf(entry.recordId())))
                .distinct()
                .toList();
        Map<String, List<AuditEntry>> journal = store.audit(refs, WRITES_OF_A_RECORD).stream()
                .collect(Collectors.groupingBy(entry -> String.valueOf(entry.recordId())));
        Map<RecordRef, StoredRecord> records = new HashMap<>();
        store.records(refs).forEach(record -> records.put(record.ref(), record));
        for (RecordRef ref : refs) {
            StoredRecord record = records.get(ref);
            Compensation back = new Compensation(target, ref, record, journal.getOrDefault(ref.id(), List.of()), what);
            // A record written several times is processed with its newest write, and only once.
            Optional<AuditEntry> last = back.last();
            if (last.filter(entries::contains).isPresent()) {
                GoldenId golden = record == null || record.golden() == null
                        ? Objects.requireNonNull(last.get().golden())
                        : record.golden();
                Optional<Operation> operation = back.operation(operationIds.get());
                if (operation.isPresent() || !back.not().isEmpty()) {
                    PlannedChange change = change(ref, golden, operation, back.not(), target.spec());
                    taker.take(site.connection(), target.spec(), operation, change);
                }
            }
        }
    }

    private PlannedChange change(
            RecordRef record, GoldenId golden, Optional<Operation> operation, List<String> not, TypeSpec spec) {
        Fields nothing = Fields.unknown(spec.schema());
        return new PlannedChangeData(
                record.system(),
                record.type(),
                operation.map(Operation::kind).orElse(Operation.Kind.UPDATE),
                Optional.of(record.id()),
                golden,
                operation.map(PlannedWrite::before).orElse(nothing),
                operation.map(Operation::fields).orElse(nothing),
                "undoing " + what,
                not);
    }
}
