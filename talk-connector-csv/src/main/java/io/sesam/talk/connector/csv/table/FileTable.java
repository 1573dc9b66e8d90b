package io.sesam.talk.connector.csv.table;

import io.sesam.talk.connector.csv.cell.RowScanner;
import io.sesam.talk.connector.csv.decode.CsvDialect;
import io.sesam.talk.connector.csv.decode.DialectDetector;
import io.sesam.talk.connector.csv.disk.FileImage;
import io.sesam.talk.connector.csv.row.CellFormat;
import io.sesam.talk.connector.csv.row.Columns;
import io.sesam.talk.connector.csv.settings.FileLayout;
import io.sesam.talk.spi.RecordSnapshot;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The content of a file at one moment. Its bytes, the start of each row, and the id and fingerprint of each row.
 *
 * <p>Rows are parsed again when they are needed, a part of the file at a time, so that a large file takes far less memory
 * than its own size. A row that is no longer the one that was scanned is a {@link ChangedFile}.
 */
public final class FileTable {
    /** The most bytes that are parsed at once, unless a single row has more. */
    private static final int PART = 1 << 18;

    private final FileLayout layout;
    private final FileImage image;
    private final DialectDetector.Decoding decoding;
    private final Columns columns;
    private final RowStore rows;
    private final RejectedRows rejected;
    private final int headEnd;
    private final int end;
    private final CellFormat format;

    /**
     * Creates a table.
     *
     * @param headEnd the byte after the first line and the empty lines that follow it
     * @param end the byte after the last row; after it, a file may have end-of-file characters
     */
    public FileTable(
            FileLayout layout,
            FileImage image,
            DialectDetector.Decoding decoding,
            Columns columns,
            RowStore rows,
            RejectedRows rejected,
            int headEnd,
            int end,
            CellFormat format) {
        this.layout = layout;
        this.image = image;
        this.decoding = decoding;
        this.columns = columns;
        this.rows = rows;
        this.rejected = rejected;
        this.headEnd = headEnd;
        this.end = end;
        this.format = format;
    }

    /** Returns this table for an identical file. */
    public FileTable at(FileImage same) {
        return new FileTable(layout, same, decoding, columns, rows, rejected, headEnd, end, format);
    }

    public FileLayout layout() {
        return layout;
    }

    public FileImage image() {
        return image;
    }

    public CsvDialect dialect() {
        return decoding.dialect();
    }

    /** Returns the name of the encoding for the next reading; empty where the file proves none. */
    public String encoding() {
        return decoding.encoding();
    }

    /** Returns the rows that are not read. */
    public RejectedRows rejected() {
        return rejected;
    }

    /** Returns what a person should know about this reading. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>(rejected.messages());
        if (decoding.guessed()) {
            notes.add(
                    0,
                    layout.file() + " is not in UTF-8; it is read and written as "
                            + dialect().charset()
                            + ", which is a guess. Set encoding to its encoding, or save it as \"CSV UTF-8\"");
        }
        return notes;
    }

    public Columns columns() {
        return columns;
    }

    /** Returns the spelling of values in its columns. */
    public CellFormat format() {
        return format;
    }

    /** Returns the number of records. */
    public int size() {
        return rows.size();
    }

    public IdIndex ids() {
        return rows.ids();
    }

    public String id(int row) {
        return ids().id(row);
    }

    public long fingerprint(int row) {
        return rows.fingerprint(row);
    }

    /** Returns the hash of what damage leaves of a row as it is. */
    public long shape(int row) {
        return rows.shape(row);
    }

    /** Returns how sound the letters of a row are. */
    public int letters(int row) {
        return rows.letters(row);
    }

    /** Returns the number of leading zeros and signs of the numbers of a row. */
    public int zeros(int row) {
        return rows.zeros(row);
    }

    /** Returns the byte offset of a row. */
    public int start(int row) {
        return rows.start(row);
    }

