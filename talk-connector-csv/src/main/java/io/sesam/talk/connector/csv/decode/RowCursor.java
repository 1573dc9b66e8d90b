package io.sesam.talk.connector.csv.decode;

import io.sesam.talk.connector.csv.cell.RowScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The rows of a file, one after another, in a window of its text.
 *
 * <p>The window grows when a row does not fit. A row longer than {@link #LONGEST} letters ends there, unclosed.
 */
public final class RowCursor {
    /** The length of a row, in letters, from which on it is no row of a spreadsheet. */
    public static final int LONGEST = 1 << 23;

    /** The usual length of the window; it grows for a longer row. */
    public static final int WINDOW = 1 << 17;

    /** The most characters of a letter. */
    private static final int LETTER = 2;

    private final TextSource source;
    private final CsvDialect dialect;
    private final boolean isUtf8;
    private final RowScanner scanner;
    private char[] window;
    private int length;
    private boolean ended;
    private boolean overlong;
    private int start;
    private int end;

    /**
     * Creates a cursor at the first row after the preamble.
     *
     * @param source the text after the byte order marks
     * @param window the length of the window, at least two and that of the preamble
     */
    public RowCursor(TextSource source, CsvDialect dialect, int window) throws IOException {
        this.source = source;
        this.dialect = dialect;
        this.isUtf8 = dialect.charset().equals(StandardCharsets.UTF_8);
        this.window = new char[window];
        fill();
        int preamble = Math.min(dialect.preamble(), length);
        this.scanner = new RowScanner(this.window, length, preamble > 0 ? 2 : 1, dialect.delimiter());
        this.end = dialect.mark() + dialect.bytes(this.window, 0, preamble);
        scanner.continueIn(this.window, preamble, length, ended);
    }

    /** Goes to the next row; false at the end. */
    public boolean next() throws IOException {
        if (overlong) {
            overlong = false;
            scanner.continueIn(window, scanner.end(), length, ended);
        }
        while (!scanner.next()) {
            if (!scanner.isCut()) {
                return false;
            }
            refill();
        }
        start = end;
        end = start + bytes();
        return true;
    }

    private int bytes() {
        return isUtf8 && scanner.wide() >= 0
                ? scanner.end() - scanner.start() + scanner.wide()
                : dialect.bytes(scanner.text(), scanner.start(), scanner.end());
    }

    private void refill() throws IOException {
        int from = scanner.end();
        System.arraycopy(window, from, window, 0, length - from);
        length -= from;
        if (length > window.length - LETTER) {
            if (length >= LONGEST) {
                overlong = true;
                scanner.continueIn(window, 0, length, true);
                return;
            }
            window = Arrays.copyOf(window, window.length * 2);
        }
        fill();
        scanner.continueIn(window, 0, length, ended);
    }

    private void fill() throws IOException {
        while (length < window.length && !ended) {
            int read = source.read(window, length);
            if (read == 0) {
                return; // a letter of two characters does not fit any more
            }
            ended = read < 0;
            length += Math.max(0, read);
        }
    }

    /** Returns the row. */
    public RowScanner row() {
        return scanner;
    }

    /** Reports whether the row is longer than any row may be. */
    public boolean isOverlong() {
        return overlong && !ended && scanner.end() >= length;
    }

    /** Returns the byte offset of the row. */
    public int start() {
        return start;
    }

    /** Returns the byte offset after the row and its line end. */
    public int end() {
        return end;
    }
}
