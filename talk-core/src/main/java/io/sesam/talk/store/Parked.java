package io.sesam.talk.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.query.SearchText;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A parked write or record: a dead letter with its reason. */
public final class Parked {
    /** The order of pages: by time, system, type, golden record and record; one to be inserted first. */
    public static final Comparator<Parked> OLDEST_FIRST = Comparator.comparing(Parked::since)
            .thenComparing(Parked::system)
            .thenComparing(Parked::type)
            .thenComparing(Parked::golden)
            .thenComparing(parked -> Objects.requireNonNullElse(parked.recordId(), ""), SearchText::compare);

    private final SystemName system;
    private final EntityType type;
    private final GoldenId golden;
    private final @Nullable String recordId;
    private final String reason;
    private final String fingerprint;
    private final Instant since;
    private final Kind kind;

    private Parked(Builder builder) {
        this.system = Objects.requireNonNull(builder.system, "system");
        this.type = Objects.requireNonNull(builder.type, "type");
        this.golden = Objects.requireNonNull(builder.golden, "golden");
        this.recordId = builder.recordId;
        this.reason = Objects.requireNonNull(builder.reason, "reason");
        this.fingerprint = Objects.requireNonNull(builder.fingerprint, "fingerprint");
        this.since = Objects.requireNonNull(builder.since, "since");
        this.kind = Objects.requireNonNull(builder.kind, "kind");
    }

    /** Starts building one. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts building a changed copy. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.system = system;
        builder.type = type;
        builder.golden = golden;
        builder.recordId = recordId;
        builder.reason = reason;
        builder.fingerprint = fingerprint;
        builder.since = since;
        builder.kind = kind;
        return builder;
    }

    /** The system. */
    public SystemName system() {
        return system;
    }

    /** The type of the record. */
    public EntityType type() {
        return type;
    }

    /** The golden record. */
    public GoldenId golden() {
        return golden;
    }

    /** Id of the record to be changed; {@code null} for one to be inserted. */
    public @Nullable String recordId() {
        return recordId;
    }

    /** The reason, without values of people. */
    public String reason() {
        return reason;
    }

    /** Fingerprint of what was refused; while it stays the same, the write is not tried again. */
    public String fingerprint() {
        return fingerprint;
    }

    /** Time of the first refusal. */
    public Instant since() {
        return since;
    }

    /** What is parked. */
    public Kind kind() {
        return kind;
    }

    /** Kinds of what is parked. */
    public enum Kind {
        /** A write that was refused. */
        WRITE,
        /** A record of an oversized cluster: it is not merged, because too many records share its key (R11). */
        OVERSIZED_CLUSTER,
        /** A record with several e-mail addresses in one field: the first one counts, and the field is not overwritten (R5). */
        SEVERAL_ADDRESSES
    }

    /**
     * The identity of a parked write: one per golden record, system and record.
     *
     * @param system the system
     * @param type the type of the record
     * @param golden the golden record
     * @param recordId id of the record; {@code null} for one to be inserted
     */
    public record Key(
            SystemName system,
            EntityType type,
            GoldenId golden,
            @Nullable String recordId) {
        // Written out because it is asked millions of times: what the compiler adds is slow until it is warm.
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || other instanceof Key that
                            && golden.equals(that.golden)
                            && Objects.equals(recordId, that.recordId)
                            && system.equals(that.system)
                            && type.equals(that.type);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * (31 * system.hashCode() + type.hashCode()) + golden.hashCode())
                    + Objects.hashCode(recordId);
        }
    }

    /** Its identity. */
    public Key key() {
        return new Key(system, type, golden, recordId);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Parked that
                && Objects.equals(system, that.system)
                && Objects.equals(type, that.type)
                && Objects.equals(golden, that.golden)
                && Objects.equals(recordId, that.recordId)
                && Objects.equals(reason, that.reason)
                && Objects.equals(fingerprint, that.fingerprint)
                && Objects.equals(since, that.since)
                && Objects.equals(kind, that.kind);
    }

    @Override
    public int hashCode() {
        return Objects.hash(system, type, golden, recordId, reason, fingerprint, since, kind);
    }

    @Override
    public String toString() {
        return system + "/" + type + (recordId == null ? "" : "/" + recordId) + " parked since " + since + ": "
                + reason;
    }

    /** Builds a {@link Parked}; every value but the nullable ones must be set. */
    public static final class Builder {
        private @Nullable SystemName system;
        private @Nullable EntityType type;
        private @Nullable GoldenId golden;
        private @Nullable String recordId;
        private @Nullable String reason;
        private @Nullable String fingerprint = "";
        private @Nullable Instant since;
        private @Nullable Kind kind = Kind.WRITE;

        private Builder() {}

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

        /** Sets the golden record. */
        public Builder golden(GoldenId value) {
            this.golden = value;
            return this;
        }

        /** Sets id of the record to be changed; {@code null} for one to be inserted. */
        public Builder recordId(@Nullable String value) {
            this.recordId = value;
            return this;
        }

        /** Sets the reason, without values of people. */
        public Builder reason(String value) {
            this.reason = value;
            return this;
        }

        /** Sets fingerprint of what was refused; while it stays the same, the write is not tried again. */
        public Builder fingerprint(String value) {
            this.fingerprint = value;
            return this;
        }

        /** Sets time of the first refusal. */
        public Builder since(Instant value) {
            this.since = value;
            return this;
        }

        /** Sets what is parked. */
        public Builder kind(Kind value) {
            this.kind = value;
            return this;
        }

        /** Builds it. */
        public Parked build() {
            return new Parked(this);
        }
    }
}
