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
import org.jspecify.annotations.Nullable;

/**
 * One planned operation with its basis.
 *
 * @param operation the operation to send
 * @param golden the source of its values and their provenance
 * @param origin the oldest record of the cluster: an inserted record is linked to it (R8)
 * @param target the record it changes; {@code null} for an insert
 * @param refused properties that differ and cannot be written there
 * @param fingerprint of what it writes: after a refusal it is not sent again while this stays the same (R22)
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

    /** Names the cause: the records whose values won. */
    public String cause() {
        if (operation.kind() == Operation.Kind.ARCHIVE) {
            return "because it was deleted elsewhere";
        }
        Set<RecordRef> sources = new TreeSet<>();
        Fields fields = operation.fields();
        for (int i = 0; i < fields.schema().size(); i++) {
            int winner = golden.winner(i);
            if (fields.slot(i) != null && winner >= 0) {
                sources.add(golden.members().get(winner).ref());
            }
        }
        StringBuilder text = new StringBuilder("because of ");
        for (RecordRef source : sources) {
            text.append(text.length() > 11 ? ", " : "").append(source);
        }
        return text.toString();
    }

    /** Returns the previous values of written fields. For an archived record these are all fields. */
    public Fields before() {
        return before(operation);
    }

    /** Returns the previous values of the fields of an operation. */
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

    /** Returns the fingerprint after this write, when only refused properties remain. */
    public String leftoverFingerprint() {
        return Planner.LEFTOVER + refused;
    }

    /** Converts to the change that a host sees. */
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
