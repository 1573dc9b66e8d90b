package io.sesam.talk.connector.csv.table;

import io.sesam.talk.connector.csv.disk.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A compact index from ids to numbers. It takes about twenty bytes more than an id has. */
public final class IdIndex {
    /** The most bytes that an id takes besides its own. */
    public static final int BYTES_EACH = 16;

    private static final long MOST_BYTES = Integer.MAX_VALUE - 8;

    private byte[] pool = new byte[1024];
    private int[] ends = new int[128];
    private int[] slots = new int[256];
    private int size;
    private int inSlots;

    /** Makes room for a number of ids. */
    public void expect(int ids, long bytes) {
        if (ids > ends.length) {
            ends = Arrays.copyOf(ends, ids);
        }
        if (bytes > pool.length) {
            pool = Arrays.copyOf(pool, (int) Math.min(MOST_BYTES, bytes));
        }
        int needed = slots.length;
        while (needed / 4 * 3 < ids) {
            needed *= 2;
        }
        if (needed > slots.length) {
            rehash(needed);
        }
    }

    /** Adds a new id. The empty id stands for a missing one and is never found. */
    public int add(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return add(bytes, 0, bytes.length);
    }

    /** Adds the id of another index. */
    public int add(IdIndex other, int number) {
        return add(other.pool, other.start(number), other.ends[number]);
    }

    public int add(byte[] id, int from, int to) {
        int start = start(size);
        int length = to - from;
        if (pool.length - start < length) {
            pool = Arrays.copyOf(pool, (int)
                    Math.min(MOST_BYTES, Math.max(pool.length * 3L / 2, start + (long) length)));
        }
        if (ends.length == size) {
            ends = Arrays.copyOf(ends, size + size / 2);
        }
        System.arraycopy(id, from, pool, start, length);
        ends[size++] = start + length;
        if (length > 0) {
            occupy(size - 1);
        }
        return size - 1;
    }

    /** Returns the number of an id, or -1. */
    public int find(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return find(bytes, 0, bytes.length);
    }

    /** Returns the number of the id that has a number in another index, or -1. */
    public int find(IdIndex other, int number) {
        return find(other.pool, other.start(number), other.ends[number]);
    }

    public int find(byte[] id, int from, int to) {
        int slot = slot(Fingerprint.of(id, from, to));
        while (slots[slot] != 0) {
            int number = slots[slot] - 1;
            if (Arrays.equals(pool, start(number), ends[number], id, from, to)) {
                return number;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return -1;
    }

    /** Returns the id of a number; empty if missing. */
    public String id(int number) {
        return new String(pool, start(number), ends[number] - start(number), StandardCharsets.UTF_8);
    }

    /** Reports whether an id is a part of a text, letter for letter in ASCII. */
    public boolean is(int number, char[] text, int from, int to) {
        int start = start(number);
        if (ends[number] - start != to - from) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (text[i] >= 0x80 || pool[start + i - from] != text[i]) {
                return false;
            }
        }
        return true;
    }

    public boolean isNone(int number) {
        return ends[number] == start(number);
    }

    public int size() {
        return size;
    }

    /** Returns the number of bytes of all ids. */
    public int bytes() {
        return start(size);
    }

    private int start(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }

    private void occupy(int number) {
        if (++inSlots > slots.length / 4 * 3) {
            rehash(slots.length * 2);
        } else {
            place(number);
        }
    }

    private void rehash(int length) {
        slots = new int[length];
        inSlots = 0;
        for (int number = 0; number < size; number++) {
            if (!isNone(number)) {
                inSlots++;
                place(number);
            }
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
