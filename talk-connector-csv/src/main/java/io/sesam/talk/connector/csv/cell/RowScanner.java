package io.sesam.talk.connector.csv.cell;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A scanner of the rows of a text. Gives the cells of a row, their exact text and the row's place.
 *
 * <p>A cell is quoted when its first visible character is a quotation mark and nothing but spaces follows the closing
 * one. Every line end ends a row: {@code \n}, {@code \r\n} and {@code \r}. A scanner makes no object for a row; cells
 * become texts when they are asked for.
 */
public final class RowScanner {
    private static final int ASCII = 0x80;
    private static final byte DELIMITER = 1;
    private static final byte LINE_END = 2;
    private static final byte QUOTE = 3;
    private static final byte CONTROL = 4;

    private final char delimiter;
    private char[] text;
    private int limit;
    private boolean complete;
    private boolean cut;
    private int start;
    private int lineEnd;
    private int end;
    private long line;
    private long nextLine;
    private int count;
    private int[] from = new int[16];
    private int[] to = new int[16];
    private int[] open = new int[16];
    private boolean quoted;
    private boolean unclosed;
    private boolean misquoted;
    /** The ASCII letters that matter outside quotation marks; {@code null} with a delimiter outside ASCII. */
    private final byte @Nullable [] kinds;

    private boolean simple;
    private int control;
    private int wide;

    /**
     * Creates a scanner of a text.
     *
     * @param line the line number of its first row
     */
    public RowScanner(char[] text, int limit, long line, char delimiter) {
        this.text = text;
        this.limit = limit;
        this.complete = true;
        this.delimiter = delimiter;
        this.nextLine = line;
        this.kinds = kinds(delimiter);
    }

    private static byte @Nullable [] kinds(char delimiter) {
        if (delimiter >= ASCII) {
            return null;
        }
        byte[] kinds = new byte[ASCII];
        for (char letter = 0; letter < ' '; letter++) {
            kinds[letter] = isControl(letter) ? CONTROL : 0;
        }
        kinds['\n'] = LINE_END;
        kinds['\r'] = LINE_END;
        kinds['"'] = QUOTE;
        kinds[delimiter] = DELIMITER;
        return kinds;
    }

    /** Scans the only row of a text. */
    public static RowScanner of(String row, char delimiter) {
        RowScanner scanner = new RowScanner(row.toCharArray(), row.length(), 1, delimiter);
        scanner.next();
        return scanner;
    }

    /**
     * Goes on in another array, in which the next row begins.
     *
     * @param isComplete whether nothing follows the text
     */
    public void continueIn(char[] other, int begin, int length, boolean isComplete) {
        text = other;
        end = begin;
        limit = length;
        complete = isComplete;
    }

    /** Scans the next row; false at the end of the text, and where the text ends before the row may. */
    public boolean next() {
        cut = false;
        int begin = end;
        if (begin >= limit) {
            cut = !complete;
            return false;
        }
        start = begin;
        count = 0;
        quoted = false;
        unclosed = false;
        misquoted = false;
        int at = scanSimple(begin);
        simple = at >= 0;
        if (!simple) {
            count = 0;
            at = scan(begin);
            while (at < limit && text[at] == delimiter) {
                at = scan(at + 1);
            }
        }
        int stop = at + 1 < limit && text[at] == '\r' && text[at + 1] == '\n' ? at + 2 : Math.min(limit, at + 1);
        if (!complete && (cut || stop >= limit)) {
            cut = true;
            return false;
        }
        lineEnd = at;
        end = stop;
        line = nextLine;
        nextLine = line + (quoted || unclosed ? lines(start, end) : end > lineEnd ? 1 : 0);
        return true;
    }

    /** Reports whether the last row may go on after the text. */
    public boolean isCut() {
        return cut;
    }

    /** Scans a row without quotation marks, as nearly all are, in one go; returns its end, or -1 for another row. */
    private int scanSimple(int begin) {
        byte[] known = kinds;
        if (known == null) {
            return -1;
        }
        char[] letters = text;
        int cell = begin;
        int more = 0;
        int found = -1;
        for (int i = begin; i < limit; i++) {
            char letter = letters[i];
            if (letter >= ASCII) {
                more += letter < 0x800 || Character.isSurrogate(letter) ? 1 : 2;
                continue;
            }
            int kind = known[letter];
            if (kind == 0) {
                continue;
            }
            if (kind == QUOTE) {
                return -1;
            }
            if (kind == CONTROL) {
                found = found < 0 ? letter : found;
                continue;
            }
            add(cell, i, -1);
            cell = i + 1;
            if (kind == LINE_END) {
                control = found;
                wide = more;
                return i;
            }
        }
        return -1; // where the text ends, more is asked
    }

    /** Returns by how many bytes the row is longer in UTF-8 than in letters; -1 when that was not counted. */
    public int wide() {
        return simple ? wide : -1;
    }

    /** Scans a cell; returns its end. */
    private int scan(int begin) {
        int quote = begin < limit && text[begin] != '"' ? skipSpaces(begin) : begin;
        if (quote < limit && text[quote] == '"') {
            int close = closing(quote + 1);
            int after = close < 0 ? -1 : skipSpaces(close + 1);
            if (after >= 0 && isEnd(after)) {
                quoted = true;
                add(begin, after, quote);
                return after;
            }
            cut |= close < 0 && !complete;
            if (quote == begin && close < 0) {
                unclosed = true;
                add(begin, limit, -1);
                return limit;
            }
            misquoted |= quote == begin;
        }
        int at = begin;
        while (at < limit && text[at] != delimiter && text[at] != '\n' && text[at] != '\r') {
            at++;
        }
        add(begin, at, -1);
        return at;
    }

