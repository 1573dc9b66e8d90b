package io.sesam.talk.bulk.work;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bytes that are copied, compared and changed eight at a time. */
public final class ByteWords {
    /** So many bytes after the last one may be read, or written without a meaning. */
    public static final int SLACK = Long.BYTES;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH = 0x8080_8080_8080_8080L;
    private static final long LOW = 0x0101_0101_0101_0101L;
    private static final long FROM_A = (0x80 - 'A') * LOW;
    private static final long AFTER_Z = (0x80 - 'Z' - 1) * LOW;

    private ByteWords() {}

    /** Returns eight bytes, of which the first one has the least weight. */
    public static long get(byte[] bytes, int at) {
        return (long) WORDS.get(bytes, at);
    }

    /**
     * Copies bytes; faster than {@link System#arraycopy} for a few. Both arrays need {@link #SLACK}.
     *
     * @return the offset after the copy
     */
    public static int copy(byte[] from, int at, byte[] to, int into, int count) {
        // not a loop, which the compiler would unroll at each of its many callers
        word(from, at, to, into);
        if (count > 8) {
            word(from, at + 8, to, into + 8);
            if (count > 16) {
                word(from, at + 16, to, into + 16);
                if (count > 24) {
                    word(from, at + 24, to, into + 24);
                    if (count > 32) {
                        System.arraycopy(from, at + 32, to, into + 32, count - 32);
                    }
                }
            }
        }
        return into + count;
    }

    private static void word(byte[] from, int at, byte[] to, int into) {
        WORDS.set(to, into, (long) WORDS.get(from, at));
    }

    /** Copies ASCII letters in lower case, as {@link #copy} does. */
    public static int copyLower(byte[] from, int at, byte[] to, int into, int count) {
        for (int i = 0; i < count; i += Long.BYTES) {
            long word = (long) WORDS.get(from, at + i);
            long upper = word + FROM_A & ~(word + AFTER_Z) & HIGH;
            WORDS.set(to, into + i, word | upper >>> 2);
        }
        return into + count;
    }
}
