package io.sesam.talk.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A journal entry: one write and its outcome, or one decision of a person. */
public final class AuditEntry {
    private final Instant time;
    private final String run;
    private final String operation;
    private final SystemName system;
    private final EntityType type;
    private final @Nullable String recordId;
    private final @Nullable GoldenId golden;
    private final Outcome outcome;
    private final Fields before;
    private final Fields after;
    private final @Nullable String reason;
    private final @Nullable String actor;

    private AuditEntry(Builder builder) {
        this.time = Objects.requireNonNull(builder.time, "time");
        this.run = Objects.requireNonNull(builder.run, "run");
        this.operation = Objects.requireNonNull(builder.operation, "operation");
        this.system = Objects.requireNonNull(builder.system, "system");
        this.type = Objects.requireNonNull(builder.type, "type");
        this.recordId = builder.recordId;
        this.golden = builder.golden;
        this.outcome = Objects.requireNonNull(builder.outcome, "outcome");
        this.before = Objects.requireNonNull(builder.before, "before");
        this.after = Objects.requireNonNull(builder.after, "after");
        this.reason = builder.reason;
        this.actor = builder.actor;
    }

    /** Starts building one. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts building a changed copy. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.time = time;
        builder.run = run;
        builder.operation = operation;
        builder.system = system;
        builder.type = type;
        builder.recordId = recordId;
        builder.golden = golden;
        builder.outcome = outcome;
        builder.before = before;
        builder.after = after;
        builder.reason = reason;
        builder.actor = actor;
        return builder;
    }

    /** Time of the outcome. */
    public Instant time() {
        return time;
    }

    /** Id of the run; empty for a decision of a person. */
    public String run() {
        return run;
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

    /** Id of the record; {@code null} for an insert that was not done. */
    public @Nullable String recordId() {
        return recordId;
    }

    /** The golden record; {@code null} for a decision about none. */
    public @Nullable GoldenId golden() {
        return golden;
    }

    /** The outcome. */
    public Outcome outcome() {
        return outcome;
    }

    /** Values last seen in the system, of the properties written; all values when it was archived. */
    public Fields before() {
        return before;
    }

    /** Values written. */
    public Fields after() {
        return after;
    }

    /**
     * Records that the values came from; before them the system's reason when it did not do it; no values of people.
     */
    public @Nullable String reason() {
        return reason;
    }

    /** The person or program that decided; {@code null} for the engine itself. */
    public @Nullable String actor() {
        return actor;
    }

    /** A copy without values and reason. */
    public AuditEntry withoutValues() {
        Fields nothing = Fields.unknown(after.schema());
        return toBuilder().before(nothing).after(nothing).reason(null).build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AuditEntry that
                && Objects.equals(time, that.time)
                && Objects.equals(run, that.run)
                && Objects.equals(operation, that.operation)
                && Objects.equals(system, that.system)
                && Objects.equals(type, that.type)
                && Objects.equals(recordId, that.recordId)
                && Objects.equals(golden, that.golden)
                && Objects.equals(outcome, that.outcome)
                && Objects.equals(before, that.before)
                && Objects.equals(after, that.after)
                && Objects.equals(reason, that.reason)
                && Objects.equals(actor, that.actor);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                time, run, operation, system, type, recordId, golden, outcome, before, after, reason, actor);
    }

    /** Without values of people. */
    @Override
    public String toString() {
        return time + " " + outcome + " " + system + "/" + type + (recordId == null ? "" : "/" + recordId);
    }

    /** Outcomes of writes, and decisions of people. */
    public enum Outcome {
        /** A record was inserted. */
        INSERTED(true),
        /** A record was updated. */
        UPDATED(true),
        /** A record was archived. */
        ARCHIVED(true),
        /** A record of an erased person was deleted. */
        ERASED(true),
        /** The record already had the values. */
        UNCHANGED(true),
        /** The write was refused. */
        REFUSED(true),
        /** The write was not done; it is tried again. */
        FAILED(true),
        /** The write was sent and not answered: in doubt. */
        UNKNOWN(true),
        /** Two records were linked by hand. */
        LINKED(false),
        /** Two records were unlinked by hand. */
        UNLINKED(false),
        /** A held plan was approved. */
        APPROVED(false),
        /** An approval, a link or an unlink was withdrawn. */
        WITHDRAWN(false),
        /** A held plan was rejected. */
        REJECTED(false),
        /** A parked write is to be tried again. */
        RETRIED(false),
        /** An insert in doubt was declared not done. */
        NOT_DONE(false),
        /** An erased person's record was readmitted. */
        READMITTED(false);

        private final boolean write;

        Outcome(boolean write) {
            this.write = write;
        }

        /** Whether it is the outcome of a write, and not a decision of a person. */
        public boolean isWrite() {
            return write;
        }

        /** Lower-case words, as stored and printed: {@code not done}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        /** Reads {@link #text()}. */
        public static Outcome of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT).replace(' ', '_'));
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** Builds a {@link AuditEntry}; every value but the nullable ones must be set. */
    public static final class Builder {
        private @Nullable Instant time;
        private @Nullable String run;
        private @Nullable String operation;
        private @Nullable SystemName system;
        private @Nullable EntityType type;
        private @Nullable String recordId;
        private @Nullable GoldenId golden;
        private @Nullable Outcome outcome;
        private @Nullable Fields before;
        private @Nullable Fields after;
        private @Nullable String reason;
        private @Nullable String actor;

        private Builder() {}

        /** Sets time of the outcome. */
        public Builder time(Instant value) {
            this.time = value;
            return this;
        }

        /** Sets id of the run; empty for a decision of a person. */
        public Builder run(String value) {
            this.run = value;
            return this;
        }

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

        /** Sets id of the record; {@code null} for an insert that was not done. */
        public Builder recordId(@Nullable String value) {
            this.recordId = value;
            return this;
        }

        /** Sets the golden record; {@code null} for a decision about none. */
        public Builder golden(@Nullable GoldenId value) {
            this.golden = value;
            return this;
        }

        /** Sets the outcome. */
        public Builder outcome(Outcome value) {
            this.outcome = value;
            return this;
        }

        /** Sets values last seen in the system, of the properties written; all values when it was archived. */
        public Builder before(Fields value) {
            this.before = value;
            return this;
        }

        /** Sets values written. */
        public Builder after(Fields value) {
            this.after = value;
            return this;
        }

        /**
         * Sets records that the values came from; before them the system's reason when it did not do it; no values of
         * people.
         */
        public Builder reason(@Nullable String value) {
            this.reason = value;
            return this;
        }

        /** Sets the person or program that decided; {@code null} for the engine itself. */
        public Builder actor(@Nullable String value) {
            this.actor = value;
            return this;
        }

        /** Builds it. */
        public AuditEntry build() {
            return new AuditEntry(this);
        }
    }
}
