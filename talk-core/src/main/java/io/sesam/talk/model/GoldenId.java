package io.sesam.talk.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The id of a golden record.
 *
 * <p>Derived only from the oldest record of its cluster, so the same records get the same id in any order of
 * arrival. After a split the id stays with the part that holds the oldest record (R9).
 *
 * @param value 24 lower-case letters and digits; reveals nothing about the record it was derived from
 */
public record GoldenId(String value) implements Comparable<GoldenId> {
    private static final byte[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH = 24;

    /** Derives the id of a cluster from its oldest record. */
    public static GoldenId foundedBy(RecordRef oldest) {
        MessageDigest digest = sha256();
        digest.update(oldest.type().name().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(oldest.system().value().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        byte[] hash = digest.digest(oldest.id().getBytes(StandardCharsets.UTF_8));
        byte[] text = new byte[LENGTH];
        spell(hash, text, 0);
        return new GoldenId(new String(text, StandardCharsets.ISO_8859_1));
    }

    /**
     * Writes the letters of an id into an array, for code that makes millions of them.
     *
     * @param hash the SHA-256 of type, system and id of the oldest record, in UTF-8, with a zero byte between each two
     * @return the number of letters
     */
    @Experimental
    public static int spell(byte[] hash, byte[] into, int at) {
        for (int i = 0; i < LENGTH; i += 8) { // eight letters say five bytes
            int from = i / 8 * 5;
            int high = (hash[from] & 0xff) << 12 | (hash[from + 1] & 0xff) << 4 | (hash[from + 2] & 0xff) >> 4;
            int low = (hash[from + 2] & 0xf) << 16 | (hash[from + 3] & 0xff) << 8 | hash[from + 4] & 0xff;
            for (int letter = 0; letter < 4; letter++) {
                into[at + i + letter] = ALPHABET[high >> 15 - 5 * letter & 31];
                into[at + i + 4 + letter] = ALPHABET[low >> 15 - 5 * letter & 31];
            }
        }
        return LENGTH;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    @Override
    public int compareTo(GoldenId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    // Written out because it is asked millions of times: what the compiler adds is slow until it is warm.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof GoldenId that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }
}
