package io.sesam.talk.merge;

import java.util.function.IntPredicate;

/** A hash table of numbers, each in one word with its hash, so that a number with another hash is not looked at. */
final class SlotTable {
    private static final long NUMBER = 0xffff_ffffL;

    private final long[] slots;
    private final int mask;

    /** Creates a table for some entries; at most three quarters of the slots are used. */
    SlotTable(int entries) {
        int capacity = Math.max(16, Integer.highestOneBit(Math.max(1, Math.min(entries, 1 << 29))) << 1);
        capacity = capacity < 1 << 30 && capacity - (capacity >> 2) < entries ? capacity << 1 : capacity;
        this.slots = new long[capacity];
        this.mask = capacity - 1;
    }

    /** Returns the first number put for an equal thing, which may be the given one. */
    int put(int hash, int number, IntPredicate isEqual) {
        int slot = slotOf(hash, isEqual);
        if (slots[slot] == 0) {
            slots[slot] = (long) hash << 32 | number + 1 & NUMBER;
            return number;
        }
        return (int) slots[slot] - 1;
    }

    /** Returns the number of an equal thing, or -1. */
    int get(int hash, IntPredicate isEqual) {
        return (int) slots[slotOf(hash, isEqual)] - 1;
    }

    private int slotOf(int hash, IntPredicate isEqual) {
        int slot = spread(hash) & mask;
        for (long found = slots[slot]; found != 0; found = slots[slot]) {
            if ((int) (found >>> 32) == hash && isEqual.test((int) found - 1)) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ mixed >>> 15;
    }
}
