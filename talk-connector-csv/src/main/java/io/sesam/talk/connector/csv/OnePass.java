package io.sesam.talk.connector.csv;

import io.sesam.talk.connector.csv.cell.ByteScanner;
import io.sesam.talk.connector.csv.cell.CellText;
import io.sesam.talk.connector.csv.cell.RowScanner;
import io.sesam.talk.connector.csv.decode.CsvDialect;
import io.sesam.talk.connector.csv.decode.DialectDetector;
import io.sesam.talk.connector.csv.decode.Utf8Cursor;
import io.sesam.talk.connector.csv.decode.Utf8Source;
import io.sesam.talk.connector.csv.disk.FileErrors;
import io.sesam.talk.connector.csv.disk.FileImage;
import io.sesam.talk.connector.csv.row.Columns;
import io.sesam.talk.connector.csv.row.RowFault;
import io.sesam.talk.connector.csv.settings.FileLayout;
import io.sesam.talk.connector.csv.table.TableScan;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TimeText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** One reading of a file that nobody writes to. */
final class OnePass {
    private final FileLayout layout;
    private final Columns columns;
    private final CsvPlugin.Rows rows;
    private final int[] properties;
    private final int modified;

    private OnePass(FileLayout layout, Columns columns, CsvPlugin.Rows rows) {
        this.layout = layout;
        this.columns = columns;
        this.rows = rows;
        this.properties =
                IntStream.range(0, columns.schema().size()).map(columns::column).toArray();
        this.modified = columns.modified().orElse(-1);
    }

    static void read(Path file, Schema schema, Map<String, String> headers, CsvPlugin.Rows rows) {
        String name = Objects.requireNonNull(file.getFileName()).toString();
        FileLayout layout =
                new FileLayout(name, schema, headers, Optional.empty(), Optional.empty(), CellText.Formulas.KEEP);
        try {
            FileImage image = FileImage.readOnce(file, name);
            DialectDetector.Decoding decoding = DialectDetector.of(layout, image, "");
            if (decoding.guessed()) {
                rows.note(name + " is not in UTF-8; it is read as "
                        + decoding.dialect().charset()
                        + ", which is a guess. Save it as \"CSV UTF-8\" if letters look wrong");
            }
            new OnePass(layout, TableScan.header(layout, image, ""), rows).read(image, decoding.dialect());
        } catch (IOException e) {
            throw FileErrors.unreadable(name, e);
        }
    }

    private void read(FileImage image, CsvDialect dialect) throws IOException {
        int end = image.size() - dialect.endMarks(image);
        try (Utf8Source source = Utf8Source.of(image, dialect.charset(), dialect.mark(), end)) {
            Utf8Cursor cursor = new Utf8Cursor(source, dialect, image.size());
            cursor.next(); // the header, known already
            if (columns.idColumn() < 0) {
                rows.note(layout.file() + " has no column \"" + layout.header("id")
                        + "\"; the number of a line is the id of its record");
            }
            ByteCells cells = new ByteCells(cursor);
            while (cursor.next()) {
                if (!cursor.isPlain() || !cells.isReady() || !rows.cells(cells, cursor.line())) {
                    take(cursor);
                }
            }
            if (cursor.isMisfit() || !source.isComplete(end)) {
                throw FileErrors.unreadable(layout.file() + " has bytes that do not fit its encoding ("
                        + dialect.charset() + "), or changed while it was read; save it as \"CSV UTF-8\"");
            }
        }
    }

    private void take(Utf8Cursor cursor) {
        RowScanner row = cursor.letters();
        if (row.isUnclosed() || row.isDoubtful() || cursor.isOverlong()) {
            throw FileErrors.unreadable(layout.file() + ", line " + row.line()
                    + ": a quotation mark in this row is opened but not closed correctly, so that it is unclear"
                    + " where the row ends; double the quotation marks inside a quoted cell, and close it");
        }
        if (!row.isEmpty()) {
            take(row);
        }
    }

    private void take(RowScanner row) {
        Optional<String> fault = RowFault.of(columns, row);
        if (fault.isPresent()) {
            rows.refused(row.line(), fault.get());
            return;
        }
        RecordSnapshot record = columns.recordOf(row);
        if (!record.id().isEmpty()) {
            rows.record(record, row.line());
        } else if (columns.idColumn() >= 0) {
            rows.refused(row.line(), "it has no id; fill the cell, or remove the column");
        } else {
            RecordSnapshot named = RecordSnapshot.of(Long.toString(row.line()), record.fields());
            rows.record(record.modified().map(named::modified).orElse(named), row.line());
        }
    }

    /** The cells of the present row. */
    private final class ByteCells implements CsvPlugin.Cells {
        private final Utf8Cursor cursor;
        private final ByteScanner row;
        private final int id;

        ByteCells(Utf8Cursor cursor) {
            this.cursor = cursor;
            this.row = cursor.cells();
            this.id = columns.idColumn();
        }

        /** Checks for a row without a fault and with an id. */
        boolean isReady() {
            return id >= 0
                    && id < row.count()
                    && row.count() <= columns.count()
                    && row.to(id) - row.from(id) <= RowFault.LONGEST_ID
                    && hasId();
        }

        private boolean hasId() {
            byte[] text = cursor.window();
            for (int i = row.from(id); i < row.to(id); i++) {
                if (text[i] > ' ') {
                    return true;
                }
            }
            return false;
        }

        @Override
        public byte[] bytes() {
            return cursor.window();
        }

        @Override
        public int idFrom() {
            return row.from(id);
        }

        @Override
        public int idTo() {
            return row.to(id);
        }

        @Override
        public int from(int property) {
            int column = properties[property];
            return column < 0 || column >= row.count() ? -1 : row.from(column);
        }

        @Override
        public int to(int property) {
            int column = properties[property];
            return column < 0 || column >= row.count() ? -1 : row.to(column);
        }

        @Override
        public long modified() {
            return modified < 0 || modified >= row.count()
                    ? SourceRecord.NEVER
                    : TimeText.micros(cursor.window(), row.from(modified), row.to(modified));
        }
    }
}
