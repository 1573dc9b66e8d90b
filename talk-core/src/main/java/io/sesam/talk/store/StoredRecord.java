package io.sesam.talk.store;

import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A source record as stored.
 *
 * @param record its last seen state
 * @param status whether it still exists
 * @param golden its golden record; {@code null} for a deleted record that had none
 * @param keys its match keys; the store finds it by them while it is {@link Status#LIVE}
 * @param parked whether it stands alone because its cluster would be oversized (R11)
 * @param version the system's precondition for writing it, if any; for an enricher's answer, the details of the
 *     answer
 * @param listing the number of the last listing that named it
 */
public record StoredRecord(
        SourceRecord record,
        Status status,
        @Nullable GoldenId golden,
        Set<MatchKey> keys,
        boolean parked,
        @Nullable String version,
        long listing) {
    /** The existence of a record in its system. */
    public enum Status {
        /** It exists. */
        LIVE,
        /** It was deleted. Its values no longer count; it is kept so that it is not inserted again. */
        GONE
    }

    /** Copies the set. */
    public StoredRecord {
        keys = Set.copyOf(keys);
    }

    /** Returns this record in a golden record. */
    public StoredRecord inGolden(GoldenId id) {
        return new StoredRecord(record, status, id, keys, parked, version, listing);
    }

    /** Returns this record with another state of the same reference, such as the normalised one. */
    public StoredRecord withRecord(SourceRecord other) {
        return new StoredRecord(other, status, golden, keys, parked, version, listing);
    }

    /** Returns this record with another precondition. */
    public StoredRecord withVersion(@Nullable String other) {
        return new StoredRecord(record, status, golden, keys, parked, other, listing);
    }

    /** Returns this record as named by a listing. */
    public StoredRecord listedIn(long number) {
        return new StoredRecord(record, status, golden, keys, parked, version, number);
    }

    /** Returns the reference of the record. */
    public RecordRef ref() {
        return record.ref();
    }

    /** Checks whether the record exists. */
    public boolean isLive() {
        return status == Status.LIVE;
    }
}
