package io.sesam.talk.bulk.work;

/** The layout of records and links in the files of a merge. */
public final class Frames {
    /** The most groups of a shard; a power of two. */
    public static final int GROUPS = 1_024;

    public static final int HOME = 0;
    public static final int ALONE = 8;
    public static final int SOURCE = 9;
    public static final int POSITION = 13;
    public static final int RECORD = 21;

    private Frames() {}

    /** A record with its place. */
    public static byte[] placed(long home, boolean alone, int source, long position, byte[] record) {
        byte[] frame = new byte[RECORD + record.length];
        bits(frame, HOME, home);
        frame[ALONE] = (byte) (alone ? 1 : 0);
        number(frame, SOURCE, source);
        bits(frame, POSITION, position);
        System.arraycopy(record, 0, frame, RECORD, record.length);
        return frame;
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

    private static void number(byte[] frame, int at, int value) {
        for (int i = 0; i < Integer.BYTES; i++) {
            frame[at + i] = (byte) (value >>> 24 - 8 * i);
        }
    }

    private static void bits(byte[] frame, int at, long value) {
        number(frame, at, (int) (value >>> 32));
        number(frame, at + Integer.BYTES, (int) value);
    }
}
