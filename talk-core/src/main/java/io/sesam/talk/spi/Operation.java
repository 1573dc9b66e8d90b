package io.sesam.talk.spi;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One write to a record. Created by the engine; connectors create none outside tests. Gains methods over time. */
public final class Operation {
    /** The kind of write. */
    public enum Kind {
        /** Insert a record. */
        INSERT,
        /** Change the given fields of a record, and no others. */
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

    /** Creates an insert with fields. */
    public static Operation insert(String id, Fields fields) {
        return new Operation(id, Kind.INSERT, null, fields, Fields.unknown(fields.schema()), null);
    }

    /** Creates an update of some fields. */
    public static Operation update(
            String id, String recordId, Fields fields, Fields basedOn, @Nullable String version) {
        return new Operation(id, Kind.UPDATE, recordId, fields, basedOn, version);
    }

    /** Creates an archiving of a record. */
    public static Operation archive(String id, String recordId, Fields basedOn, @Nullable String version) {
        return new Operation(id, Kind.ARCHIVE, recordId, Fields.unknown(basedOn.schema()), basedOn, version);
    }

    /**
     * Returns the operation's id. Outcomes are matched by it; a repeated write has the same id. Opaque, at most 64
     * letters and digits. Suitable as a correlation or idempotency key.
     */
    public String id() {
        return id;
    }

    /** Returns the kind of write. */
    public Kind kind() {
        return kind;
    }

    /** Returns the type of the record. */
    public EntityType type() {
        return fields.schema().type();
    }

    /** Returns the record's id; empty for an insert. */
    public Optional<String> recordId() {
        return Optional.ofNullable(recordId);
    }

    /** Returns the record's id; throws for an insert. */
    public String existingId() {
        return recordId().orElseThrow(() -> new IllegalStateException("an " + kind + " has no record id"));
    }

    /**
     * Returns the fields to write: unknown leaves alone, blank clears, a value sets. Values are normalised, not in
     * the system's own spelling.
     */
    public Fields fields() {
        return fields;
    }

    /** Returns the last seen values that the decision rests on (R19). All unknown for an insert. */
    public Fields basedOn() {
        return basedOn;
    }

    /** Returns the precondition read with the record, if any. */
    public Optional<String> version() {
        return Optional.ofNullable(version);
    }

    /** Shows kind and id, without values. */
    @Override
    public String toString() {
        return kind + " " + type() + (recordId == null ? "" : "/" + recordId);
    }
}
