package io.sesam.talk.result;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import java.time.Instant;
import java.util.List;

/** Records that share a match key and are too many to be merged (R11). Holds the key: not for a log. */
@Experimental
public interface OversizedCluster {
    /** Type of the records. */
    EntityType type();

    /** The shared match key. */
    MatchKey key();

    /** Number of records that stand alone because of it. */
    long size();

    /** The first fifty of them, in the order in which they were parked. */
    List<RecordRef> records();

    /** Time at which the first of them was parked. */
    Instant since();
}