    private int closing(int inside) {
        int at = inside;
        while (at < limit) {
            if (text[at] != '"') {
                at++;
            } else if (at + 1 < limit && text[at + 1] == '"') {
                at += 2;
            } else {
                return at;
            }
        }
        return -1;
    }

    private int skipSpaces(int begin) {
        int at = begin;
        while (at < limit && (text[at] == ' ' || text[at] == '\t') && text[at] != delimiter) {
            at++;
        }
        return at;
    }

    private boolean isEnd(int at) {
        return at >= limit || text[at] == delimiter || text[at] == '\n' || text[at] == '\r';
    }

    private void add(int begin, int stop, int quote) {
        if (count == from.length) {
            from = Arrays.copyOf(from, count * 2);
            to = Arrays.copyOf(to, count * 2);
            open = Arrays.copyOf(open, count * 2);
        }
        from[count] = begin;
        to[count] = stop;
        open[count++] = quote;
    }

    private long lines(int begin, int stop) {
        long lines = 0;
        for (int i = begin; i < stop; i++) {
            char letter = text[i];
            lines += letter == '\n' || letter == '\r' && (i + 1 == limit || text[i + 1] != '\n') ? 1 : 0;
        }
        return lines;
    }

    /** Returns the text; a row is between {@link #start()} and {@link #end()}. */
    public char[] text() {
        return text;
    }

    /** Returns the offset of the row. */
    public int start() {
        return start;
    }

    /** Returns the offset after the row and its line end. */
    public int end() {
        return end;
    }

    /** Returns the offset of the row's line end. */
    public int lineEnd() {
        return lineEnd;
    }

    /** Returns the line number of the row. */
    public long line() {
        return line;
    }

    /** Returns the line number of the row that follows. */
    public long nextLine() {
        return nextLine;
    }

    /** Returns the number of cells. */
    public int count() {
        return count;
    }

    /** Reports whether a quotation mark is never closed; the row then takes all the rest of the text. */
    public boolean isUnclosed() {
        return unclosed;
    }

    /** Reports whether text follows a closing quotation mark. */
    public boolean isMisquoted() {
        return misquoted;
    }

    /** Reports whether it is unclear where a misquoted row ends. */
    public boolean isDoubtful() {
        if (!misquoted) {
            return false;
        }
        int quotes = 0;
        for (int i = start; i < end; i++) {
            quotes += text[i] == '"' ? 1 : 0;
        }
        return quotes % 2 != 0 || lines(start, lineEnd) > 0;
    }

    /** Reports whether a cell is quoted. */
    public boolean isQuoted(int cell) {
        return open[cell] >= 0;
    }

    /** Returns the exact text of a cell. */
    public String raw(int cell) {
        return new String(text, from[cell], to[cell] - from[cell]);
    }

    /** Returns the offset of the content of a cell. */
    public int from(int cell) {
        return open[cell] < 0 ? from[cell] : open[cell] + 1;
    }

    /** Returns the offset after the content of a cell. */
    public int to(int cell) {
        int at = to[cell];
        if (open[cell] >= 0) {
            at--;
            while (text[at] != '"') {
                at--;
            }
        }
        return at;
    }

    /** Reports whether the content of a cell is the letters between its offsets: no quotation mark is doubled in it. */
    public boolean isPlain(int cell) {
        if (open[cell] >= 0) {
            int stop = to(cell);
            for (int i = from(cell); i < stop; i++) {
                if (text[i] == '"') {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns the content of a cell. */
    public String cell(int cell) {
        int begin = from(cell);
        String content = new String(text, begin, to(cell) - begin);
        return open[cell] < 0 || content.indexOf('"') < 0 ? content : content.replace("\"\"", "\"");
    }

    /** Returns the contents of all cells. */
    public String[] cells() {
        String[] cells = new String[count];
        for (int i = 0; i < count; i++) {
            cells[i] = cell(i);
        }
        return cells;
    }

    /** Reports whether all cells are blank. */
    public boolean isEmpty() {
        for (int i = 0; i < count; i++) {
            if (!isBlank(i)) {
                return false;
            }
        }
        return true;
    }

    /** Reports whether a cell is blank. */
    public boolean isBlank(int cell) {
        int stop = to(cell);
        for (int i = from(cell); i < stop; i++) {
            if (!Character.isWhitespace(text[i])) {
                return false;
            }
        }
        return true;
    }

    /** Returns the number of cells up to the last that is not blank. */
    public int filled() {
        int filled = count;
        while (filled > 0 && isBlank(filled - 1)) {
            filled--;
        }
        return filled;
    }

    /** Reports whether the row may have a quotation mark at all. */
    public boolean hasQuotes() {
        return !simple;
    }

    /** Returns the first control character that no spreadsheet puts into a cell; -1 for none. */
    public int control() {
        if (simple) {
            return control;
        }
        for (int i = start; i < end; i++) {
            if (text[i] < ' ' && isControl(text[i])) {
                return text[i];
            }
        }
        return -1;
    }

    public static int control(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i))) {
                return text.charAt(i);
            }
        }
        return -1;
    }

    static boolean isControl(char letter) {
        return letter < ' ' && "\t\r\n\f\u000b".indexOf(letter) < 0;
    }
}
