package io.sesam.talk.engine.write;

import io.sesam.talk.engine.observe.ChangeDetector;
import io.sesam.talk.engine.observe.Sight;
import io.sesam.talk.engine.plan.PlannedWrite;
import io.sesam.talk.engine.plan.Refusal;
import io.sesam.talk.engine.plan.WriteTarget;
import io.sesam.talk.engine.report.WriteCounts;
import io.sesam.talk.engine.resolve.Resolver;
import io.sesam.talk.engine.resolve.SlotOccupants;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.PendingComparison;
import io.sesam.talk.store.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Conversion of the outcomes of one batch into stored changes.
 *
 * <p>For one batch and one thread. Consequences for clusters are left to the resolver, which gets {@link
 * #changed()} and {@link #links()}.
 */
public final class OutcomeRecorder {
    private final WriteTarget target;
    private final String run;
    private final Instant now;
    private final Sight sight;
    private final Map<RecordRef, StoredRecord> remembered;
    private final Commit commit;
    private final List<StoredRecord> changed = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<RecordSnapshot> conflicts = new ArrayList<>();
    private final WriteCounts counts = new WriteCounts();
    private final List<Link> unlinked = new ArrayList<>();
    private Map<String, RecordRef> holders = Map.of();
    private Function<RecordRef, List<Link>> linksOf = ref -> List.of();

    /**
     * Creates the recorder of a batch.
     *
     * @param sight the moment at which the written records are observed
     * @param remembered the stored states of the batch's records
     * @param commit collects the changes
     */
    public OutcomeRecorder(
            WriteTarget target,
            String run,
            Instant now,
            Sight sight,
            Map<RecordRef, StoredRecord> remembered,
            Commit commit) {
        this.target = target;
        this.run = run;
        this.now = now;
        this.sight = sight;
        this.remembered = remembered;
        this.commit = commit;
    }

    /** Names the records that hold a match key which an operation gives to another one. */
    OutcomeRecorder holding(Map<String, RecordRef> byOperation) {
        holders = byOperation;
        return this;
    }

    /** Looks up the links of a slot that an inserted person fills. */
    OutcomeRecorder linked(Function<RecordRef, List<Link>> lookup) {
        linksOf = lookup;
        return this;
    }

    /** Returns links that no longer hold, because a slot has a new occupant. */
    List<Link> unlinked() {
        return unlinked;
    }

    /**
     * Creates the intent of a write.
     *
     * @param observed the moment on the clock of observations, with which the records read later are compared (R12)
     */
    public static Intent intent(WriteTarget target, PlannedWrite write, Instant observed) {
        Operation operation = write.operation();
        return Intent.builder()
                .operation(operation.id())
                .system(target.system())
                .type(operation.type())
                .kind(operation.kind())
                .golden(write.golden().id())
                .origin(write.origin())
                .recordId(operation.recordId().orElse(null))
                .since(observed)
                .fields(operation.fields())
                .unknown(false)
                .build();
    }

    /** Records one outcome. */
    public void take(WriteResult<PlannedWrite> result) {
        PlannedWrite write = result.request();
        result.outcome()
                .match(
                        applied -> applied(write, applied.recordId(), applied.after()),
                        noChange -> noChange(write, noChange.recordId()),
                        conflict -> conflict(write, conflict.current()),
                        rejected -> rejected(write, rejected.reason()),
                        later -> later(write, later.reason()),
                        unknown -> unknown(write, unknown.reason()));
    }

    /** Records a refusal by Talk itself. */
    public void take(Refusal refusal) {
        park(refusal.golden(), refusal.recordId(), refusal.reason(), refusal.fingerprint());
        counts.refused++;
    }

    /** Returns the changed stored states. */
    public List<StoredRecord> changed() {
        return changed;
    }

    /** Returns links from inserted records to their origins. */
    public List<Link> links() {
        return links;
    }

    /** Returns records that differed from the decision's basis. */
    public List<RecordSnapshot> conflicts() {
        return conflicts;
    }

    /** Returns the counts per outcome. */
    public WriteCounts counts() {
        return counts;
    }

    private void applied(PlannedWrite write, String recordId, Optional<RecordSnapshot> after) {
        remember(write, recordId, after);
        settled(write, recordId, counted(write.operation().kind()), null);
    }

    private AuditEntry.Outcome counted(Operation.Kind kind) {
        return switch (kind) {
            case INSERT -> {
                counts.inserted++;
                yield AuditEntry.Outcome.INSERTED;
            }
            case UPDATE -> {
                counts.updated++;
                yield AuditEntry.Outcome.UPDATED;
            }
            case ARCHIVE -> {
                counts.archived++;
                yield AuditEntry.Outcome.ARCHIVED;
            }
        };
    }

    private void noChange(PlannedWrite write, String recordId) {
        remember(write, recordId, Optional.empty());
        counts.unchanged++;
        settled(write, recordId, AuditEntry.Outcome.UNCHANGED, null);
    }

    private void remember(PlannedWrite write, String recordId, Optional<RecordSnapshot> after) {
        RecordRef ref = new RecordRef(target.system(), target.spec().type(), recordId);
        StoredRecord known = remembered.get(ref);
        if (write.operation().kind() == Operation.Kind.INSERT
                && known != null
                && SlotOccupants.isVacant(target.spec(), known, write.golden().id())) {
            SlotOccupants.vacate(known, linksOf.apply(ref), changed, links, unlinked);
            known = null;
        }
        StoredRecord before = known;
        if (write.operation().kind() == Operation.Kind.ARCHIVE) {
            if (before != null) {
                changed.add(Resolver.gone(before));
            }
            unparkOrNote(write, recordId);
            return;
        }
        SourceRecord record = ChangeDetector.written(
                before == null ? null : before.record(),
                ref,
                write.operation().fields(),
                write.golden(),
                after,
                target.spec(),
                sight);
        String version = after.flatMap(RecordSnapshot::version).orElse(null);
        StoredRecord stored = Resolver.live(record, before, version);
        changed.add(before == null ? stored.inGolden(write.golden().id()) : stored);
        if (write.operation().kind() == Operation.Kind.INSERT && !ref.equals(write.origin())) {
            links.add(new Link(write.origin(), ref, Link.Origin.CREATED));
        }
        unparkOrNote(write, recordId);
    }

    /** Removes the parked write of a written record. Parks properties that could not be written. */
    private void unparkOrNote(PlannedWrite write, String recordId) {
        Operation operation = write.operation();
        commit.unpark(new Parked.Key(
                target.system(),
                operation.type(),
                write.golden().id(),
                operation.recordId().orElse(null)));
        if (!write.refused().isEmpty()) {
            park(write.golden().id(), recordId, String.join("; ", write.refused()), write.leftoverFingerprint());
        }
    }

    private void conflict(PlannedWrite write, Optional<RecordSnapshot> current) {
        RecordRef holder = holders.get(write.operation().id());
        if (holder != null
                && write.operation().kind() == Operation.Kind.INSERT
                && current.filter(shown -> shown.id().equals(holder.id())).isPresent()) {
            rejected(write, "a record like it exists");
            return;
        }
        current.ifPresent(conflicts::add);
        counts.conflicts++;
        settled(
                write,
                write.operation().recordId().orElse(null),
                AuditEntry.Outcome.FAILED,
                "the record was changed in the system meanwhile; it is decided again");
    }

    private void rejected(PlannedWrite write, String answer) {
        Operation operation = write.operation();
        String reason = withHolder(write, answer);
        park(write.golden().id(), operation.recordId().orElse(null), reason, write.fingerprint());
        counts.refused++;
        settled(write, operation.recordId().orElse(null), AuditEntry.Outcome.REFUSED, reason);
    }

    /** Adds the other record to a refusal that it may have caused. */
    private String withHolder(PlannedWrite write, String answer) {
        RecordRef holder = holders.get(write.operation().id());
        if (holder == null) {
            return answer;
        }
        RecordRef taker = write.operation()
                .recordId()
                .map(id -> new RecordRef(target.system(), target.spec().type(), id))
                .orElse(write.origin());
        return taker + " was to get a match key that " + holder + " holds in " + target.system() + ": " + answer
                + ". Change the key of " + holder + " there; then the write is tried again";
    }

    private void later(PlannedWrite write, String reason) {
        counts.failed++;
        audit(write, write.operation().recordId().orElse(null), AuditEntry.Outcome.FAILED, reason);
        commit.close(write.operation().id());
    }

    /**
     * Records an in-doubt write. An insert blocks the next one until its record is found. An update can safely be
     * sent again; it is stored so that its values are recognised as echoes instead of edits.
     */
    private void unknown(PlannedWrite write, String reason) {
        counts.unknown++;
        audit(write, write.operation().recordId().orElse(null), AuditEntry.Outcome.UNKNOWN, reason);
        if (write.operation().kind() == Operation.Kind.ARCHIVE) {
            commit.close(write.operation().id());
        } else {
            commit.put(intent(target, write, sight.moment()).withoutAnswer());
        }
        if (write.operation().kind() == Operation.Kind.INSERT) {
            done(write);
        }
    }

    private void settled(
            PlannedWrite write, @Nullable String recordId, AuditEntry.Outcome outcome, @Nullable String reason) {
        audit(write, recordId, outcome, reason);
        commit.close(write.operation().id());
        done(write);
    }

    private void done(PlannedWrite write) {
        commit.done(new PendingComparison(
                target.system(), target.spec().type(), write.golden().id()));
    }

    private void park(GoldenId golden, @Nullable String recordId, String reason, String fingerprint) {
        commit.put(Parked.builder()
                .system(target.system())
                .type(target.spec().type())
                .golden(golden)
                .recordId(recordId)
                .reason(reason)
                .fingerprint(fingerprint)
                .since(now)
                .build());
    }

    private void audit(
            PlannedWrite write, @Nullable String recordId, AuditEntry.Outcome outcome, @Nullable String reason) {
        Operation operation = write.operation();
        commit.add(AuditEntry.builder()
                .time(now)
                .run(run)
                .operation(operation.id())
                .system(target.system())
                .type(operation.type())
                .recordId(recordId)
                .golden(write.golden().id())
                .outcome(outcome)
                .before(write.before())
                .after(operation.fields())
                .reason(reason == null ? write.cause() : reason + "; sent " + write.cause())
                .build());
    }
}
