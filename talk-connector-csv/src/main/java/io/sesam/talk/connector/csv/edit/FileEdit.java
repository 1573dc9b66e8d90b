package io.sesam.talk.connector.csv.edit;

import io.sesam.talk.connector.csv.cell.RawRow;
import io.sesam.talk.connector.csv.disk.FileImage;
import io.sesam.talk.connector.csv.table.FileTable;
import io.sesam.talk.connector.csv.table.IdIndex;
import io.sesam.talk.connector.csv.table.RejectedRow;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A set of changes to a file. Rows are changed, removed or added; every other byte is kept. */
public final class FileEdit {
    private static final int NONE = -2;
    private static final int BEFORE = -1;

    private final FileTable table;
    private final Map<Integer, String> changed = new TreeMap<>();
    private final List<String> added = new ArrayList<>();
    private String head;
    private int idColumn = NONE;
    private int[] withIds = {};
    private IdIndex newIds = new IdIndex();

    public FileEdit(FileTable table) {
        this.table = table;
        this.head = table.head();
    }

    public boolean isEmpty() {
        return changed.isEmpty() && added.isEmpty() && withIds.length == 0 && idColumn == NONE;
    }

    /** Returns a row for editing. */
    public RawRow row(int row) {
        return RawRow.of(table.raw(row), delimiter());
    }

    /** Replaces a row, including its line end. */
    public void change(int row, String raw) {
        changed.put(row, raw);
    }

    /** Removes a row; empty lines after it stay. */
    public void remove(int row) {
        changed.put(row, row(row).tail());
    }

    /** Appends a row in the style of the last one. */
    public void add(String[] cells) {
        RawRow model = table.size() == 0 ? header() : row(table.size() - 1);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            boolean quoted = model.isQuoted(i) && (!cells[i].isEmpty() || table.size() > 0);
            line.append(i == 0 ? "" : String.valueOf(delimiter())).append(RawRow.cell(cells[i], quoted, delimiter()));
        }
        added.add(line.toString());
    }

    /** Fills the id column of rows. */
    public void setIds(int column, int[] rows, IdIndex ids) {
        idColumn = column;
        withIds = rows;
        newIds = ids;
    }

    /** Adds an id column before the others. Rejected rows get an empty cell, so that they fit the first line. */
    public void addIds(String header, int[] rows, IdIndex ids) {
        setIds(BEFORE, rows, ids);
        String preamble = table.head().substring(0, table.dialect().preamble());
        head = preamble + before(header, table.head().substring(preamble.length()));
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

    /** Writes the edited file. Rows that change are made into text one after another. */
    public void writeTo(OutputStream out) throws IOException {
        int last = table.size() - 1;
        List<RejectedRow> rejected = idColumn == BEFORE ? table.rejected().rows() : List.of();
        int nextRejected = 0;
        try (FileImage.Pass pass = table.image().pass()) {
            pass.copy(table.dialect().mark(), out);
            out.write(encode(last < 0 ? preambleAnd(head) : head));
            pass.read(table.headEnd());
            for (int row : rows()) {
                while (nextRejected < rejected.size()
                        && rejected.get(nextRejected).start() < table.start(row)) {
                    writeRejected(rejected.get(nextRejected++), pass, out);
                }
                pass.copy(table.start(row), out);
                String text = text(row, table.dialect().decode(pass.read(table.end(row))));
                out.write(encode(row == last ? withAdded(text) : text));
            }
            while (nextRejected < rejected.size()) {
                writeRejected(rejected.get(nextRejected++), pass, out);
            }
            pass.copy(table.image().size(), out);
        }
    }

    private void writeRejected(RejectedRow row, FileImage.Pass pass, OutputStream out) throws IOException {
        pass.copy(row.start(), out);
        out.write(encode(before("", table.dialect().decode(pass.read(row.end())))));
    }

    /** Returns the rows that change, in order. */
    private int[] rows() {
        IntStream rows = IntStream.concat(
                Arrays.stream(withIds), changed.keySet().stream().mapToInt(Integer::intValue));
        int last = table.size() - 1;
        return (added.isEmpty() || last < 0 ? rows : IntStream.concat(rows, IntStream.of(last)))
                .sorted()
                .distinct()
                .toArray();
    }

    /** Returns the new text of a row. */
    private String text(int row, String raw) {
        String text = changed.get(row);
        if (text != null) {
            return text;
        }
        int number = Arrays.binarySearch(withIds, row);
        if (number < 0) {
            return raw;
        }
        return idColumn == BEFORE
                ? before(newIds.id(number), raw)
                : RawRow.of(raw, delimiter()).with(Map.of(idColumn, newIds.id(number)));
    }

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
