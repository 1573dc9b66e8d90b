package io.sesam.talk.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Operation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A write that is about to be asked, noted before it is (R21).
 *
 * @param operation the operation's id
 * @param system the system that will be asked
 * @param type the type
 * @param kind what will be asked
 * @param golden the golden record it is for
 * @param origin the oldest record of the cluster: what an inserted record will be linked to (R8)
 * @param recordId the record to be changed; {@code null} for an insert
 * @param since when it was noted
 * @param fields what will be asked to be written: what shows up later is known by it, and is an echo of it (R20)
 * @param unknown whether it was sent and no answer came
 */
public record Intent(
        String operation,
        SystemName system,
        EntityType type,
        Operation.Kind kind,
        GoldenId golden,
        RecordRef origin,
        @Nullable String recordId,
        Instant since,
        Fields fields,
        boolean unknown) {
    /** Whether a record was to be made; while nobody knows whether it was, none is made again. */
    public boolean isInsert() {
        return kind == Operation.Kind.INSERT;
    }

    /** The same, for the golden record that the first one became part of. */
    public Intent forGolden(GoldenId heir) {
        return new Intent(operation, system, type, kind, heir, origin, recordId, since, fields, unknown);
    }

    /** The same, sent without an answer. */
    public Intent withoutAnswer() {
        return new Intent(operation, system, type, kind, golden, origin, recordId, since, fields, true);
    }
}
