package io.sesam.talk.engine.run;

import io.sesam.talk.model.RecordRef;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;

/**
 * Records that came back after they were gone: somebody over there wants them, so they are not archived again because
 * of a disappearance elsewhere that was known by then (R24).
 */
public final class RestoredRecords {
    private RestoredRecords() {}

    public static boolean is(Store store, RecordRef record) {
        return store.state(StateKey.restoredRecord(record)).isPresent();
    }

    public static void note(RecordRef record, Commit commit) {
        commit.put(StateKey.restoredRecord(record), new EngineState.Presence());
    }

    /** Somebody of its cluster is gone since: that is a new disappearance. */
    public static void forget(Store store, RecordRef record, Commit commit) {
        if (is(store, record)) {
            commit.remove(StateKey.restoredRecord(record));
        }
    }
}
