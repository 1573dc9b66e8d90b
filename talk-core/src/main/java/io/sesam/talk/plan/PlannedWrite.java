package io.sesam.talk.plan;

import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.store.StoredRecord;
import java.util.List;
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

    /** The fingerprint of what is left to write when this is written: only what cannot be. */
    public String leftoverFingerprint() {
        return Planner.LEFTOVER + refused;
    }
}
