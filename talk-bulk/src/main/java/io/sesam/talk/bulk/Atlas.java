package io.sesam.talk.bulk;

import io.sesam.talk.bulk.work.LongMap;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Experimental;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * The second step: says which homes belong together.
 *
 * <p>One union-find over the few homes that links or further keys join; all others are their own root. Needs about 30
 * bytes for each home that is joined, and no rounds, however long a chain is. The root of a set is its least home, so
 * that the order of the joins does not matter. For one thread until it is complete, then for any.
 */
@Experimental
public final class Atlas {
    private final long limit;
    private final LongMap numbers = new LongMap(16);
    private long[] homes = new long[16];
    private int[] parents = new int[16];
    private int size;

    private Atlas(long limit) {
        this.limit = limit;
    }

    /**
     * Creates an empty atlas.
     *
     * @param limit the most homes that it may hold
     */
    public static Atlas limitedTo(long limit) {
        return new Atlas(limit);
    }

    /**
     * Joins two homes.
     *
     * @throws TalkException UNREADABLE when more homes are joined than the limit allows
     */
    public void join(long one, long other) {
        if (one == other) {
            return;
        }
        int first = find(number(one));
        int second = find(number(other));
        if (first != second) {
            boolean lesser = Long.compareUnsigned(homes[first], homes[second]) < 0;
            parents[lesser ? second : first] = lesser ? first : second;
        }
    }

    private int number(long home) {
        int slot = numbers.slot(home);
        if (slot >= 0) {
            return (int) numbers.value(slot);
        }
        if (size >= limit) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    String.format(
                            Locale.ROOT,
                            "more than %,d groups of records are joined by links or by a second match key, and the map of"
                                    + " them does not fit into the memory. Give the process more memory (-Xmx), match by"
                                    + " fewer rules, or ignore keys that many records share",
                            limit));
        }
        if (size == homes.length) {
            homes = Arrays.copyOf(homes, size * 2);
            parents = Arrays.copyOf(parents, size * 2);
        }
        homes[size] = home;
        parents[size] = size;
        numbers.put(home, size);
        return size++;
    }

    private int find(int number) {
        int at = number;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    /** Joins what another atlas has joined, of another part of the input. */
    public void join(Atlas other) {
        for (int i = 0; i < other.size; i++) {
            join(other.homes[i], other.homes[other.find(i)]);
        }
    }

    /** Encodes the atlas, for another process with the same version of Talk. */
    public byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + 2 * Long.BYTES * size);
        bytes.putLong(limit);
        for (int i = 0; i < size; i++) {
            bytes.putLong(homes[i]).putLong(homes[find(i)]);
        }
        return bytes.array();
    }

    /** Decodes an atlas, complete. */
    public static Atlas decode(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        Atlas atlas = new Atlas(bytes.getLong());
        while (bytes.hasRemaining()) {
            atlas.join(bytes.getLong(), bytes.getLong());
        }
        atlas.complete();
        return atlas;
    }

    /** Ends the joins; afterwards any thread may ask. */
    public void complete() {
        for (int i = 0; i < size; i++) {
            parents[i] = find(i);
        }
    }

    /** Returns the home that stands for all homes of a set; the home itself when nothing joins it. */
    public long root(long home) {
        int slot = size == 0 ? -1 : numbers.slot(home);
        return slot < 0 ? home : homes[parents[(int) numbers.value(slot)]];
    }

    /** Returns the number of homes that are joined to others. */
    public int size() {
        return size;
    }
}
