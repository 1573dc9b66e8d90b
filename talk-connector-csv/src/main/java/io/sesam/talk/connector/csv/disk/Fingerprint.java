package io.sesam.talk.connector.csv.disk;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** 64-bit hashes of texts. */
public final class Fingerprint {
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private Fingerprint() {}

    /** Extends a fingerprint by a text. {@code null} differs from the empty text. */
    public static long of(long before, String text) {
        long hash = begin(before);
        for (int i = 0; i < text.length(); i++) {
            hash = with(hash, text.charAt(i));
        }
        return end(hash, text.length());
    }

    /** Extends a fingerprint by a part of a text. */
    public static long of(long before, char[] text, int from, int to) {
        long hash = begin(before);
        for (int i = from; i < to; i++) {
            hash = with(hash, text[i]);
        }
        return end(hash, to - from);
    }

    /** Begins to extend a fingerprint letter by letter. */
    public static long begin(long before) {
        return before ^ PRIME;
    }

    /** Extends a begun fingerprint by one letter. */
    public static long with(long begun, char letter) {
        long hash = (begun ^ letter) * PRIME;
        return hash ^ hash >>> 32;
    }

    /** Ends a begun fingerprint. */
    public static long end(long begun, int length) {
        return mixed(begun + length);
    }

    /** Extends a fingerprint by an absent value. */
    public static long ofNothing(long before) {
        return mixed(before + PRIME);
    }

    public static long of(byte[] bytes, int from, int to) {
        long hash = PRIME;
        for (int i = from; i < to; i++) {
            hash = (hash ^ bytes[i]) * PRIME;
            hash ^= hash >>> 32;
        }
        return mixed(hash);
    }

    private static long mixed(long hash) {
        long mixed = (hash ^ hash >>> 29) * PRIME;
        return mixed ^ mixed >>> 32;
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
