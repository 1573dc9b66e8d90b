package io.sesam.talk.bulk;

import io.sesam.talk.bulk.work.LongMap;
import io.sesam.talk.model.Experimental;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A sketch of the homes with the most records, in little memory.
 *
 * <p>Misra–Gries: of {@code n} offers, each home with more than {@code n / (counters + 1)} of them is kept. A kept home
 * may be small; whether it is a crowd is found out by counting. Two sketches can be joined. For one thread.
 */
@Experimental
public final class LargeHomes {
    private final int counters;
    private LongMap counts;

    private LargeHomes(int counters) {
        this.counters = counters;
        this.counts = new LongMap(counters + 1);
    }

    /** Creates an empty sketch. */
    public static LargeHomes of(int counters) {
        if (counters < 1) {
            throw new IllegalArgumentException("a sketch needs at least one counter, not " + counters);
        }
        return new LargeHomes(counters);
    }

    /** Offers the home of one record. */
    public void offer(long home) {
        counts.put(home, counts.get(home, 0) + 1);
        if (counts.size() > counters) {
            keep(1);
        }
    }

    /** Adds the counts of another part of the input. */
    public void join(LargeHomes other) {
        for (long home : other.counts.sortedKeys()) {
            counts.put(home, counts.get(home, 0) + other.counts.get(home, 0));
        }
        if (counts.size() > counters) {
            long[] sorted = Arrays.stream(counts.sortedKeys())
                    .map(home -> counts.get(home, 0))
                    .sorted()
                    .toArray();
            keep(sorted[sorted.length - counters - 1]);
        }
    }

    /** Encodes the sketch, for another process with the same version of Talk. */
    public byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES * counts.size());
        bytes.putInt(counters);
        for (long home : counts.sortedKeys()) {
            bytes.putLong(home).putLong(counts.get(home, 0));
        }
        return bytes.array();
    }

    /** Decodes a sketch. */
    public static LargeHomes decode(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        LargeHomes sketch = of(bytes.getInt());
        while (bytes.hasRemaining()) {
            sketch.counts.put(bytes.getLong(), bytes.getLong());
        }
        return sketch;
    }

    /** Takes some off every count, and keeps the homes that have any left. */
    private void keep(long off) {
        LongMap kept = new LongMap(counters + 1);
        for (long home : counts.sortedKeys()) {
            long count = counts.get(home, 0) - off;
            if (count > 0) {
                kept.put(home, count);
            }
        }
        counts = kept;
    }

    /** Reports whether a home may be large. */
    public boolean mayBeLarge(long home) {
        return counts.contains(home);
    }

    /** Returns at least how many records of a home were offered. */
    public long atLeast(long home) {
        return counts.get(home, 0);
    }
}
