package io.sesam.talk.bulk.work;

import java.nio.charset.StandardCharsets;

/** The hashes that give records their places. They decide the place, never identity. */
public final class Hashes {
    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x9E3779B97F4A7C15L;
    private static final int KEY = 1;
    private static final int REFERENCE = 2;

    private Hashes() {}

    /** Returns the hash of a match key. */
    public static long key(String rule, String value) {
        return mixed(text(keyOf(rule), value));
    }

    /** Begins the hash of a match key of a rule. */
    public static long keyOf(String rule) {
        return begin(text(begin(KEY), rule));
    }

    /** Returns the hash of a reference. */
    public static long reference(String system, String id) {
        return mixed(text(referenceOf(system), id));
    }

    /** Begins the hash of a reference to a record of a system. */
    public static long referenceOf(String system) {
        return begin(text(begin(REFERENCE), system));
    }

    private static long begin(long start) {
        return start ^ BASIS;
    }

    private static long text(long begun, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return bytes(begun, utf8, 0, utf8.length);
    }

    /** Adds a text in UTF-8 to a hash that was begun; {@link #mixed} ends it. */
    public static long bytes(long begun, byte[] text, int from, int to) {
        long hash = begun;
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            hash = word(hash, ByteWords.get(text, at));
        }
        if (at < to) {
            long rest = 0;
            for (int i = to - 1; i >= at; i--) {
                rest = rest << 8 | text[i] & 0xff;
            }
            hash = word(hash, rest);
        }
        return hash ^ to - from;
    }

    private static long word(long hash, long word) {
        long mixed = (hash ^ word) * PRIME;
        return mixed ^ mixed >>> 32;
    }

    /** Spreads all bits of a hash over all others. */
    public static long mixed(long hash) {
        long mixed = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
