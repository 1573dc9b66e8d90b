package io.sesam.talk.merge;

import org.jspecify.annotations.Nullable;

/** A hash table that finds records with equal keys. Open addressing over numbers; every hit compares the full text. */
final class KeyTable {
    private final @Nullable String[] keys;
    private final int[] table;
    private final int mask;

    /** Creates a table over the keys of numbered records. */
    KeyTable(@Nullable String[] keys) {
        this.keys = keys;
        this.table = new int[tableSize(keys.length)];
        this.mask = table.length - 1;
    }

    /** Returns the first requested number with the same key. That may be the number itself. */
    int firstWithKeyOf(int number) {
        String key = String.valueOf(keys[number]);
        int slot = spread(key.hashCode()) & mask;
        while (table[slot] != 0) {
            int holder = table[slot] - 1;
            if (key.equals(keys[holder])) {
                return holder;
            }
            slot = slot + 1 & mask;
        }
        table[slot] = number + 1;
        return number;
    }

    /** Returns a power of two that leaves at least half of the slots free. */
    static int tableSize(int entries) {
        return Math.max(16, Integer.highestOneBit(Math.max(1, Math.min(entries, 1 << 28))) << 2);
    }

    static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ mixed >>> 15;
    }
}
