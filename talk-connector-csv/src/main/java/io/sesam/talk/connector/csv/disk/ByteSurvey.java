package io.sesam.talk.connector.csv.disk;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * What the bytes of a file say about its encoding. Made in one pass, together with their hash.
 *
 * <p>Every byte counts: one byte that is no UTF-8 at the end of a file decides about all of it.
 */
public final class ByteSurvey {
    private static final int PART = 1 << 18;
    private static final int HEAD = 64;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH = 0x8080_8080_8080_8080L;
    private static final long LOW = 0x0101_0101_0101_0101L;
    private static final long ENDS = 0x1a1a_1a1a_1a1a_1a1aL;

    private final @Nullable MessageDigest digest;
    private final byte[] head = new byte[HEAD];
    private long size;
    private long zeros;
    private long utf8Words;
    private int letters;
    private boolean inWord;
    private boolean broken;
    private int endMarks;
    private boolean ascii = true;
    private boolean utf8 = true;
    private int needed;
    private int least;
    private int most;

    private ByteSurvey(boolean hashing) {
        this.digest = hashing ? Fingerprint.sha256() : null;
    }

    public static ByteSurvey of(byte[] bytes) {
        ByteSurvey survey = new ByteSurvey(true);
        survey.take(bytes, bytes.length);
        return survey;
    }

    public static ByteSurvey of(Path path) throws IOException {
        return of(path, true);
    }

    /**
     * Surveys a file.
     *
     * @param hashing whether its hash is wanted, too
     */
    public static ByteSurvey of(Path path, boolean hashing) throws IOException {
        ByteSurvey survey = new ByteSurvey(hashing);
        byte[] part = new byte[PART];
        try (InputStream in = Files.newInputStream(path)) {
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                survey.take(part, read);
            }
        }
        return survey;
    }

    private void take(byte[] part, int length) {
        if (digest != null) {
            digest.update(part, 0, length);
        }
        for (int i = 0; i < length && size + i < HEAD; i++) {
            head[(int) size + i] = part[i];
        }
        size += length;
        int none = 0;
        int marks = endMarks;
        for (int i = 0; i < length; i++) {
            int plain = inWord ? i : plainTo(part, i, length);
            if (plain > i) {
                marks = 0;
                i = plain;
            }
            if (i == length) {
                break;
            }
            byte one = part[i];
            none += one == 0 ? 1 : 0;
            marks = one == 0x1a ? marks + 1 : 0;
            if (one < 0 || inWord) {
                takeWide(one & 0xff);
            }
        }
        zeros += none;
        endMarks = marks;
    }

    /** Returns up to where all bytes are ASCII, and none is zero or ended a file in DOS; looks at many at once. */
    private static int plainTo(byte[] part, int from, int length) {
        int at = from;
        for (; at <= length - 4 * Long.BYTES; at += 4 * Long.BYTES) {
            long marks = marks((long) WORDS.get(part, at))
                    | marks((long) WORDS.get(part, at + Long.BYTES))
                    | marks((long) WORDS.get(part, at + 2 * Long.BYTES))
                    | marks((long) WORDS.get(part, at + 3 * Long.BYTES));
            if ((marks & HIGH) != 0) {
                break;
            }
        }
        while (at <= length - Long.BYTES && (marks((long) WORDS.get(part, at)) & HIGH) == 0) {
            at += Long.BYTES;
        }
        return at;
    }

    private static long marks(long word) {
        return word | hasZero(word) | hasZero(word ^ ENDS);
    }

    private static long hasZero(long word) {
        return word - LOW & ~word;
    }

    /** Takes a byte outside ASCII, or the one after such bytes. */
    private void takeWide(int one) {
        if (one < 0x80) {
            utf8 &= isUtf8Word();
            utf8Words += isUtf8Word() ? 1 : 0;
            inWord = false;
            broken = false;
            letters = 0;
            needed = 0;
            return;
        }
        ascii = false;
        inWord = true;
        if (needed > 0 && (one & 0xC0) == 0x80) {
            broken |= one < least || one > most;
            least = 0x80;
            most = 0xBF;
            letters += --needed == 0 ? 1 : 0;
            return;
        }
        broken |= needed > 0;
        least = 0x80;
        most = 0xBF;
        needed = one >= 0xC2 && one <= 0xDF ? 1 : one >= 0xE0 && one <= 0xEF ? 2 : isFour(one) ? 3 : 0;
        broken |= needed == 0;
        if (one == 0xE0) {
            least = 0xA0;
        } else if (one == 0xED) {
            most = 0x9F; // what follows would be a surrogate
        } else if (one == 0xF0) {
            least = 0x90;
        } else if (one == 0xF4) {
            most = 0x8F;
        }
    }

    /** Reports whether the bytes outside ASCII that were taken last are letters in UTF-8, all of them. */
    private boolean isUtf8Word() {
        return letters > 0 && needed == 0 && !broken;
    }

    private static boolean isFour(int one) {
        return one >= 0xF0 && one <= 0xF4;
    }

    public long size() {
        return size;
    }

    public long zeros() {
        return zeros;
    }

    /** Reports whether all bytes are ASCII. */
    public boolean isAscii() {
        return ascii;
    }

    /** Reports whether all bytes are UTF-8. */
    public boolean isUtf8() {
        return utf8 && (!inWord || isUtf8Word());
    }

    /**
     * Reports whether some letters are certainly encoded in UTF-8: all that stand beside each other. Two letters of another
     * encoding may look like one in UTF-8, as {@code Пё} does in Windows-1251; all letters of a word hardly do.
     */
    public boolean hasUtf8() {
        return utf8Words > 0 || isUtf8Word();
    }

    /** Returns the number of bytes at the end that ended a file in DOS; some programs still write them. */
    public int endMarks() {
        return endMarks;
    }

    /** Returns the hash function after all bytes. */
    public MessageDigest digest() {
        if (digest == null) {
            throw new IllegalStateException("the file was surveyed without a hash");
        }
        return digest;
    }

    /** Reports whether the file has these bytes at an offset near its beginning. */
    public boolean begins(int from, int... with) {
        for (int i = 0; i < with.length; i++) {
            if (from + i >= Math.min(size, HEAD) || (head[from + i] & 0xff) != with[i]) {
                return false;
            }
        }
        return true;
    }
}
