package io.sesam.talk.connector.csv.table;

import io.sesam.talk.connector.csv.cell.RowScanner;
import io.sesam.talk.connector.csv.decode.CsvDialect;
import io.sesam.talk.connector.csv.decode.DialectDetector;
import io.sesam.talk.connector.csv.decode.RowCursor;
import io.sesam.talk.connector.csv.decode.TextSource;
import io.sesam.talk.connector.csv.disk.FileErrors;
import io.sesam.talk.connector.csv.disk.FileImage;
import io.sesam.talk.connector.csv.row.CellFormat;
import io.sesam.talk.connector.csv.row.Columns;
import io.sesam.talk.connector.csv.row.Footers;
import io.sesam.talk.connector.csv.row.RowFault;
import io.sesam.talk.connector.csv.row.RowProblems;
import io.sesam.talk.connector.csv.settings.FileLayout;
import io.sesam.talk.spi.ReadProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A complete scan of a file. Finds every row; its text passes by in a window.
 *
 * <p>A row that cannot be read is rejected; a fault that makes other rows doubtful refuses the file.
 */
public final class TableScan {
    /** The number of rows from which the size of the rest is estimated. */
    private static final int SAMPLE = 4096;

    private static final long REJECTED_EACH = 300;

    private static final int MEGABYTE = 1_000_000;

    /** The size in bytes from which a scan reports its progress. */
    private static final int LARGE = 100 * MEGABYTE;

    /** The megabytes between two reports. */
    private static final int STEP = 5;

    private final FileLayout layout;
    private final FileImage image;
    private final DialectDetector.Decoding decoding;
    private final CsvDialect dialect;
    private final RowCursor cursor;
    private final RowScanner row;
    private final int bytes;
    private final Columns columns;
    private final CellFormat format;
    private final RowProblems problems;
    private final Footers footers;
    private final List<RejectedRow> rejected = new ArrayList<>();
    private final RowStore found = new RowStore();
    private final ReadProgress progress;
    private byte[] id = new byte[64];
    private long reported;

    private TableScan(
            FileLayout layout,
            FileImage image,
            DialectDetector.Decoding decoding,
            RowCursor cursor,
            int bytes,
            ReadProgress progress)
            throws IOException {
        this.progress = progress;
        this.layout = layout;
        this.image = image;
        this.decoding = decoding;
        this.dialect = decoding.dialect();
        this.cursor = cursor;
        this.row = cursor.row();
        this.bytes = bytes;
        this.columns = columns(layout, cursor);
        this.format = new CellFormat(columns);
        this.problems = new RowProblems(layout.file());
        this.footers = new Footers(columns);
    }

    /** Scans a file without reporting progress. */
    public static FileTable scan(FileLayout layout, FileImage image, String remembered) throws IOException {
        return scan(layout, image, remembered, (done, total) -> {});
    }

    /**
     * Scans a file.
     *
     * @param progress gets the megabytes of a file of more than a hundred
     */
    public static FileTable scan(FileLayout layout, FileImage image, String remembered, ReadProgress progress)
            throws IOException {
        DialectDetector.Decoding decoding = DialectDetector.of(layout, image, remembered);
        CsvDialect dialect = decoding.dialect();
        int end = image.size() - dialect.endMarks(image);
        try (TextSource source = TextSource.of(image, dialect.charset(), dialect.mark(), end)) {
            RowCursor rows = new RowCursor(source, dialect, window(image));
            return new TableScan(layout, image, decoding, rows, end, progress).table(source);
        }
    }

    /** Finds the columns without reading the rows. */
    public static Columns header(FileLayout layout, FileImage image, String remembered) throws IOException {
        CsvDialect dialect = DialectDetector.of(layout, image, remembered).dialect();
        int end = image.size() - dialect.endMarks(image);
        try (TextSource source = TextSource.of(image, dialect.charset(), dialect.mark(), end)) {
            return columns(layout, new RowCursor(source, dialect, window(image)));
        }
    }

    /** Returns the length of a window; a small file fits into its own. */
    private static int window(FileImage image) {
        return Math.min(RowCursor.WINDOW, image.size() + 2);
    }

    private static Columns columns(FileLayout layout, RowCursor cursor) throws IOException {
        if (!cursor.next() || cursor.row().isEmpty()) {
            throw FileErrors.unreadable(
                    layout.file() + " has no first line with the column names; add one, such as \"id,name\"");
        }
        if (cursor.row().isUnclosed() || cursor.row().isMisquoted() || cursor.isOverlong()) {
            throw FileErrors.unreadable(layout.file() + ", line " + cursor.row().line()
                    + ": a quotation mark is not closed correctly; correct the column names");
        }
        return Columns.of(layout, cursor.row().cells());
    }

