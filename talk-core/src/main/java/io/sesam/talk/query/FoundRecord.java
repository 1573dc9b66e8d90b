package io.sesam.talk.query;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.SystemName;
import java.util.Map;

/** A golden record that a query found. */
@Experimental
public interface FoundRecord {
    /** The golden record with its members and provenance. */
    GoldenRecord golden();

    /** Number of live records, by system; several of one system are duplicates. */
    Map<SystemName, Integer> systems();

    /** Number of parked writes and records (R22). */
    int parked();

    /** Number of the last change; grows over all golden records of a store. */
    long sequence();
}
