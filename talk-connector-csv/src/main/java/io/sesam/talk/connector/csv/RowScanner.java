package io.sesam.talk.connector.csv;

import java.util.Arrays;

/**
 * A scanner of the rows of a text. Gives the cells of a row, their exact text and the row's place.
 *
 * <p>A cell is quoted when its first visible character is a quotation mark and nothing but spaces follows the closing
 * one. Every line end ends a row: {@code \n}, {@code \r\n} and {@code \r}.
 */
final class RowScanner {
    private final String text;
    private final char delimiter;
    private int start;
    private int lineEnd;
    private int end;
    private long line;
    private long nextLine;
    private int count;
    private int[] from = new int[16];
    private int[] to = new int[16];
    private int[] open = new int[16];
    private boolean unclosed;
    private boolean misquoted;

    /**
     * Creates a scanner that begins at a row.
     *
     * @param from the offset of the first row
     * @param line the line number of that row
     */
    RowScanner(String text, int from, long line, char delimiter) {
        this.text = text;
        this.delimiter = delimiter;
        this.end = from;
        this.nextLine = line;
    }

    /** Scans the only row of a text. */
    static RowScanner of(String row, char delimiter) {
        RowScanner scanner = new RowScanner(row, 0, 1, delimiter);
        scanner.next();
        return scanner;
    }

    /** Scans the next row; false at the end of the text. */
    boolean next() {
        if (end >= text.length()) {
            return false;
        }
        start = end;
        line = nextLine;
        count = 0;
        unclosed = false;
        misquoted = false;
        int at = scan(start);
        while (at < text.length() && text.charAt(at) == delimiter) {
            at = scan(at + 1);
        }
        lineEnd = at;
        end = text.startsWith("\r\n", at) ? at + 2 : Math.min(text.length(), at + 1);
        nextLine = line + lines(start, end);
        return true;
    }

    /** Scans a cell; returns its end. */
    private int scan(int begin) {
        int quote = skipSpaces(begin);
        if (quote < text.length() && text.charAt(quote) == '"') {
            int close = closing(quote + 1);
            int after = close < 0 ? -1 : skipSpaces(close + 1);
            if (after >= 0 && isEnd(after)) {
                add(begin, after, quote);
                return after;
            }
            if (quote == begin && close < 0) {
                unclosed = true;
                add(begin, text.length(), -1);
                return text.length();
            }
            misquoted |= quote == begin;
        }
        int at = begin;
        while (!isEnd(at)) {
            at++;
        }
        add(begin, at, -1);
        return at;
    }

    private int closing(int inside) {
        int at = text.indexOf('"', inside);
        while (at >= 0 && at + 1 < text.length() && text.charAt(at + 1) == '"') {
            at = text.indexOf('"', at + 2);
        }
        return at;
    }

    private int skipSpaces(int begin) {
        int at = begin;
        while (at < text.length()
                && (text.charAt(at) == ' ' || text.charAt(at) == '\t')
                && text.charAt(at) != delimiter) {
            at++;
        }
        return at;
    }

    private boolean isEnd(int at) {
        return at >= text.length()
                || text.charAt(at) == delimiter
                || text.charAt(at) == '\n'
                || text.charAt(at) == '\r';
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
            char letter = text.charAt(i);
            lines += letter == '\n' || letter == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n') ? 1 : 0;
        }
        return lines;
    }

    /** Returns the offset of the row. */
    int start() {
        return start;
    }

    /** Returns the offset after the row and its line end. */
    int end() {
        return end;
    }

    /** Returns the offset of the row's line end. */
    int lineEnd() {
        return lineEnd;
    }

    /** Returns the line number of the row. */
    long line() {
        return line;
    }

    /** Returns the number of cells. */
    int count() {
        return count;
    }

    /** Reports whether a quotation mark is never closed; the row then takes all the rest of the text. */
    boolean isUnclosed() {
        return unclosed;
    }

    /** Reports whether text follows a closing quotation mark. */
    boolean isMisquoted() {
        return misquoted;
    }

    /** Reports whether it is unclear where a misquoted row ends. */
    boolean isDoubtful() {
        long quotes = text.substring(start, end)
                .chars()
                .filter(letter -> letter == '"')
                .count();
        return misquoted && (quotes % 2 != 0 || lines(start, lineEnd) > 0);
    }

    /** Reports whether a cell is quoted. */
    boolean isQuoted(int cell) {
        return open[cell] >= 0;
    }

    /** Returns the exact text of a cell. */
    String raw(int cell) {
        return text.substring(from[cell], to[cell]);
    }

    /** Returns the content of a cell. */
    String cell(int cell) {
        if (open[cell] < 0) {
            return raw(cell);
        }
        int inside = open[cell] + 1;
        String content = text.substring(inside, text.lastIndexOf('"', to[cell] - 1));
        return content.indexOf('"') < 0 ? content : content.replace("\"\"", "\"");
    }

    /** Returns the contents of all cells. */
    String[] cells() {
        String[] cells = new String[count];
        Arrays.setAll(cells, this::cell);
        return cells;
    }

    /** Reports whether all cells are blank. */
    boolean isEmpty() {
        for (int i = 0; i < count; i++) {
            if (!cell(i).isBlank()) {
                return false;
            }
        }
        return true;
    }

    /** Returns the first control character that no spreadsheet puts into a cell; -1 for none. */
    int control() {
        return control(text, start, end);
    }

    static int control(String text, int begin, int stop) {
        for (int i = begin; i < stop; i++) {
            char letter = text.charAt(i);
            if (letter < ' ' && "\t\r\n\f\u000b".indexOf(letter) < 0) {
                return letter;
            }
        }
        return -1;
    }
}
