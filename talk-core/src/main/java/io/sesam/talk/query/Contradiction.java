package io.sesam.talk.query;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Provenance;
import java.util.List;

/**
 * A golden record whose systems have different values of a property.
 *
 * <p>Values that a sync can write everywhere agree after it; what is found either waits for the next sync, or is held back: a
 * system is only read, a plan is held, a write is parked. Holds values of people.
 */
@Experimental
public interface Contradiction {
    /** The golden record with its members. */
    GoldenRecord golden();

    /**
     * The properties that systems differ about, in the order of the schema: the surviving value, its rule, and as losers only
     * filled values of other systems.
     */
    List<Provenance> values();
}
