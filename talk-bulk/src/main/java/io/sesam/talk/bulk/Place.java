package io.sesam.talk.bulk;

import io.sesam.talk.model.Experimental;

/** Where a record belongs before the links between places are known. */
@Experimental
public final class Place {
    private final long home;
    private final long reference;
    private final long[] keys;
    private final boolean linked;
    private final boolean alone;

    Place(long home, long reference, long[] keys, boolean linked, boolean alone) {
        this.home = home;
        this.reference = reference;
        this.keys = keys;
        this.linked = linked;
        this.alone = alone;
    }

    /** Returns the hash of the record's first match key, or of its reference where it has none. */
    public long home() {
        return home;
    }

    /** Returns the hash of the record's reference. */
    public long reference() {
        return reference;
    }

    /** Returns the hashes of all match keys; the first is the home. */
    public long[] keys() {
        return keys.clone();
    }

    int keyCount() {
        return keys.length;
    }

    long key(int index) {
        return keys[index];
    }

    /** Reports whether a link names the record. */
    public boolean isLinked() {
        return linked;
    }

    /** Reports whether one match key alone can join the record to others. */
    public boolean isAlone() {
        return alone;
    }
}
