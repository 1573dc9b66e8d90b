package io.sesam.talk.query;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.SystemName;
import java.time.Instant;
import java.util.Map;

/** The quality of a type after a run, in few numbers; counts only, no values of people. */
@Experimental
public interface QualityPoint {
    /** Id of the last sync before the measurement; empty when there was none. */
    String run();

    /** Time of the measurement. */
    Instant measured();

    /** Number of golden records. */
    long golden();

    /** Sums over the properties of each system that has records of the type. */
    Map<SystemName, Sums> systems();

    /**
     * Sums over all properties that a system has.
     *
     * <p>The share that is filled is {@code filled / cells}; the other shares are parts of {@code filled}.
     */
    interface Sums {
        /** Number of records, times the number of properties that the system has. */
        long cells();

        /** Number of values. */
        long filled();

        /** Number of values that are understood. */
        long valid();

        /** Number of values that no other record of the system has. */
        long unique();

        /** Number of values that are equal to the golden record's. */
        long agreeing();
    }
}
