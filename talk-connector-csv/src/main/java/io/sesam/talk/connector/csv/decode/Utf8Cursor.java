package io.sesam.talk.connector.csv.decode;

import io.sesam.talk.connector.csv.cell.ByteScanner;
import io.sesam.talk.connector.csv.cell.RowScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a text in UTF-8, one after another: as bytes where they need no care, else as letters.
 *
 * <p>A row longer than {@link RowCursor#LONGEST} letters ends there, unclosed.
 */
public final class Utf8Cursor {
    private static final int WINDOW = 1 << 16;
    /** So many bytes are decoded for a row that needs care; more where they are not enough. */
    private static final int ROW = 1 << 11;

    private final Utf8Source source;
    private final ByteScanner bytes;
    private final char delimiter;
    private byte[] window;
    private int limit;
    private boolean ended;
    private int start;
    private int end;
    private long line;
    private long nextLine;
    private boolean isPlain;
    private boolean overlong;
    private boolean misfit;
    private @Nullable RowScanner letters;

    /**
     * Creates a cursor at the first row after the preamble.
     *
     * @param source the text after the byte order marks
     * @param size about the number of its bytes
     */
    public Utf8Cursor(Utf8Source source, CsvDialect dialect, int size) throws IOException {
        this.source = source;
        this.delimiter = dialect.delimiter();
        this.bytes = new ByteScanner(delimiter);
        this.window = new byte[Math.min(WINDOW, Math.max(ROW, size)) + ByteScanner.SLACK];
        this.nextLine = dialect.preamble() > 0 ? 2 : 1;
        fill();
        String head = decoded(0, Math.min(limit, 4 * dialect.preamble()));
        this.end = CsvDialect.utf8(head.toCharArray(), 0, Math.min(dialect.preamble(), head.length()));
    }

    /** Goes to the next row; false at the end. */
    public boolean next() throws IOException {
        letters = null;
        overlong = false;
        while (true) {
            if (bytes.scan(window, end, limit)) {
                isPlain = true;
                start = end;
                end = bytes.end();
                line = nextLine++;
                return true;
            }
            if (ended || limit - end > window.length / 2) {
                break;
            }
            fill();
        }
        isPlain = false;
        start = end;
        return start < limit && find();
    }

    /** Finds a row among letters. */
    private boolean find() throws IOException {
        for (int size = ROW; ; size *= 4) {
            while (!ended && limit - start < size) {
                fill();
            }
            int stop = Math.min(limit, start + size);
            boolean complete = ended && stop == limit;
            char[] text = decoded(start, complete ? stop : boundary(stop)).toCharArray();
            overlong = !complete && text.length >= RowCursor.LONGEST;
            RowScanner row = new RowScanner(text, text.length, nextLine, delimiter);
            row.continueIn(text, 0, text.length, complete || overlong);
            if (row.next()) {
                overlong &= row.end() == text.length;
                end = start + CsvDialect.utf8(text, 0, row.end());
                misfit |= end > limit || !isEncoded(text, row.end());
                end = Math.min(end, limit);
                line = row.line();
                nextLine = row.nextLine();
                letters = row;
                return true;
            }
        }
    }

    /** Checks that the letters were decoded from the bytes, and none was put in their place. */
    private boolean isEncoded(char[] text, int to) {
        for (int i = 0; i < to; i++) {
            if (text[i] == '\ufffd') {
                byte[] again = new String(text, 0, to).getBytes(StandardCharsets.UTF_8);
                return Arrays.equals(again, 0, again.length, window, start, end);
            }
        }
        return true;
    }

    /** Moves the row to the beginning of the window and reads more, also into a larger one. */
    private void fill() throws IOException {
        int moved = Math.min(end, limit);
        int room = window.length - ByteScanner.SLACK;
        byte[] target = limit - moved > room / 2 ? new byte[2 * room + ByteScanner.SLACK] : window;
        System.arraycopy(window, moved, target, 0, limit - moved);
        window = target;
        limit -= moved;
        end -= moved;
        start = end;
        room = window.length - ByteScanner.SLACK;
        while (limit < room && !ended) {
            int read = source.read(window, limit, room - limit);
            ended = read < 0;
            limit += Math.max(0, read);
        }
    }

    /** Returns where the last letter before an offset begins; the bytes of that one may be cut. */
    private int boundary(int offset) {
        int at = offset - 1;
        while (at > end && (window[at] & 0xc0) == 0x80) {
            at--;
        }
        return at;
    }

    private String decoded(int from, int to) {
        return new String(window, from, to - from, StandardCharsets.UTF_8);
    }

    /** Reports whether the row needs no care; its cells are {@link #cells()} in {@link #window()} then. */
    public boolean isPlain() {
        return isPlain;
    }

    public ByteScanner cells() {
        return bytes;
    }

    public byte[] window() {
        return window;
    }

    /** Returns the row as letters. */
    public RowScanner letters() {
        RowScanner known = letters;
        if (known == null) {
            char[] text = decoded(start, end).toCharArray();
            known = new RowScanner(text, text.length, line, delimiter);
            known.next();
            misfit |= !isEncoded(text, text.length);
            letters = known;
        }
        return known;
    }

    /** Returns the line number of the row. */
    public long line() {
        return line;
    }

    /** Reports whether the row is longer than any row may be. */
    public boolean isOverlong() {
        return overlong;
    }

    /** Reports whether some bytes were no letters. */
    public boolean isMisfit() {
        return misfit;
    }
}
