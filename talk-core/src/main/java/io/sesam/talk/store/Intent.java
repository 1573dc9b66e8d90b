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
 * An operation that is about to be sent, made durable before (R21).
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
 * @param purpose why it is sent
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
        boolean unknown,
        Purpose purpose) {
    /** Why an operation is sent; after a crash, how its outcome is found out. */
    public enum Purpose {
        /** A golden record differs: an insert is looked for, an update is decided anew. */
        SYNC,
        /** An earlier write is taken back: whatever was written is read as an edit made over there (R35). */
        UNDO,
        /** A person was erased: it is asked for again, which changes nothing when it was done (R27). */
        ERASURE
    }

    /** An intent of a sync. */
    public Intent(
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
        this(operation, system, type, kind, golden, origin, recordId, since, fields, unknown, Purpose.SYNC);
    }

    /** An intent to change or archive a record for another reason than a sync. */
    public static Intent of(Purpose purpose, Operation operation, RecordRef record, GoldenId golden, Instant since) {
        return new Intent(
                operation.id(),
                record.system(),
                record.type(),
                operation.kind(),
                golden,
                record,
                record.id(),
                since,
                operation.fields(),
                false,
                purpose);
    }

    /** Whether a record was to be made; while nobody knows whether it was, none is made again. */
    public boolean isInsert() {
        return kind == Operation.Kind.INSERT;
    }

    /** The same, for the golden record that the first one became part of. */
    public Intent forGolden(GoldenId heir) {
        return new Intent(operation, system, type, kind, heir, origin, recordId, since, fields, unknown, purpose);
    }

    /** The same, sent without an answer. */
    public Intent withoutAnswer() {
        return new Intent(operation, system, type, kind, golden, origin, recordId, since, fields, true, purpose);
    }
}
