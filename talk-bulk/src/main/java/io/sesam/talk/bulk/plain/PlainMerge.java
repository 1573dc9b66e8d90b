package io.sesam.talk.bulk.plain;

import io.sesam.talk.bulk.work.ByteWords;
import io.sesam.talk.bulk.work.Frames;
import io.sesam.talk.bulk.work.Hashes;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.policy.MatchRules;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The merge of the plain records of one shard. For one thread.
 *
 * <p>Equal hashes only propose; the bytes of keys decide. What is joined to a record that is not plain, or needs more
 * than the newest value, is given back to be merged as objects.
 */
public final class PlainMerge {
    private static final int PLACE = Frames.RECORD;

    private final PlainLayout layout;
    private final boolean isNewest;
    private final int most;
    private byte[] arena = new byte[1 << 16];
    private int used;
    private int[] places = new int[1 << 10];
    private boolean[] apart = new boolean[1 << 10];
    private int count;
    private long[] keyHashes = new long[1 << 10];
    private int[] keyFrom = new int[1 << 10];
    private int[] keyRecord = new int[1 << 10];
    private int keyCount;
    private int[] table = new int[0];
    private @Nullable PlainCluster cluster;
    private int words;

    /** Takes a record that must be merged as an object. */
    @FunctionalInterface
    public interface Back {
        /** Takes the bytes of a record with its place. */
        void take(byte[] array, int offset);
    }

    /** Creates a merge; it serves for one shard after another, once all records are encoded. */
    public PlainMerge(PlainLayout layout) {
        this.layout = layout;
        this.isNewest = layout.policy().survivorship().isNewestAlone();
        MatchRules rules = layout.policy().rules();
        this.most = Math.min(PlainCluster.MOST, Math.min(rules.maxRecords(), rules.maxOfOneSystem()));
    }

    /**
     * Adds a plain record, without a copy when it stands in the {@link #arena}. With all that is joined to it, it is merged as an object when it is linked, may be repeated,
     * or has a key that may be one of a crowd.
     */
    public void add(
            byte[] frame,
            int offset,
            int length,
            long home,
            boolean isLinked,
            LongPredicate mayBeCrowd,
            @Nullable LongPredicate mayBeRepeated) {
        int place = frame == arena ? offset : copied(frame, offset, length);
        int at = place + PLACE + 1;
        boolean isApart = isLinked || mayBeRepeated != null && mayBeRepeated.test(layout.reference(arena, at - 1));
        int record = number(isApart, place);
        at = skip(at) + Long.BYTES;
        int keys = arena[at++];
        for (int i = 0; i < keys; i++) {
            int from = at;
            at = skip(at + 1);
            long hash = home;
            if (i > 0) {
                hash = Frames.bitsAt(arena, at);
                at += Long.BYTES;
            }
            apart[record] |= mayBeCrowd.test(hash);
            key(hash, from, record);
        }
    }

    private int copied(byte[] frame, int offset, int length) {
        cluster();
        room(length);
        System.arraycopy(frame, offset, arena, used, length);
        used += length;
        return used - length;
    }

    /** Makes room for so many bytes in the {@link #arena}, where records may stand already; returns where it begins. */
    public int reserve(int bytes) {
        cluster();
        room(bytes);
        used += bytes;
        return used - bytes;
    }

    /** Returns the memory of the records; another one after more were added. */
    public byte[] arena() {
        return arena;
    }

    /** Adds a record that is merged as an object by the caller, so that what is joined to it is given back. */
    public void addObject(List<MatchKey> keys) {
        cluster();
        int record = number(true, -1);
        for (MatchKey key : keys) {
            byte[] text = key.value().getBytes(StandardCharsets.UTF_8);
            for (int rule = 0; rule < layout.rules().length; rule++) {
                if (layout.rules()[rule].name().equals(key.rule())) {
                    room(text.length + 6);
                    int from = used;
                    arena[used++] = (byte) rule;
                    int rest = text.length;
                    while ((rest & ~0x7f) != 0) {
                        arena[used++] = (byte) (rest | 0x80);
                        rest >>>= 7;
                    }
                    arena[used++] = (byte) rest;
                    System.arraycopy(text, 0, arena, used, text.length);
                    used += text.length;
                    key(Hashes.key(key.rule(), key.value()), from, record);
                }
            }
        }
    }

