package io.sesam.talk.connector.csv;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.QuoteMode;

/** The exact text of a row by cells. One cell can change while the others stay as they are. */
final class RawRow {
    private final List<String> cells = new ArrayList<>();
    private final char delimiter;
    private final String end;
    private final String tail;

    private RawRow(String raw, char delimiter) {
        this.delimiter = delimiter;
        int at = cell(raw, 0);
        while (at < raw.length() && raw.charAt(at) == delimiter) {
            at = cell(raw, at + 1);
        }
        int next = afterLineEnd(raw, at);
        this.end = raw.substring(at, next);
        this.tail = raw.substring(next);
    }

    static RawRow of(String raw, char delimiter) {
        return new RawRow(raw, delimiter);
    }

    /** Adds the cell at an offset; returns its end. */
    private int cell(String raw, int start) {
        int at = start;
        while (at < raw.length() && raw.charAt(start) == '"') {
            at = raw.indexOf('"', at + 1) + 1;
            if (at == 0 || at == raw.length() || raw.charAt(at) != '"') {
                break; // one quotation mark ends the cell; two of them stand for one character of it
            }
        }
        at = Math.max(at, start);
        while (at < raw.length() && raw.charAt(at) != delimiter && "\r\n".indexOf(raw.charAt(at)) < 0) {
            at++;
        }
        cells.add(raw.substring(start, at));
        return at;
    }

    private static int afterLineEnd(String raw, int at) {
        if (raw.startsWith("\r\n", at)) {
            return at + 2;
        }
        return Math.min(raw.length(), at + 1);
    }

    /** Returns its line end; empty at the end of a file. */
    String end() {
        return end;
    }

    /** Returns the empty lines after it. */
    String tail() {
        return tail;
    }

    /** Returns the row without its line end. */
    String line() {
        return String.join(String.valueOf(delimiter), cells);
    }

    int size() {
        return cells.size();
    }

    /** Reports whether a cell is quoted. */
    boolean isQuoted(int column) {
        return column < cells.size() && cells.get(column).startsWith("\"");
    }

    /** Returns the row with changed cells. A short row is extended. */
    String with(Map<Integer, String> values) {
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
    static String cell(String value, boolean quoted, char delimiter) {
        return quoted || needsQuotes(value, delimiter) ? quoted(value, delimiter) : value;
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

    private static String quoted(String value, char delimiter) {
        CSVFormat format = CsvDialect.format(delimiter)
                .builder()
                .setQuoteMode(QuoteMode.ALL)
                .setRecordSeparator("")
                .get();
        StringBuilder cell = new StringBuilder();
        try {
            format.print(value, cell, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cell.toString();
    }
}
