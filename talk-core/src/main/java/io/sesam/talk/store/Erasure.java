package io.sesam.talk.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A record of an erased person in a system, and its state. */
public final class Erasure {
    private final RecordRef record;
    private final State state;
    private final String cause;
    private final String reason;
    private final Instant since;

    private Erasure(Builder builder) {
        this.record = Objects.requireNonNull(builder.record, "record");
        this.state = Objects.requireNonNull(builder.state, "state");
        this.cause = Objects.requireNonNull(builder.cause, "cause");
        this.reason = Objects.requireNonNull(builder.reason, "reason");
        this.since = Objects.requireNonNull(builder.since, "since");
    }

    /** Starts building one. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts building a changed copy. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.record = record;
        builder.state = state;
        builder.cause = cause;
        builder.reason = reason;
        builder.since = since;
        return builder;
    }

    /** The record. */
    public RecordRef record() {
        return record;
    }

    /** What became of it. */
    public State state() {
        return state;
    }

    /** Keyed hash it was recognised by. */
    public String cause() {
        return cause;
    }

    /** Reason why it still exists, or what a person must do; without values of people. */
    public String reason() {
        return reason;
    }

    /** Time at which it was first known. */
    public Instant since() {
        return since;
    }

    /** What became of a record. */
    public enum State {
        /** The system deleted it for good. */
        ERASED(false),
        /** The system archived it; the system decides what it keeps, and for how long. */
        ARCHIVED(false),
        /** The system could not be asked, or could not do it: each run asks again. */
        PENDING(true),
        /** The system cannot or will not delete it: a person must do it there. */
        IMPOSSIBLE(true),
        /** It appeared again after the erasure: it is left alone and reaches no other system. */
        BACK(true);

        private final boolean open;

        State(boolean open) {
            this.open = open;
        }

        /** Whether the record still exists and needs action. */
        public boolean isOpen() {
            return open;
        }
    }

    /** Whether the record is of a type of a system. */
    public boolean isOf(SystemName system, EntityType type) {
        return record.system().equals(system) && record.type().equals(type);
    }

    /** A copy with another state and reason. */
    public Erasure became(State next, String why) {
        return toBuilder().state(next).reason(why).build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Erasure that
                && Objects.equals(record, that.record)
                && Objects.equals(state, that.state)
                && Objects.equals(cause, that.cause)
                && Objects.equals(reason, that.reason)
                && Objects.equals(since, that.since);
    }

    @Override
    public int hashCode() {
        return Objects.hash(record, state, cause, reason, since);
    }

    @Override
    public String toString() {
        return record + ": " + state + (reason.isEmpty() ? "" : " (" + reason + ")");
    }

    /** Builds a {@link Erasure}; every value but the nullable ones must be set. */
    public static final class Builder {
        private @Nullable RecordRef record;
        private @Nullable State state;
        private @Nullable String cause;
        private @Nullable String reason;
        private @Nullable Instant since;

        private Builder() {}

        /** Sets the record. */
        public Builder record(RecordRef value) {
            this.record = value;
            return this;
        }

        /** Sets what became of it. */
        public Builder state(State value) {
            this.state = value;
            return this;
        }

        /** Sets keyed hash it was recognised by. */
        public Builder cause(String value) {
            this.cause = value;
            return this;
        }

        /** Sets reason why it still exists, or what a person must do; without values of people. */
        public Builder reason(String value) {
            this.reason = value;
            return this;
        }

        /** Sets time at which it was first known. */
        public Builder since(Instant value) {
            this.since = value;
            return this;
        }

        /** Builds it. */
        public Erasure build() {
            return new Erasure(this);
        }
    }
}
