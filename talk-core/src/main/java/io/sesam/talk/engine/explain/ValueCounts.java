package io.sesam.talk.engine.explain;

/**
 * Counts values that occur once, in bounded memory.
 *
 * <p>Exact up to some thousand different values. Beyond that it keeps those whose hash lies in a share of all hashes, halved
 * whenever they become too many, and multiplies. Keeps hashes, no values. For one thread.
 */
final class ValueCounts {
    static final int MOST = 16_000;

    private static final int LARGEST = 32_768;
    private static final long REPEATED = 1;

    private long[] slots = new long[64];
    private int size;
    private int level;

    /** Adds a value. */
    void add(String value) {
        add(hash(value));
    }

    private void add(long hash) {
        if (level > 0 && hash >>> 64 - level != 0) {
            return;
        }
        long key = hash & ~REPEATED;
        key = key == 0 ? 2 : key;
        int index = find(key);
        if (slots[index] != 0) {
            slots[index] |= REPEATED;
            return;
        }
        slots[index] = key;
        size++;
        if (size > MOST) {
            level++;
            rebuild(slots.length);
        } else if (size * 2 > slots.length && slots.length < LARGEST) {
            rebuild(slots.length * 2);
        }
    }

    /** Returns how many values occur once; an estimate when there were too many to be kept. */
    long once() {
        long once = 0;
        for (long slot : slots) {
            once += slot != 0 && (slot & REPEATED) == 0 ? 1 : 0;
        }
        return once << level;
    }

    private int find(long key) {
        int index = (int) (key >>> 1) & slots.length - 1;
        while (slots[index] != 0 && (slots[index] & ~REPEATED) != key) {
            index = index + 1 & slots.length - 1;
        }
        return index;
    }

    private void rebuild(int length) {
        long[] before = slots;
        slots = new long[length];
        size = 0;
        for (long slot : before) {
            if (slot != 0 && (level == 0 || slot >>> 64 - level == 0)) {
                slots[find(slot & ~REPEATED)] = slot;
                size++;
            }
        }
    }

    private static long hash(String value) {
        long hash = 0x9e3779b97f4a7c15L;
        for (int i = 0; i < value.length(); i++) {
            hash = (hash ^ value.charAt(i)) * 0xbf58476d1ce4e5b9L;
            hash ^= hash >>> 29;
        }
        hash = (hash ^ hash >>> 31) * 0x94d049bb133111ebL;
        return hash ^ hash >>> 32;
    }
}