    /** Returns the byte after a row. With its line end and the empty lines after it. */
    public int end(int row) {
        return rows.end(row);
    }

    /** Returns the byte after the last row. */
    public int end() {
        return end;
    }

    /** Returns the byte after the first line. */
    public int headEnd() {
        return headEnd;
    }

    /** Returns the exact text of a row. With its line end and the empty lines after it. */
    public String raw(int row) {
        return text(start(row), end(row));
    }

    /** Returns the text of some bytes. */
    public String text(int from, int to) {
        return dialect().decode(image.bytes(from, to));
    }

    /** Reports whether the encoding gives the exact bytes of a row back. */
    public boolean isFaithful(int row) {
        byte[] bytes = image.bytes(start(row), end(row));
        return Arrays.equals(dialect().encode(dialect().decode(bytes)), bytes);
    }

    /** Returns the text before the first row. Without the byte order mark. */
    public String head() {
        return text(dialect().mark(), headEnd);
    }

    /** Returns the rows without an id. */
    public int[] withoutId() {
        return IntStream.range(0, size()).filter(ids()::isNone).toArray();
    }

    /** Returns the records of some rows, in order. */
    public List<RecordSnapshot> records(int[] numbers) {
        List<RecordSnapshot> records = new ArrayList<>(numbers.length);
        parse(numbers, row -> records.add(columns.recordOf(row)));
        return records;
    }

    /** Returns the cells of some rows, in order. */
    public List<String[]> cells(int[] numbers) {
        List<String[]> cells = new ArrayList<>(numbers.length);
        parse(numbers, row -> cells.add(row.cells()));
        return cells;
    }

    /** Parses all rows, one after another. */
    public void parseAll(Consumer<RowScanner> each) {
        int row = 0;
        while (row < size()) {
            row = parse(row, size(), each);
        }
    }

    private void parse(int[] numbers, Consumer<RowScanner> each) {
        int i = 0;
        while (i < numbers.length) {
            int last = i;
            while (last + 1 < numbers.length && numbers[last + 1] == numbers[last] + 1) {
                last++;
            }
            int row = numbers[i];
            while (row <= numbers[last]) {
                row = parse(row, numbers[last] + 1, each);
            }
            i = last + 1;
        }
    }

    /** Parses rows that follow each other, up to a number or the size of a part; returns the number of the next row. */
    private int parse(int from, int to, Consumer<RowScanner> each) {
        int next = from + 1;
        while (next < to && start(next) == end(next - 1) && end(next) - start(from) <= PART) {
            next++;
        }
        CharBuffer text = dialect().charset().decode(ByteBuffer.wrap(image.bytes(start(from), end(next - 1))));
        RowScanner scanner =
                new RowScanner(text.array(), text.limit(), 1, dialect().delimiter());
        for (int row = from; row < next; row++) {
            do {
                if (!scanner.next()) {
                    throw new ChangedFile();
                }
            } while (scanner.isEmpty());
            refuseIfChanged(row, scanner);
            each.accept(scanner);
        }
        return next;
    }

    private void refuseIfChanged(int row, RowScanner scanner) {
        if (!image.isHeld() && (columns.fingerprintOf(scanner) != fingerprint(row) || !hasId(row, scanner))) {
            throw new ChangedFile();
        }
    }

    private boolean hasId(int row, RowScanner scanner) {
        int column = columns.idColumn();
        return column >= 0
                        && column < scanner.count()
                        && ids().is(row, scanner.text(), scanner.from(column), scanner.to(column))
                || columns.idOf(scanner).equals(id(row));
    }

    /** Returns a hash of content and decoding. */
    public static byte[] contentOf(FileImage image, FileLayout layout) {
        return image.hashWith(layout.signature().getBytes(StandardCharsets.UTF_8));
    }

    /** Signals that a file was changed after it had been scanned. */
    public static final class ChangedFile extends RuntimeException {
        private static final long serialVersionUID = 1;

        ChangedFile() {
            super("the file was changed while it was read");
        }
    }
}
