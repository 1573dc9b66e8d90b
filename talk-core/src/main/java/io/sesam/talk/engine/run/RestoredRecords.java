package io.sesam.talk.engine.run;

import io.sesam.talk.model.RecordRef;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;

/**
 * Records restored in a system after their deletion. They are not archived again because of a deletion elsewhere
 * that was known by then (R24).
 */
public final class RestoredRecords {
    private RestoredRecords() {}

    /** Checks whether a record was restored. */
    public static boolean is(Store store, RecordRef record) {
        return store.state(StateKey.restoredRecord(record)).isPresent();
    }

    /** Marks a record as restored. */
    public static void note(RecordRef record, Commit commit) {
        commit.put(StateKey.restoredRecord(record), new EngineState.Presence());
    }

    /** Removes the mark, because another record of the cluster was deleted since. */
    public static void forget(Store store, RecordRef record, Commit commit) {
        if (is(store, record)) {
            commit.remove(StateKey.restoredRecord(record));
        }
    }
}
