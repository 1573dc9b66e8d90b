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
 * The content of a file at one moment. Its bytes, the start of each row, and the id and fingerprint of each row.
 *
 * <p>Rows are parsed again when they are needed, so that a large file takes little more memory than its own size.
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

    /**
     * Creates a table over the given arrays. The caller must not use them afterwards; {@code starts} has one element
     * more than there are rows.
     */
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

    /** Returns this table for an identical file. */
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

    /** Returns the spelling of values in its columns. */
    CellFormat format() {
        return format;
    }

    /** Returns the number of records. */
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

    /** Returns the byte offset of a row. The row after the last one begins at the end of the file. */
    int start(int row) {
        return starts[row];
    }

    /** Returns the exact text of a row. With its line end and the empty lines after it. */
    String raw(int row) {
        return dialect.decode(image.bytes(), starts[row], starts[row + 1]);
    }

    /** Returns the text before the first row. Without the byte order mark. */
    String head() {
        return dialect.decode(image.bytes(), dialect.mark(), starts[0]);
    }

    /** Returns the rows without an id. */
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

    /** Returns the records of some rows, in order. */
    List<RecordSnapshot> records(int[] rows) {
        return cells(rows).stream().map(columns::recordOf).toList();
    }

    /** Returns the cells of some rows, in order. */
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

    /** Returns a hash of content and decoding. */
    static byte[] contentOf(FileImage image, FileLayout layout) {
        MessageDigest digest = Fingerprint.sha256();
        digest.update(image.bytes());
        return digest.digest(layout.signature().getBytes(StandardCharsets.UTF_8));
    }

    /** Reports whether a row is empty. A line without a character, or an empty row as spreadsheets write it. */
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
