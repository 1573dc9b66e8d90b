package io.sesam.talk.spi;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One thing to be written. Grows by further methods; connectors never make one outside tests. */
public final class Operation {
    /** What is to be done. */
    public enum Kind {
        /** Make a record. */
        INSERT,
        /** Change the named fields of a record, and no others. */
        UPDATE,
        /** Archive a record. */
        ARCHIVE
    }

    private final String id;
    private final Kind kind;
    private final @Nullable String recordId;
    private final Fields fields;
    private final Fields basedOn;
    private final @Nullable String version;

    private Operation(
            String id, Kind kind, @Nullable String recordId, Fields fields, Fields basedOn, @Nullable String version) {
        this.id = id;
        this.kind = kind;
        this.recordId = recordId;
        this.fields = fields;
        this.basedOn = basedOn;
        this.version = version;
    }

    /** Make a record with these fields. */
    public static Operation insert(String id, Fields fields) {
        return new Operation(id, Kind.INSERT, null, fields, Fields.unknown(fields.schema()), null);
    }

    /** Change these fields of a record. */
    public static Operation update(
            String id, String recordId, Fields fields, Fields basedOn, @Nullable String version) {
        return new Operation(id, Kind.UPDATE, recordId, fields, basedOn, version);
    }

    /** Archive a record. */
    public static Operation archive(String id, String recordId, Fields basedOn, @Nullable String version) {
        return new Operation(id, Kind.ARCHIVE, recordId, Fields.unknown(basedOn.schema()), basedOn, version);
    }

    /**
     * The operation's own id: the outcome is told by it, and a repeated write carries the same. Opaque, at most 64
     * letters and digits; where the system takes a correlation or idempotency key, this is one.
     */
    public String id() {
        return id;
    }

    /** What is to be done. */
    public Kind kind() {
        return kind;
    }

    /** What kind of record. */
    public EntityType type() {
        return fields.schema().type();
    }

    /** The record it is about; empty for an insert. */
    public Optional<String> recordId() {
        return Optional.ofNullable(recordId);
    }

    /** The record it is about, where there must be one. */
    public String existingId() {
        return recordId().orElseThrow(() -> new IllegalStateException("an " + kind + " names no record"));
    }

    /** What to write: unknown is left alone, blank is cleared, a value is set. Values are normalised, not spelt. */
    public Fields fields() {
        return fields;
    }

    /** What the system was last seen to hold: the decision rests on it (R19). Unknown for an insert. */
    public Fields basedOn() {
        return basedOn;
    }

    /** The precondition that came with the record when it was read, if any. */
    public Optional<String> version() {
        return Optional.ofNullable(version);
    }

    /** What and which, without values. */
    @Override
    public String toString() {
        return kind + " " + type() + (recordId == null ? "" : "/" + recordId);
    }
}
