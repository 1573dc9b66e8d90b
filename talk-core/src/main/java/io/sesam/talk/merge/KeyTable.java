package io.sesam.talk.merge;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The match keys of numbered records by one rule, and which of them are equal.
 *
 * <p>Open addressing over numbers with a part of the hash beside each; every hit compares the full text.
 */
final class KeyTable {
    private final @Nullable String[] keys;
    private final int[] hashes;
    private int[] pairs = new int[16];
    private int count;

    /** Creates keys of records numbered from 0. Different numbers may be set by different threads. */
    KeyTable(int size) {
        this.keys = new String[size];
        this.hashes = new int[size];
    }

    /** Sets the first key of a record; {@code null} for none. */
    void set(int number, @Nullable String key) {
        keys[number] = key;
        hashes[number] = key == null ? 0 : key.hashCode();
    }

    /** Returns the first key of a record. */
    @Nullable
    String key(int number) {
        return keys[number];
    }

    /** Finds the records with equal keys; in one thread. */
    void index() {
        SlotTable table = new SlotTable(keys.length);
        for (int i = 0; i < keys.length; i++) {
            String key = keys[i];
            if (key != null) {
                int number = i;
                int first = table.put(hashes[i], i, holder -> key.equals(keys[holder]));
                if (first != number) {
                    add(first, number);
                }
            }
        }
    }

    private void add(int first, int number) {
        if (count == pairs.length) {
            pairs = Arrays.copyOf(pairs, count * 2);
        }
        pairs[count++] = first;
        pairs[count++] = number;
    }

    /** Takes two records with an equal key. */
    @FunctionalInterface
    interface Pair {
        void take(int first, int number);
    }

    /** Gives each record whose key an earlier one has, with the first of them. */
    void eachPair(Pair pair) {
        for (int i = 0; i < count; i += 2) {
            pair.take(pairs[i], pairs[i + 1]);
        }
    }
}
