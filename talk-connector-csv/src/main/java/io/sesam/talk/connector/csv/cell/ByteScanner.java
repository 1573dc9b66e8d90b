package io.sesam.talk.connector.csv.cell;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A scanner of rows in UTF-8 that need no care, eight bytes at a time.
 *
 * <p>In such a row a quotation mark opens and closes a whole cell, or there is none; it has no control characters, and
 * its line end is known. All other rows are for {@link RowScanner}, which finds the same cells in these.
 */
public final class ByteScanner {
    /** So many bytes after the limit are read, and do not count. */
    public static final int SLACK = Long.BYTES;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH = 0x8080_8080_8080_8080L;
    private static final long LOW = 0x0101_0101_0101_0101L;
    private static final long SPACES = ' ' * LOW;
    private static final long QUOTES = '"' * LOW;
    private static final byte NOTHING = 0;
    private static final byte DELIMITER = 1;
    private static final byte LINE_END = 2;
    private static final byte QUOTE = 3;
    private static final byte CONTROL = 4;

    private final byte[] kinds = new byte[128];
    private final long delimiters;
    private final boolean isAscii;
    private int count;
    private int[] from = new int[16];
    private int[] to = new int[16];
    private int end;

    /** Creates a scanner; of rows with a delimiter outside ASCII, it finds none. */
    public ByteScanner(char delimiter) {
        this.isAscii = delimiter < kinds.length;
        for (char letter = 0; letter < ' '; letter++) {
            kinds[letter] = RowScanner.isControl(letter) ? CONTROL : NOTHING;
        }
        kinds['\n'] = LINE_END;
        kinds['\r'] = LINE_END;
        kinds['"'] = QUOTE;
        if (isAscii) {
            kinds[delimiter] = DELIMITER;
        }
        this.delimiters = delimiter * LOW;
    }

    /**
     * Scans a row; false when it needs care, or does not end before the limit.
     *
     * @param text with {@link #SLACK} bytes after the limit
     */
    public boolean scan(byte[] text, int begin, int limit) {
        if (!isAscii) {
            return false;
        }
        count = 0;
        int cell = begin;
        int next = begin;
        while (next < limit) {
            int word = next;
            next += Long.BYTES;
            for (long marks = marks((long) WORDS.get(text, word)); marks != 0; marks &= marks - 1) {
                int at = word + (Long.numberOfTrailingZeros(marks) >>> 3);
                int kind = kinds[text[at]];
                if (kind == NOTHING) {
                    continue;
                }
                if (at >= limit || kind == CONTROL) {
                    return false;
                }
                int stop = at;
                if (kind == QUOTE) {
                    stop = at == cell ? closing(text, at + 1, limit) : -1;
                    if (stop < 0) {
                        return false;
                    }
                    cell++;
                    at = stop + 1;
                    next = at + 1;
                    marks = 0;
                    kind = kinds[text[at]];
                }
                add(cell, stop);
                cell = at + 1;
                if (kind == LINE_END) {
                    return isEnd(text, at, limit);
                }
            }
        }
        return false;
    }

    /** Marks the highest bit of each byte that matters, and of some beside them. */
    private long marks(long word) {
        long delimiter = word ^ delimiters;
        long quote = word ^ QUOTES;
        return (delimiter - LOW & ~delimiter | quote - LOW & ~quote | word - SPACES & ~word) & HIGH;
    }

    /** Finds the mark that closes a cell, of which the letters are the content; -1 for a cell that needs care. */
    private int closing(byte[] text, int inside, int limit) {
        for (int i = inside; i < limit - 1; i++) {
            byte letter = text[i];
            if (letter == '"') {
                int after = text[i + 1] < 0 ? NOTHING : kinds[text[i + 1]];
                return after == DELIMITER || after == LINE_END ? i : -1;
            }
            if (letter >= 0 && letter < ' ' && (kinds[letter] == LINE_END || kinds[letter] == CONTROL)) {
                return -1;
            }
        }
        return -1;
    }

    private boolean isEnd(byte[] text, int at, int limit) {
        end = at + 1;
        if (text[at] == '\r') {
            if (end == limit) {
                return false; // a line feed may follow
            }
            end += text[end] == '\n' ? 1 : 0;
        }
        return true;
    }

    private void add(int begin, int stop) {
        if (count == from.length) {
            from = Arrays.copyOf(from, count * 2);
            to = Arrays.copyOf(to, count * 2);
        }
        from[count] = begin;
        to[count++] = stop;
    }

    /** Returns the offset after the row and its line end. */
    public int end() {
        return end;
    }

    /** Returns the number of cells. */
    public int count() {
        return count;
    }

    /** Returns the offset of the content of a cell. */
    public int from(int cell) {
        return from[cell];
    }

    /** Returns the offset after the content of a cell. */
    public int to(int cell) {
        return to[cell];
    }
}
