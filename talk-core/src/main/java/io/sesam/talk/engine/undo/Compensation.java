package io.sesam.talk.engine.undo;

import io.sesam.talk.engine.plan.WriteTarget;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.result.UndoScope;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The compensation of the writes to one record. A pure function of the journal and the stored state; later edits
 * stay.
 */
final class Compensation {
    private static final List<AuditEntry.Outcome> DONE = List.of(
            AuditEntry.Outcome.INSERTED,
            AuditEntry.Outcome.UPDATED,
            AuditEntry.Outcome.ARCHIVED,
            AuditEntry.Outcome.UNKNOWN);

    private final WriteTarget target;
    private final RecordRef ref;
    private final Optional<StoredRecord> remembered;
    private final List<AuditEntry> newestFirst;
    private final UndoScope what;
    private final Schema schema;
    private final List<String> not = new ArrayList<>();

    /**
     * Creates the compensation of a record.
     *
     * @param record the stored state, if any
     * @param newestFirst the record's journal entries
     */
    Compensation(
            WriteTarget target,
            RecordRef ref,
            @Nullable StoredRecord record,
            List<AuditEntry> newestFirst,
            UndoScope what) {
        this.target = target;
        this.ref = ref;
        this.remembered = Optional.ofNullable(record).filter(StoredRecord::isLive);
        this.newestFirst = newestFirst.stream()
                .filter(entry -> DONE.contains(entry.outcome()))
                .toList();
        this.what = what;
        this.schema = target.spec().schema();
    }

    /** Returns the last write to undo. Empty when none was done. */
    Optional<AuditEntry> last() {
        return newestFirst.stream().filter(what::covers).findFirst();
    }

    /** Returns the reasons why some writes cannot be undone. */
    List<String> not() {
        return List.copyOf(not);
    }

    /** Builds the compensating operation. Empty when none is possible or needed. */
    Optional<Operation> operation(String operationId) {
        not.clear();
        if (!target.policy().share()) {
            not.add("sharing with " + target.system() + " is off, so nothing is written there");
            return Optional.empty();
        }
        if (remembered.isEmpty()) {
            if (!wasMade()) {
                not.add("it was deleted there, and only a person can restore it");
            }
            return Optional.empty();
        }
        StoredRecord record = remembered.get();
        return wasMade() ? archive(operationId, record) : update(operationId, record);
    }

    private boolean wasMade() {
        return newestFirst.stream()
                .anyMatch(entry -> what.covers(entry) && entry.outcome() == AuditEntry.Outcome.INSERTED);
    }

    /** Builds the archiving of an inserted record. A record with later edits is kept, because these would be lost. */
    private Optional<Operation> archive(String operationId, StoredRecord record) {
        boolean isOurs = IntStream.range(0, schema.size())
                .allMatch(i -> record.record().rawValues().slot(i) == null
                        || record.record().rawValues().slot(i) == Blank.BLANK
                        || record.record().has(i, Stamps.ECHO));
        if (!isOurs) {
            not.add("it was inserted, and edited since; archive it there by hand");
        } else if (!target.spec().archives()) {
            not.add("it was inserted, and " + target.system() + " has no API to archive a "
                    + target.spec().type());
        } else {
            return Optional.of(
                    Operation.archive(operationId, ref.id(), target.seen(record.record()), record.version()));
        }
        return Optional.empty();
    }

    private Optional<Operation> update(String operationId, StoredRecord record) {
        @Nullable Object[] back = new Object[schema.size()];
        @Nullable Object[] written = new Object[schema.size()];
        Map<String, String> kept = new TreeMap<>();
        boolean isLater = true;
        for (AuditEntry entry : newestFirst) {
            isLater &= !what.covers(entry);
            for (int i = 0; i < schema.size(); i++) {
                if (entry.after().slot(i) == null) {
                    continue;
                }
                if (what.covers(entry)) {
                    written[i] = written[i] == null ? entry.after().slot(i) : written[i];
                    back[i] = before(entry, i);
                } else if (isLater) {
                    kept.putIfAbsent(unit(i), "it was written again since, by run " + entry.run());
                }
            }
        }
        IntStream.range(0, schema.size())
                .filter(i -> written[i] != null && !isSame(back[i], record, i))
                .forEach(i ->
                        why(i, back[i], written[i], record).ifPresent(reason -> kept.putIfAbsent(unit(i), reason)));
        Fields.Builder fields = Fields.builder(schema);
        boolean any = false;
        for (int i = 0; i < schema.size(); i++) {
            if (written[i] == null || isSame(back[i], record, i)) {
                continue;
            }
            String reason = kept.get(unit(i));
            if (reason == null) {
                fields.slot(i, back[i]);
                any = true;
            } else {
                not.add(schema.property(i).name() + ": " + reason);
            }
        }
        return any
                ? Optional.of(Operation.update(
                        operationId, ref.id(), fields.build(), target.seen(record.record()), record.version()))
                : Optional.empty();
    }

    /** Returns the value before a write. A system that returns the property and did not had no value there. */
    private @Nullable Object before(AuditEntry entry, int i) {
        Object slot = entry.before().slot(i);
        return slot == null && field(i).filter(FieldSpec::isReadable).isPresent() ? Blank.BLANK : slot;
    }

    private Optional<FieldSpec> field(int i) {
        return target.spec().field(schema.property(i).name());
    }

    private static boolean isSame(@Nullable Object wanted, StoredRecord record, int i) {
        return wanted != null && wanted.equals(record.record().rawValues().slot(i));
    }

    private Optional<String> why(int i, @Nullable Object wanted, @Nullable Object written, StoredRecord record) {
        if (wanted == null) {
            return Optional.of("the previous value is not known");
        }
        if (record.record().has(i, Stamps.UNSEEN)) {
            return Optional.of(
                    "the value that " + target.system() + " stored has not been read yet; undo after the next sync");
        }
        if (!record.record().has(i, Stamps.ECHO) && !isSame(written, record, i)) {
            return Optional.of("the value was edited since");
        }
        return field(i).filter(FieldSpec::isWritable).isPresent()
                        && target.spec().updates()
                ? Optional.empty()
                : Optional.of(target.system() + " accepts no change of it");
    }

    /** Names the unit of a property. A unit is undone as a whole or not at all (R14). */
    private String unit(int i) {
        Property property = schema.property(i);
        return property.unit().map(name -> "unit " + name).orElse(property.name());
    }
}
