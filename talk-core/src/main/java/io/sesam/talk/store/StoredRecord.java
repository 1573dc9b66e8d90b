package io.sesam.talk.store;

import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A source record as a store remembers it.
 *
 * @param record what was last seen of it
 * @param status whether it is still there
 * @param golden the golden record it belongs to; {@code null} for one that belonged to none when it went
 * @param keys its match keys, as rule and value; the store finds it by them while it is {@link Status#LIVE}
 * @param parked whether it stands alone because its cluster would be too large (R11)
 * @param version the system's precondition for writing it, if any; of an enricher's answer, what is remembered of that
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
    /** Whether a record is still there. */
    public enum Status {
        /** It is there. */
        LIVE,
        /** It is gone; what it said no longer counts, but it is remembered, so that it is not made again. */
        GONE
    }

    /** Copies the set. */
    public StoredRecord {
        keys = Set.copyOf(keys);
    }

    /** The same, belonging to a golden record. */
    public StoredRecord inGolden(GoldenId id) {
        return new StoredRecord(record, status, id, keys, parked, version, listing);
    }

    /** The same with another record of the same reference, such as the normalised one. */
    public StoredRecord withRecord(SourceRecord other) {
        return new StoredRecord(other, status, golden, keys, parked, version, listing);
    }

    /** The same with another precondition; of an enricher's answer, what is remembered of that. */
    public StoredRecord withVersion(@Nullable String other) {
        return new StoredRecord(record, status, golden, keys, parked, other, listing);
    }

    /** The same, named by a listing. */
    public StoredRecord listedIn(long number) {
        return new StoredRecord(record, status, golden, keys, parked, version, number);
    }

    /** Which record. */
    public RecordRef ref() {
        return record.ref();
    }

    /** Whether it is there. */
    public boolean isLive() {
        return status == Status.LIVE;
    }
}
