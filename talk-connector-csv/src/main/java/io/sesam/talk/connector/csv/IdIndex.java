package io.sesam.talk.connector.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A compact index from ids to numbers. It may hold several hundred thousand ids. */
final class IdIndex {
    private byte[] pool = new byte[1024];
    private int[] ends = new int[128];
    private int[] slots = new int[256];
    private int size;
    private int inSlots;

    /** Adds a new id. The empty id stands for a missing one and is never found. */
    int add(String id) {
        return add(id.getBytes(StandardCharsets.UTF_8));
    }

    int add(byte[] id) {
        int start = start(size);
        if (pool.length < start + id.length) {
            pool = Arrays.copyOf(pool, Math.max(pool.length * 2, start + id.length));
        }
        if (ends.length == size) {
            ends = Arrays.copyOf(ends, size * 2);
        }
        System.arraycopy(id, 0, pool, start, id.length);
        ends[size++] = start + id.length;
        if (id.length > 0) {
            occupy(size - 1);
        }
        return size - 1;
    }

    /** Returns the number of an id, or -1. */
    int find(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        int slot = slot(Fingerprint.of(bytes, 0, bytes.length));
        while (slots[slot] != 0) {
            int number = slots[slot] - 1;
            if (Arrays.equals(pool, start(number), ends[number], bytes, 0, bytes.length)) {
                return number;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return -1;
    }

    /** Returns the id of a number; empty if missing. */
    String id(int number) {
        return new String(pool, start(number), ends[number] - start(number), StandardCharsets.UTF_8);
    }

    boolean isNone(int number) {
        return ends[number] == start(number);
    }

    int size() {
        return size;
    }

    private int start(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }

    private void occupy(int number) {
        if (++inSlots * 2 > slots.length) {
            slots = new int[slots.length * 2];
            inSlots = 0;
            for (int earlier = 0; earlier <= number; earlier++) {
                if (!isNone(earlier)) {
                    inSlots++;
                    place(earlier);
                }
            }
        } else {
            place(number);
        }
    }

    private void place(int number) {
        int slot = slot(Fingerprint.of(pool, start(number), ends[number]));
        while (slots[slot] != 0) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = number + 1;
    }

    private int slot(long fingerprint) {
        return (int) fingerprint & slots.length - 1;
    }
}
