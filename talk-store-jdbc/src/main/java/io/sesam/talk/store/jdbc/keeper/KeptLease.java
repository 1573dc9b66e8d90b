package io.sesam.talk.store.jdbc.keeper;

import io.sesam.talk.model.Experimental;
import java.time.Duration;

/** A lease that a keeper extends. Implemented by the store alone. */
@Experimental
public interface KeptLease {
    /** Returns the schema, a plain name. */
    String schema();

    /** Returns the fencing token of this taking. */
    long token();

    /** Returns the time until another engine may take over. */
    Duration length();

    /** Called after it was extended, with the time of {@link System#nanoTime()} before the question. */
    void extended(long asked);
}
