package io.sesam.talk.sync;

import io.sesam.talk.model.RecordRef;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Store;

/**
 * Records that came back after they were gone: somebody over there wants them, so they are not archived again because
 * of a disappearance elsewhere that was known by then (R24).
 */
final class Kept {
    private Kept() {}

    static boolean is(Store store, RecordRef record) {
        return store.note(name(record)).filter(since -> !since.isEmpty()).isPresent();
    }

    static void note(RecordRef record, Commit commit) {
        commit.note(name(record), "yes");
    }

    /** Somebody of its cluster is gone since: that is a new disappearance. */
    static void forget(Store store, RecordRef record, Commit commit) {
        if (is(store, record)) {
            commit.note(name(record), "");
        }
    }

    private static String name(RecordRef record) {
        return "kept/" + record;
    }
}
