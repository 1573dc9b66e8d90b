package io.sesam.talk.engine.plan;

import io.sesam.talk.engine.report.PlannedChangeData;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.store.StoredRecord;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One operation, with what it rests on.
 *
 * @param operation what will be asked
 * @param golden where its values come from; its provenance says why
 * @param origin the oldest record of the cluster: what an inserted record is linked to (R8)
 * @param target the record it changes; {@code null} for an insert
 * @param refused single properties that differ and cannot be written there
 * @param fingerprint of what it writes: refused once, it is not asked again while this is the same (R22)
 */
public record PlannedWrite(
        Operation operation,
        GoldenRecord golden,
        RecordRef origin,
        @Nullable StoredRecord target,
        List<String> refused,
        String fingerprint) {
    /** Copies the list. */
    public PlannedWrite {
        refused = List.copyOf(refused);
    }

    /** Whose word it is: the records that won the values that are written, in words. */
    public String cause() {
        if (operation.kind() == Operation.Kind.ARCHIVE) {
            return "because it is gone elsewhere";
        }
        Set<RecordRef> sources = new TreeSet<>();
        Fields fields = operation.fields();
        for (int i = 0; i < fields.schema().size(); i++) {
            int winner = golden.winner(i);
            if (fields.slot(i) != null && winner >= 0) {
                sources.add(golden.members().get(winner).ref());
            }
        }
        return "because of " + sources.stream().map(RecordRef::toString).collect(Collectors.joining(", "));
    }

    /** What was there of that which is written; of a record to be archived, everything. */
    public Fields before() {
        return before(operation);
    }

    /** What was there of that which an operation writes. */
    public static Fields before(Operation operation) {
        Fields there = operation.basedOn();
        if (operation.kind() == Operation.Kind.ARCHIVE) {
            return there;
        }
        Fields.Builder before = Fields.builder(there.schema());
        for (int i = 0; i < there.schema().size(); i++) {
            if (operation.fields().slot(i) != null) {
                before.slot(i, there.slot(i));
            }
        }
        return before.build();
    }

    /** The fingerprint of what is left to write when this is written: only what cannot be. */
    public String leftoverFingerprint() {
        return Planner.LEFTOVER + refused;
    }

    /** The change as a host sees it. */
    public PlannedChange change(SystemName system) {
        return new PlannedChangeData(
                system,
                operation.type(),
                operation.kind(),
                operation.recordId(),
                golden.id(),
                before(),
                operation.fields(),
                cause(),
                refused);
    }
}