    private void room(int more) {
        long wanted = used + (long) more + ByteWords.SLACK;
        if (arena.length < wanted) {
            arena = Arrays.copyOf(arena, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(arena.length * 2L, wanted)));
        }
    }

    private int number(boolean isApart, int place) {
        if (count == places.length) {
            places = Arrays.copyOf(places, count * 2);
            apart = Arrays.copyOf(apart, count * 2);
        }
        places[count] = place;
        apart[count] = isApart;
        return count++;
    }

    private void key(long hash, int from, int record) {
        if (keyCount == keyHashes.length) {
            keyHashes = Arrays.copyOf(keyHashes, keyCount * 2);
            keyFrom = Arrays.copyOf(keyFrom, keyCount * 2);
            keyRecord = Arrays.copyOf(keyRecord, keyCount * 2);
        }
        keyHashes[keyCount] = hash;
        keyFrom[keyCount] = from;
        keyRecord[keyCount++] = record;
    }

    /** Returns the offset after a text. */
    private int skip(int from) {
        int at = from;
        int length = arena[at++];
        if (length < 0) {
            length &= 0x7f;
            int shift = 7;
            int octet = arena[at++] & 0xff;
            while (octet >= 0x80) {
                length |= (octet & 0x7f) << shift;
                shift += 7;
                octet = arena[at++] & 0xff;
            }
            length |= octet << shift;
        }
        return at + length;
    }

    /** Merges; gives out the golden records, and back the records that need more. */
    public void merge(PlainRows out, Back back) {
        int[] parents = components();
        int[] sizes = new int[count];
        for (int i = 0; i < count; i++) {
            parents[i] = find(parents, i);
            sizes[parents[i]]++;
            apart[parents[i]] |= apart[i];
        }
        int[] starts = new int[count + 1];
        for (int i = 0; i < count; i++) {
            starts[i + 1] = starts[i] + sizes[i];
        }
        int[] members = new int[count];
        int[] next = Arrays.copyOf(starts, count);
        for (int i = 0; i < count; i++) {
            members[next[parents[i]]++] = i;
        }
        PlainCluster one = cluster();
        for (int root = 0; root < count; root++) {
            if (sizes[root] > 0) {
                give(one, members, starts[root], starts[root + 1], apart[root], out, back);
            }
        }
        used = words;
        count = 0;
        keyCount = 0;
    }

    /** The words of vocabularies stay at the beginning of the arena. */
    private PlainCluster cluster() {
        PlainCluster known = cluster;
        if (known == null) {
            known = new PlainCluster(layout, this::word);
            cluster = known;
            words = used;
        }
        return known;
    }

    private int word(byte[] text) {
        room(text.length);
        System.arraycopy(text, 0, arena, used, text.length);
        used += text.length;
        return used - text.length;
    }

    private void give(
            PlainCluster cluster, int[] members, int from, int to, boolean isApart, PlainRows out, Back back) {
        int size = to - from;
        boolean ordinary = !isApart && size <= most && (size == 1 || isNewest);
        if (ordinary) {
            cluster.begin(arena);
            for (int i = from; i < to; i++) {
                cluster.add(places[members[i]] + PLACE);
            }
            ordinary = size < 3 || !cluster.hasOneSystemTwice();
        }
        if (ordinary) {
            cluster.merge();
            out.golden(cluster);
            return;
        }
        for (int i = from; i < to; i++) {
            if (places[members[i]] >= 0) {
                back.take(arena, places[members[i]]);
            }
        }
    }

    /** Joins the records with equal keys. */
    private int[] components() {
        int[] parents = new int[count];
        for (int i = 0; i < count; i++) {
            parents[i] = i;
        }
        int capacity = Integer.highestOneBit(Math.max(8, keyCount)) << 2;
        int mask = capacity - 1;
        if (table.length < capacity) {
            table = new int[capacity];
        } else {
            Arrays.fill(table, 0, capacity, 0);
        }
        for (int key = 0; key < keyCount; key++) {
            int slot = (int) (keyHashes[key] >>> 20) & mask;
            while (table[slot] != 0 && !isSame(table[slot] - 1, key)) {
                slot = slot + 1 & mask;
            }
            if (table[slot] == 0) {
                table[slot] = key + 1;
            } else {
                int one = find(parents, keyRecord[table[slot] - 1]);
                int other = find(parents, keyRecord[key]);
                parents[Math.max(one, other)] = Math.min(one, other);
            }
        }
        return parents;
    }

    private boolean isSame(int one, int other) {
        if (keyHashes[one] != keyHashes[other]) {
            return false;
        }
        int first = keyFrom[one];
        int second = keyFrom[other];
        int end = skip(first + 1);
        return Arrays.equals(arena, first, end, arena, second, skip(second + 1));
    }

    private static int find(int[] parents, int number) {
        int at = number;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }
}
