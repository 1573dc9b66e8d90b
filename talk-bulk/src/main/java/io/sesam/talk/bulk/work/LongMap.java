package io.sesam.talk.bulk.work;

import java.util.Arrays;

/** A hash table from numbers to numbers. Takes about 32 bytes for each entry; nothing can be removed. */
public final class LongMap {
    private long[] keys;
    private long[] values;
    private int mask;
    private int size;
    private boolean hasZero;
    private long ofZero;

    /** Creates a table with room for some entries; it grows. */
    public LongMap(int expected) {
        int capacity = Math.max(16, Integer.highestOneBit(Math.max(1, Math.min(expected, 1 << 28))) << 1);
        capacity = capacity - (capacity >> 2) < expected ? capacity << 1 : capacity;
        this.keys = new long[capacity];
        this.values = new long[capacity];
        this.mask = capacity - 1;
    }

    public int size() {
        return size + (hasZero ? 1 : 0);
    }

    private int probe(long key) {
        int slot = (int) (key * 0x9E3779B97F4A7C15L >>> 32) & mask;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** Returns the place of a key; negative when there is none. Valid until the next {@link #put}. */
    public int slot(long key) {
        if (key == 0) {
            return hasZero ? mask + 1 : -1;
        }
        int slot = probe(key);
        return keys[slot] == 0 ? -1 : slot;
    }

    /** Returns the value at a place. */
    public long value(int slot) {
        return slot > mask ? ofZero : values[slot];
    }

    /** Returns the value of a key, or another one when there is none. */
    public long get(long key, long otherwise) {
        int slot = slot(key);
        return slot < 0 ? otherwise : value(slot);
    }

    public boolean contains(long key) {
        return slot(key) >= 0;
    }

    /** Sets the value of a key. */
    public void put(long key, long value) {
        if (key == 0) {
            hasZero = true;
            ofZero = value;
            return;
        }
        int slot = probe(key);
        if (keys[slot] == 0) {
            keys[slot] = key;
            size++;
        }
        values[slot] = value;
        if (size > mask - (mask >> 2)) {
            grow();
        }
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new long[keys.length];
        mask = keys.length - 1;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = probe(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }

    /** Returns the keys, in ascending order. */
    public long[] sortedKeys() {
        long[] found = new long[size()];
        int count = 0;
        if (hasZero) {
            found[count++] = 0;
        }
        for (long key : keys) {
            if (key != 0) {
                found[count++] = key;
            }
        }
        Arrays.sort(found);
        return found;
    }
}
