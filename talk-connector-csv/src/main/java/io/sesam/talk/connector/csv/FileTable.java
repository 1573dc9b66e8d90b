package io.sesam.talk.connector.csv;

import io.sesam.talk.spi.RecordSnapshot;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The content of a file at one moment. Its bytes, the start of each row, and the id and fingerprint of each row.
 *
 * <p>Rows are parsed again when they are needed, so that a large file takes little more memory than its own size.
 */
final class FileTable {
    private final FileLayout layout;
    private final FileImage image;
    private final DialectDetector.Decoding decoded;
    private final Columns columns;
    private final RowStore rows;
    private final AsideRows aside;
    private final int headEnd;
    private final int end;
    private final CellFormat format;

    /**
     * Creates a table.
     *
     * @param headEnd the byte after the first line and the empty lines that follow it
     * @param end the byte after the last row; after it, a file may have end-of-file characters
     */
    FileTable(
            FileLayout layout,
            FileImage image,
            DialectDetector.Decoding decoded,
            Columns columns,
            RowStore rows,
            AsideRows aside,
            int headEnd,
            int end,
            CellFormat format) {
        this.layout = layout;
        this.image = image;
        this.decoded = decoded;
        this.columns = columns;
        this.rows = rows;
        this.aside = aside;
        this.headEnd = headEnd;
        this.end = end;
        this.format = format;
    }

    /** Returns this table for an identical file. */
    FileTable at(FileImage same) {
        return new FileTable(layout, same, decoded, columns, rows, aside, headEnd, end, format);
    }

    FileLayout layout() {
        return layout;
    }

    FileImage image() {
        return image;
    }

    CsvDialect dialect() {
        return decoded.dialect();
    }

    /** Returns the name of the encoding for the next reading; empty where the file proves none. */
    String encoding() {
        return decoded.encoding();
    }

    /** Returns the rows that are not read. */
    AsideRows aside() {
        return aside;
    }

    /** Returns what a person should know about this reading. */
    List<String> notes() {
        List<String> notes = new ArrayList<>(aside.messages());
        if (decoded.guessed()) {
            notes.add(
                    0,
                    layout.file() + " is not in UTF-8; it is read and written as "
                            + dialect().charset()
                            + ", which is a guess. Set encoding to its encoding, or save it as \"CSV UTF-8\"");
        }
        return notes;
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
        return rows.size();
    }

    IdIndex ids() {
        return rows.ids();
    }

    String id(int row) {
        return ids().id(row);
    }

    long fingerprint(int row) {
        return rows.fingerprint(row);
    }

    RowMark mark(int row) {
        return rows.mark(row);
    }

    /** Returns the byte offset of a row. */
    int start(int row) {
        return rows.start(row);
    }

    /** Returns the byte after a row. With its line end and the empty lines after it. */
    int end(int row) {
        return rows.end(row);
    }

    /** Returns the byte after the last row. */
    int end() {
        return end;
    }

    /** Returns the byte after the first line. */
    int headEnd() {
        return headEnd;
    }

    /** Returns the exact text of a row. With its line end and the empty lines after it. */
    String raw(int row) {
        return text(start(row), end(row));
    }

    /** Returns the text of some bytes. */
    String text(int from, int to) {
        return dialect().decode(image.bytes(), from, to);
    }

    /** Reports whether the encoding gives the exact bytes of a row back. */
    boolean isFaithful(int row) {
        return Arrays.equals(dialect().encode(raw(row)), Arrays.copyOfRange(image.bytes(), start(row), end(row)));
    }

    /** Returns the text before the first row. Without the byte order mark. */
    String head() {
        return text(dialect().mark(), headEnd);
    }

    /** Returns the rows without an id. */
    int[] withoutId() {
        return IntStream.range(0, size()).filter(ids()::isNone).toArray();
    }

    /** Returns the records of some rows, in order. */
    List<RecordSnapshot> records(int[] numbers) {
        return cells(numbers).stream().map(columns::recordOf).toList();
    }

    /** Returns the cells of some rows, in order. */
    List<String[]> cells(int[] numbers) {
        return Arrays.stream(numbers)
                .mapToObj(row -> RowScanner.of(raw(row), dialect().delimiter()).cells())
                .toList();
    }

    /** Returns a hash of content and decoding. */
    static byte[] contentOf(FileImage image, FileLayout layout) {
        MessageDigest digest = Fingerprint.sha256();
        digest.update(image.bytes());
        return digest.digest(layout.signature().getBytes(StandardCharsets.UTF_8));
    }
}
