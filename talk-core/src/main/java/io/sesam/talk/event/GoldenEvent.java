package io.sesam.talk.event;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import java.util.Optional;

/** A change of a golden record, or several that were delivered as one. */
@Experimental
public interface GoldenEvent {
    /** What became of it since the last delivery to the listener. */
    Kind kind();

    /** Id of the golden record. */
    GoldenId id();

    /** Its type. */
    EntityType type();

    /** Number of its last change; grows over all golden records of a store. */
    long sequence();

    /** The golden record with its members and provenance, as it is at delivery; empty when it is gone. */
    Optional<GoldenRecord> golden();

    /** For JOINED, the golden record that took over; for SPLIT, the one that it was split off. */
    Optional<GoldenId> other();

    /** Kinds of change. */
    enum Kind {
        /** It is new. */
        CREATED,
        /** A value, a member or a claim of it has changed. */
        CHANGED,
        /** Its records belong to another golden record now; it is gone. */
        JOINED,
        /** It is new, made of records of another golden record, which still exists. */
        SPLIT,
        /** Its last record is gone, and so is it. */
        DELETED,
        /** It was erased: nothing may be kept of it. */
        ERASED
    }
}
