package io.sesam.talk.connector.csv;

import io.sesam.talk.spi.RecordSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * What a file holds at one moment: its bytes, where each row begins, the ids and a fingerprint of each row.
 *
 * <p>Rows are parsed again when they are needed, so that a large file takes little more than its own size.
 */
final class FileTable {
    private final FileLayout layout;
    private final FileImage image;
    private final CsvDialect dialect;
    private final Columns columns;
    private final int[] starts;
    private final IdIndex ids;
    private final long[] fingerprints;
    private final CellFormat format;

    /** A table over arrays that the caller gives away; {@code starts} has one more than there are rows. */
    FileTable(
            FileLayout layout,
            FileImage image,
            CsvDialect dialect,
            Columns columns,
            int[] starts,
            IdIndex ids,
            long[] fingerprints,
            CellFormat format) {
        this.layout = layout;
        this.image = image;
        this.dialect = dialect;
        this.columns = columns;
        this.starts = starts;
        this.ids = ids;
        this.fingerprints = fingerprints;
        this.format = format;
    }

    /** The same table, when the file holds the same but was touched. */
    FileTable at(FileImage same) {
        return new FileTable(layout, same, dialect, columns, starts, ids, fingerprints, format);
    }

    FileLayout layout() {
        return layout;
    }

    FileImage image() {
        return image;
    }

    CsvDialect dialect() {
        return dialect;
    }

    Columns columns() {
        return columns;
    }

    /** How its columns spell what can be spelt in several ways. */
    CellFormat format() {
        return format;
    }

    /** How many rows hold a record. */
    int size() {
        return starts.length - 1;
    }

    IdIndex ids() {
        return ids;
    }

    String id(int row) {
        return ids.id(row);
    }

    long fingerprint(int row) {
        return fingerprints[row];
    }

    /** Where a row begins, in bytes; the row after the last begins at the end of the file. */
    int start(int row) {
        return starts[row];
    }

    /** A row to the letter, with its line end and the empty lines after it. */
    String raw(int row) {
        return dialect.decode(image.bytes(), starts[row], starts[row + 1]);
    }

    /** All that stands before the first row, without the byte order mark. */
    String head() {
        return dialect.decode(image.bytes(), dialect.mark(), starts[0]);
    }

    /** The rows that hold no id. */
    int[] withoutId() {
        int[] rows = new int[size()];
        int count = 0;
        for (int row = 0; row < rows.length; row++) {
            if (ids.isNone(row)) {
                rows[count++] = row;
            }
        }
        return Arrays.copyOf(rows, count);
    }

    /** The records in some rows, in that order. */
    List<RecordSnapshot> records(int[] rows) {
        return cells(rows).stream().map(columns::recordOf).toList();
    }

    /** The cells of some rows, in that order. */
    List<String[]> cells(int[] rows) {
        StringBuilder text = new StringBuilder();
        for (int row : rows) {
            text.append(raw(row));
            if (!endsLine(text)) {
                text.append('\n');
            }
        }
        List<String[]> cells = new ArrayList<>(rows.length);
        try (CSVParser parser = dialect.parser(text.toString())) {
            for (CSVRecord record : parser) {
                if (!isEmpty(record)) {
                    cells.add(record.values());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (cells.size() != rows.length) {
            throw new IllegalStateException(layout.file() + ": " + rows.length + " rows became " + cells.size());
        }
        return cells;
    }

    /** A number for all that decides what is handed out: the bytes, and how they are understood. */
    static byte[] contentOf(FileImage image, FileLayout layout) {
        MessageDigest digest = Fingerprint.sha256();
        digest.update(image.bytes());
        return digest.digest(layout.signature().getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a row is no record: a line without a letter, or what a spreadsheet makes of an empty row. */
    static boolean isEmpty(CSVRecord record) {
        for (String cell : record) {
            if (!cell.isBlank()) {
                return false;
            }
        }
        return true;
    }

    private static boolean endsLine(StringBuilder text) {
        int last = text.length() - 1;
        return text.charAt(last) == '\n' || text.charAt(last) == '\r';
    }
}