    private FileTable table(TextSource source) throws IOException {
        int headEnd = cursor.end();
        int firstRow = -1;
        while (cursor.next()) {
            if (row.isUnclosed() || row.isDoubtful() || cursor.isOverlong()) {
                problems.quotes(row.line());
                break;
            }
            report();
            if (!row.isEmpty()) {
                firstRow = firstRow < 0 ? cursor.start() : firstRow;
                take();
            } else if (firstRow < 0) {
                headEnd = cursor.end();
            }
        }
        problems.throwIfAny();
        int end = cursor.end();
        rejectFooters(end);
        refuseIfNothingIsLeft();
        if (end != bytes || source.isMisfit()) {
            throw FileErrors.unreadable(layout.file() + " has an encoding that cannot be written back unchanged ("
                    + dialect.charset() + "), or changed while it was read; save it as \"CSV UTF-8\"");
        }
        rejected.sort(Comparator.comparingInt(RejectedRow::start));
        RejectedRows rows = new RejectedRows(layout.file(), rejected);
        return new FileTable(
                layout,
                image,
                decoding,
                columns,
                found.complete(end),
                rows,
                firstRow < 0 ? headEnd : firstRow,
                end,
                format);
    }

    private void report() {
        long megabytes = cursor.end() / MEGABYTE;
        if (bytes > LARGE && megabytes >= reported + STEP) {
            reported = megabytes;
            progress.advanced(megabytes, bytes / MEGABYTE);
        }
    }

    private void take() {
        Optional<String> fault = RowFault.of(columns, row);
        if (fault.isPresent()) {
            found.endsBefore(cursor.start());
            rejected.add(new RejectedRow(
                    cursor.start(), cursor.end(), row.line(), fault.get(), RowFault.idOf(columns, row), false));
            estimate(rejected.size() * REJECTED_EACH);
            return;
        }
        int length = takeId();
        int same = length == 0 ? -1 : found.ids().find(id, 0, length);
        if (same >= 0) {
            problems.sameId(found.line(same), row.line(), found.ids().id(same));
            return;
        }
        footers.take(found.size(), row);
        format.learn(row, found.size());
        found.add(cursor.start(), columns, row, id, length);
        if (found.size() % SAMPLE == 0 && !image.isHeld()) {
            expectRest();
        }
    }

    /** Keeps the bytes of the row's id; returns their number. */
    private int takeId() {
        int column = columns.idColumn();
        if (column < 0) {
            return 0;
        }
        int length = 0;
        if (columns.isValue(row, column)) {
            int from = row.from(column);
            int to = row.to(column);
            if (id.length < to - from) {
                id = new byte[to - from];
            }
            while (from < to && row.text()[from] > ' ' && row.text()[from] < 0x7f) {
                id[length++] = (byte) row.text()[from++];
            }
            if (from == to) {
                return length;
            }
        }
        byte[] whole = columns.idOf(row).getBytes(StandardCharsets.UTF_8);
        id = whole.length > id.length ? whole : id;
        System.arraycopy(whole, 0, id, 0, whole.length);
        return whole.length;
    }

    /** Makes room for the rest of the file at once; refuses it when that is too much. */
    private void expectRest() {
        double share = (double) cursor.end() / bytes;
        long rows = (long) (found.size() / share);
        long ids = (long) (found.ids().bytes() / share);
        estimate(rows * RowStore.BYTES_EACH + 2 * (ids + rows * IdIndex.BYTES_EACH));
        if (found.size() == SAMPLE) {
            found.expect((int) Math.min(bytes, rows + rows / 16), ids + ids / 16);
        }
    }

    private void estimate(long memory) {
        if (memory > Runtime.getRuntime().maxMemory() / 2) {
            throw FileErrors.tooLarge(layout.file(), image.size(), memory);
        }
    }

    private void rejectFooters(int end) {
        List<Integer> rows = footers.found();
        if (rows.isEmpty()) {
            return;
        }
        for (int footer : rows) {
            rejected.add(new RejectedRow(
                    found.start(footer),
                    found.end(footer, end),
                    found.line(footer),
                    "it looks like the footer of a report; the row is rejected. Fill its other cells if it is a record",
                    Optional.of(found.ids().id(footer)).filter(text -> !text.isEmpty()),
                    true));
        }
        found.cut(rows.get(0));
    }

    private void refuseIfNothingIsLeft() {
        if (found.size() == 0 && rejected.stream().anyMatch(one -> !one.footer())) {
            throw FileErrors.unreadable(
                    String.join(System.lineSeparator(), new RejectedRows(layout.file(), rejected).messages())
                            + System.lineSeparator() + layout.file() + ": no row can be read");
        }
    }
}
