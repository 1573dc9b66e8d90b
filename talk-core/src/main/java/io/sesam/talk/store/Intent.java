package io.sesam.talk.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Operation;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A write that is about to be sent, stored before the call. */
public final class Intent {
    private final String operation;
    private final SystemName system;
    private final EntityType type;
    private final Operation.Kind kind;
    private final GoldenId golden;
    private final RecordRef origin;
    private final @Nullable String recordId;
    private final Instant since;
    private final Fields fields;
    private final boolean unknown;
    private final boolean sent;
    private final Purpose purpose;

    private Intent(Builder builder) {
        this.operation = Objects.requireNonNull(builder.operation, "operation");
        this.system = Objects.requireNonNull(builder.system, "system");
        this.type = Objects.requireNonNull(builder.type, "type");
        this.kind = Objects.requireNonNull(builder.kind, "kind");
        this.golden = Objects.requireNonNull(builder.golden, "golden");
        this.origin = Objects.requireNonNull(builder.origin, "origin");
        this.recordId = builder.recordId;
        this.since = Objects.requireNonNull(builder.since, "since");
        this.fields = Objects.requireNonNull(builder.fields, "fields");
        this.unknown = builder.unknown;
        this.sent = builder.sent;
        this.purpose = Objects.requireNonNull(builder.purpose, "purpose");
    }

    /** Starts building one. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts building a changed copy. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.operation = operation;
        builder.system = system;
        builder.type = type;
        builder.kind = kind;
        builder.golden = golden;
        builder.origin = origin;
        builder.recordId = recordId;
        builder.since = since;
        builder.fields = fields;
        builder.unknown = unknown;
        builder.sent = sent;
        builder.purpose = purpose;
        return builder;
    }

    /** Id of the operation. */
    public String operation() {
        return operation;
    }

    /** The system. */
    public SystemName system() {
        return system;
    }

    /** The type of the record. */
    public EntityType type() {
        return type;
    }

    /** Whether a record is inserted, updated or archived. */
    public Operation.Kind kind() {
        return kind;
    }

    /** The golden record. */
    public GoldenId golden() {
        return golden;
    }

    /** The oldest record of the cluster; an inserted record is linked to it (R8). */
    public RecordRef origin() {
        return origin;
    }

    /** Id of the record to be changed; {@code null} for an insert. */
    public @Nullable String recordId() {
        return recordId;
    }

    /** Time at which it was stored. */
    public Instant since() {
        return since;
    }

    /** Values to be written; a record that shows them later is recognised (R20). */
    public Fields fields() {
        return fields;
    }

    /** Whether it was sent and not answered. */
    public boolean unknown() {
        return unknown;
    }

    /** Whether its call may have been made. An intent that was only noted is no write in doubt after a crash. */
    public boolean sent() {
        return sent;
    }

    /** Why it is sent. */
    public Purpose purpose() {
        return purpose;
    }

    /** Why an operation is sent; after a crash, how its outcome is found out. */
    public enum Purpose {
        /** A golden record differs: an insert is looked for, an update is decided anew. */
        SYNC,
        /** An earlier write is compensated: a value found later counts as an edit in the system (R35). */
        UNDO,
        /** A person is erased: it is sent again, which changes nothing when it was done (R27). */
        ERASURE
    }

    /** An intent to update or archive a record for another reason than a sync. */
    public static Intent of(Purpose purpose, Operation operation, RecordRef record, GoldenId golden, Instant since) {
        return Intent.builder()
                .operation(operation.id())
                .system(record.system())
                .type(record.type())
                .kind(operation.kind())
                .golden(golden)
                .origin(record)
                .recordId(record.id())
                .since(since)
                .fields(operation.fields())
                .unknown(false)
                .purpose(purpose)
                .build();
    }

    /** Whether it inserts a record; while it is in doubt, no other insert is sent for the golden record. */
    public boolean isInsert() {
        return kind == Operation.Kind.INSERT;
    }

    /** A copy for the golden record that the first one joined. */
    public Intent forGolden(GoldenId heir) {
        return toBuilder().golden(heir).build();
    }

    /** A copy whose call has not been made yet. */
    public Intent beforeSending() {
        return toBuilder().sent(false).build();
    }

    /** A copy that is in doubt: sent without an answer. */
    public Intent withoutAnswer() {
        return toBuilder().unknown(true).build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Intent that
                && Objects.equals(operation, that.operation)
                && Objects.equals(system, that.system)
                && Objects.equals(type, that.type)
                && Objects.equals(kind, that.kind)
                && Objects.equals(golden, that.golden)
                && Objects.equals(origin, that.origin)
                && Objects.equals(recordId, that.recordId)
                && Objects.equals(since, that.since)
                && Objects.equals(fields, that.fields)
                && unknown == that.unknown
                && sent == that.sent
                && Objects.equals(purpose, that.purpose);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                operation, system, type, kind, golden, origin, recordId, since, fields, unknown, sent, purpose);
    }

    /** Without values of people. */
    @Override
    public String toString() {
        return kind + " " + system + "/" + type + (recordId == null ? "" : "/" + recordId)
                + (unknown ? " in doubt" : "") + " since " + since;
    }

    /** Builds a {@link Intent}; every value but the nullable ones must be set. */
    public static final class Builder {
        private @Nullable String operation;
        private @Nullable SystemName system;
        private @Nullable EntityType type;
        private Operation.@Nullable Kind kind;
        private @Nullable GoldenId golden;
        private @Nullable RecordRef origin;
        private @Nullable String recordId;
        private @Nullable Instant since;
        private @Nullable Fields fields;
        private boolean unknown;
        private boolean sent = true;
        private @Nullable Purpose purpose = Purpose.SYNC;

        private Builder() {}

        /** Sets id of the operation. */
        public Builder operation(String value) {
            this.operation = value;
            return this;
        }

        /** Sets the system. */
        public Builder system(SystemName value) {
            this.system = value;
            return this;
        }

        /** Sets the type of the record. */
        public Builder type(EntityType value) {
            this.type = value;
            return this;
        }

        /** Sets whether a record is inserted, updated or archived. */
        public Builder kind(Operation.Kind value) {
            this.kind = value;
            return this;
        }

        /** Sets the golden record. */
        public Builder golden(GoldenId value) {
            this.golden = value;
            return this;
        }

        /** Sets the oldest record of the cluster; an inserted record is linked to it (R8). */
        public Builder origin(RecordRef value) {
            this.origin = value;
            return this;
        }

        /** Sets id of the record to be changed; {@code null} for an insert. */
        public Builder recordId(@Nullable String value) {
            this.recordId = value;
            return this;
        }

        /** Sets time at which it was stored. */
        public Builder since(Instant value) {
            this.since = value;
            return this;
        }

        /** Sets values to be written; a record that shows them later is recognised (R20). */
        public Builder fields(Fields value) {
            this.fields = value;
            return this;
        }

        /** Sets whether it was sent and not answered. */
        public Builder unknown(boolean value) {
            this.unknown = value;
            return this;
        }

        /** Sets whether its call may have been made; true by default. */
        public Builder sent(boolean value) {
            this.sent = value;
            return this;
        }

        /** Sets why it is sent. */
        public Builder purpose(Purpose value) {
            this.purpose = value;
            return this;
        }

        /** Builds it. */
        public Intent build() {
            return new Intent(this);
        }
    }
}
