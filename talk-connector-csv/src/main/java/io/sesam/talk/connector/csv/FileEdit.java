package io.sesam.talk.connector.csv;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of changes to a file. Rows are changed, removed or added; every other byte is kept. */
final class FileEdit {
    private final FileTable table;
    private final Map<Integer, String> changed = new TreeMap<>();
    private final Map<Integer, String> changedAside = new HashMap<>();
    private final List<String> added = new ArrayList<>();
    private String head;

    FileEdit(FileTable table) {
        this.table = table;
        this.head = table.head();
    }

    boolean isEmpty() {
        return changed.isEmpty() && added.isEmpty() && head.equals(table.head());
    }

    /** Returns a row for editing. */
    RawRow row(int row) {
        return RawRow.of(table.raw(row), delimiter());
    }

    /** Replaces a row, including its line end. */
    void change(int row, String raw) {
        changed.put(row, raw);
    }

    /** Removes a row; empty lines after it stay. */
    void remove(int row) {
        changed.put(row, row(row).tail());
    }

    /** Appends a row in the style of the last one. */
    void add(String[] cells) {
        RawRow model = table.size() == 0 ? header() : row(table.size() - 1);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            boolean quoted = model.isQuoted(i) && (!cells[i].isEmpty() || table.size() > 0);
            line.append(i == 0 ? "" : String.valueOf(delimiter())).append(RawRow.cell(cells[i], quoted, delimiter()));
        }
        added.add(line.toString());
    }

    /** Adds a column before the others. Rows that are put aside get an empty cell, so that they fit the first line. */
    void addFirstColumn(String header, List<String> cells) {
        String preamble = table.head().substring(0, table.dialect().preamble());
        head = preamble + before(header, table.head().substring(preamble.length()));
        for (int row = 0; row < table.size(); row++) {
            changed.put(row, before(cells.get(row), table.raw(row)));
        }
        for (AsideRow row : table.aside().rows()) {
            changedAside.put(row.start(), before("", table.text(row.start(), row.end())));
        }
    }

    private String before(String cell, String raw) {
        return RawRow.cell(cell, raw.startsWith("\""), delimiter()) + delimiter() + raw;
    }

    private char delimiter() {
        return table.dialect().delimiter();
    }

    private RawRow header() {
        return RawRow.of(table.head().substring(table.dialect().preamble()), delimiter());
    }

    /** Writes the edited file. */
    void writeTo(OutputStream out) throws IOException {
        byte[] before = table.image().bytes();
        int last = table.size() - 1;
        out.write(before, 0, table.dialect().mark());
        out.write(encode(last < 0 ? preambleAnd(head) : head));
        TreeMap<Integer, Piece> pieces = new TreeMap<>();
        changed.forEach((row, text) -> pieces.put(table.start(row), new Piece(table.end(row), text)));
        if (last >= 0 && !added.isEmpty()) {
            pieces.put(
                    table.start(last),
                    new Piece(table.end(last), withAdded(changed.getOrDefault(last, table.raw(last)))));
        }
        for (AsideRow row : table.aside().rows()) {
            if (changedAside.containsKey(row.start())) {
                pieces.put(row.start(), new Piece(row.end(), changedAside.get(row.start())));
            }
        }
        int from = table.headEnd();
        for (Map.Entry<Integer, Piece> entry : pieces.entrySet()) {
            out.write(before, from, entry.getKey() - from);
            out.write(encode(entry.getValue().text()));
            from = entry.getValue().end();
        }
        out.write(before, from, before.length - from);
    }

    /** New text for the bytes up to an end. */
    private record Piece(int end, String text) {}

    private String preambleAnd(String whole) {
        int preamble = table.dialect().preamble();
        return whole.substring(0, preamble) + withAdded(whole.substring(preamble));
    }

    /** Returns the last row with the new rows. New rows are placed before the empty lines at the end. */
    private String withAdded(String raw) {
        if (added.isEmpty()) {
            return raw;
        }
        RawRow last = RawRow.of(raw, delimiter());
        String rows = String.join(lineEnd(), added);
        if (raw.isBlank() && table.size() > 0) {
            return rows + lineEnd() + raw; // the last row itself was removed
        }
        return last.end().isEmpty()
                ? last.line() + lineEnd() + rows
                : last.line() + last.end() + rows + lineEnd() + last.tail();
    }

    /** Returns the last line end of the file. */
    private String lineEnd() {
        for (int row = table.size() - 1; row >= Math.max(0, table.size() - 2); row--) {
            RawRow last = row(row);
            if (!last.end().isEmpty()) {
                return lastLineEnd(last.end() + last.tail());
            }
        }
        return header().end().isEmpty() ? "\n" : header().end();
    }

    private static String lastLineEnd(String lines) {
        return lines.endsWith("\r\n") ? "\r\n" : lines.endsWith("\r") ? "\r" : "\n";
    }

    private byte[] encode(String text) {
        return table.dialect().encode(text);
    }
}
