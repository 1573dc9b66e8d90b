package io.sesam.talk.bulk.work;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The layout of records and links in the files of a merge. */
public final class Frames {
    /** The most groups of a shard; a power of two. */
    public static final int GROUPS = 1_024;

    public static final int HOME = 0;
    public static final int MARKS = 8;
    public static final int SOURCE = 9;
    public static final int POSITION = 13;
    public static final int RECORD = 21;

    /** One match key alone can join the record to others. */
    public static final int ALONE = 1;
    /** The record is plain. */
    public static final int PLAIN = 2;
    /** A link names the record. */
    public static final int LINKED = 4;

    private static final VarHandle NUMBERS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle BITS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Frames() {}

    /** A record with its place. */
    public static byte[] placed(long home, int marks, int source, long position, byte[] record) {
        byte[] frame = new byte[RECORD + record.length];
        place(frame, home, marks, source, position);
        System.arraycopy(record, 0, frame, RECORD, record.length);
        return frame;
    }

    /** Writes the place of a record before it. */
    public static void place(byte[] frame, long home, int marks, int source, long position) {
        bits(frame, HOME, home);
        frame[MARKS] = (byte) marks;
        number(frame, SOURCE, source);
        bits(frame, POSITION, position);
    }

    /** Returns a number in an array. */
    public static int numberAt(byte[] frame, int at) {
        return (int) NUMBERS.get(frame, at);
    }

    /** Returns the bits in an array. */
    public static long bitsAt(byte[] frame, int at) {
        return (long) BITS.get(frame, at);
    }

    /** A record that waits for the golden record it refers to. */
    public static byte[] waiting(int source, long position, byte[] record) {
        byte[] frame = new byte[Integer.BYTES + Long.BYTES + record.length];
        number(frame, 0, source);
        bits(frame, Integer.BYTES, position);
        System.arraycopy(record, 0, frame, Integer.BYTES + Long.BYTES, record.length);
        return frame;
    }

    /** A link with the root of its first record. */
    public static byte[] link(long root, byte[] link) {
        byte[] frame = new byte[Long.BYTES + link.length];
        bits(frame, 0, root);
        System.arraycopy(link, 0, frame, Long.BYTES, link.length);
        return frame;
    }

    static void number(byte[] frame, int at, int value) {
        NUMBERS.set(frame, at, value);
    }

    /** Writes bits into an array. */
    public static void bits(byte[] frame, int at, long value) {
        BITS.set(frame, at, value);
    }
}
