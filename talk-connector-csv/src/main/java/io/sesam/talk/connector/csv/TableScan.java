package io.sesam.talk.connector.csv;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A complete scan of a file. Finds every row; a file with any error is refused as a whole. */
final class TableScan {
    private static final int LONGEST_ID = 1024;

    private final FileLayout layout;
    private final FileImage image;
    private final CsvDialect dialect;
    private final String text;
    private final Columns columns;
    private final CellFormat format;
    private final RowProblems problems;
    private final IdIndex ids = new IdIndex();
    private int[] starts = new int[1024];
    private long[] fingerprints = new long[1024];
    private int rows;
    private int bytesSoFar;
    private int lettersSoFar;

    private TableScan(FileLayout layout, FileImage image, DialectDetector.Decoded decoded, Columns columns) {
        this.layout = layout;
        this.image = image;
        this.dialect = decoded.dialect();
        this.text = decoded.text();
        this.columns = columns;
        this.format = new CellFormat(columns);
        this.problems = new RowProblems(layout.file());
        this.bytesSoFar = dialect.mark();
    }

    static FileTable scan(FileLayout layout, FileImage image) {
        DialectDetector.Decoded decoded = DialectDetector.decode(layout, image.bytes());
        return new TableScan(layout, image, decoded, header(layout, decoded)).table();
    }

    /** Finds the columns without reading the rows. */
    static Columns header(FileLayout layout, FileImage image) {
        return header(layout, DialectDetector.decode(layout, image.bytes()));
    }

    private static Columns header(FileLayout layout, DialectDetector.Decoded decoded) {
        String text = decoded.text().substring(decoded.dialect().preamble());
        try (CSVParser parser = decoded.dialect().parser(text)) {
            Iterator<CSVRecord> records = parser.iterator();
            CSVRecord header = records.hasNext() ? records.next() : null;
            if (header == null || FileTable.isEmpty(header)) {
                throw FileErrors.unreadable(
                        layout.file() + " has no first line with the column names; add one, such as \"id,name\"");
            }
            return Columns.of(layout, header.values());
        } catch (IOException | UncheckedIOException e) {
            throw FileErrors.unreadable(
                    layout.file() + ", line 1: a quotation mark is not closed correctly; correct the column names");
        }
    }

    private FileTable table() {
        try (CSVParser parser = dialect.parser(text.substring(dialect.preamble()))) {
            readAll(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        problems.throwIfAny();
        starts = Arrays.copyOf(starts, rows + 1);
        starts[rows] = bytesUpTo(text.length());
        if (starts[rows] != image.bytes().length) {
            throw FileErrors.unreadable(layout.file() + " has an encoding that cannot be written back unchanged ("
                    + dialect.charset() + "); save it as \"CSV UTF-8\"");
        }
        return new FileTable(layout, image, dialect, columns, starts, ids, Arrays.copyOf(fingerprints, rows), format);
    }

    private void readAll(CSVParser parser) {
        Iterator<CSVRecord> records = parser.iterator();
        int firstLine = dialect.preamble() > 0 ? 2 : 1;
        long line = firstLine;
        boolean header = true;
        try {
            while (records.hasNext()) {
                CSVRecord record = records.next();
                if (!header && !FileTable.isEmpty(record)) {
                    take(record, line);
                }
                header = false;
                line = parser.getCurrentLineNumber() + firstLine;
            }
        } catch (UncheckedIOException e) {
            // The parser's own message gives a character offset and the last line of the row instead of the first.
            problems.quotes(line);
        }
    }

    private void take(CSVRecord record, long line) {
        String[] cells = record.values();
        String id = columns.idOf(cells);
        if (!isSound(cells, id, line)) {
            return;
        }
        if (rows == fingerprints.length) {
            fingerprints = Arrays.copyOf(fingerprints, rows * 2);
            starts = Arrays.copyOf(starts, rows * 2);
        }
        starts[rows] = bytesUpTo(dialect.preamble() + (int) record.getCharacterPosition());
        fingerprints[rows] = columns.fingerprintOf(cells);
        ids.add(id);
        format.learn(cells, rows);
        rows++;
    }

    private boolean isSound(String[] cells, String id, long line) {
        int before = problems.count();
        if (cells.length > columns.count()) {
            problems.tooManyCells(line, cells.length, columns.count());
        } else if (columns.id().filter(column -> column >= cells.length).isPresent()) {
            problems.tooFewCells(line, cells.length, columns.header(columns.id().get()));
        } else if (id.length() > LONGEST_ID) {
            problems.idTooLong(line, LONGEST_ID);
        } else if (!id.isEmpty() && ids.find(id) >= 0) {
            problems.sameId(lineOf(ids.find(id)), line, id);
        }
        return problems.count() == before;
    }

    /** Returns the line number of a row; for messages only. */
    private long lineOf(int row) {
        String before = dialect.decode(image.bytes(), dialect.mark(), starts[row]);
        return 1 + before.lines().count();
    }

    private int bytesUpTo(int letter) {
        bytesSoFar += dialect.bytes(text, lettersSoFar, letter);
        lettersSoFar = letter;
        return bytesSoFar;
    }
}
