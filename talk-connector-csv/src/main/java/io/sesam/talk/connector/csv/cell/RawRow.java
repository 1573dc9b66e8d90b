package io.sesam.talk.connector.csv.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The exact text of a row by cells. One cell can change while the others stay as they are. */
public final class RawRow {
    private final List<String> cells = new ArrayList<>();
    private final char delimiter;
    private final String end;
    private final String tail;

    private RawRow(String raw, char delimiter) {
        this.delimiter = delimiter;
        RowScanner scanner = RowScanner.of(raw, delimiter);
        for (int i = 0; i < scanner.count(); i++) {
            cells.add(scanner.raw(i));
        }
        this.end = raw.substring(scanner.lineEnd(), scanner.end());
        this.tail = raw.substring(scanner.end());
    }

    public static RawRow of(String raw, char delimiter) {
        return new RawRow(raw, delimiter);
    }

    /** Returns its line end; empty at the end of a file. */
    public String end() {
        return end;
    }

    /** Returns the empty lines after it. */
    public String tail() {
        return tail;
    }

    /** Returns the row without its line end. */
    public String line() {
        return String.join(String.valueOf(delimiter), cells);
    }

    public int size() {
        return cells.size();
    }

    /** Reports whether a cell is quoted. */
    public boolean isQuoted(int column) {
        return column < cells.size() && cells.get(column).stripLeading().startsWith("\"");
    }

    /** Returns the row with changed cells. A short row is extended. */
    public String with(Map<Integer, String> values) {
        List<String> changed = new ArrayList<>(cells);
        values.forEach((column, value) -> {
            while (changed.size() <= column) {
                changed.add("");
            }
            changed.set(column, cell(value, isQuoted(column), delimiter));
        });
        return String.join(String.valueOf(delimiter), changed) + end + tail;
    }

    /** Returns the text of a cell. Quoted where necessary, or where requested. */
    public static String cell(String value, boolean quoted, char delimiter) {
        return quoted || needsQuotes(value, delimiter) ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }

    private static boolean needsQuotes(String value, char delimiter) {
        for (int i = 0; i < value.length(); i++) {
            char letter = value.charAt(i);
            if (letter == delimiter || letter == '"' || letter == '\r' || letter == '\n') {
                return true;
            }
        }
        return !value.strip().equals(value); // many programs trim unquoted white space
    }
}
