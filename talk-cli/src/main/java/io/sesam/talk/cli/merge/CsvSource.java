package io.sesam.talk.cli.merge;

import io.sesam.talk.bulk.RecordSource;
import io.sesam.talk.connector.csv.CsvPlugin;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.settings.MergeSettings;
import io.sesam.talk.spi.RecordSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A CSV file, read as the CSV connector reads it. */
final class CsvSource implements RecordSource {
    private final MergeSettings.InputFile file;
    private final Schema schema;
    private final Consumer<String> notes;

    CsvSource(MergeSettings.InputFile file, Schema schema, Consumer<String> notes) {
        this.file = file;
        this.schema = schema;
        this.notes = notes;
    }

    @Override
    public String name() {
        return MergeInput.name(file.path());
    }

    @Override
    public EntityType type() {
        return file.type();
    }

    @Override
    public long bytes() {
        try {
            return Files.size(file.path());
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void read(Rows rows) {
        CsvPlugin.read(file.path(), schema, file.columns(), new CsvPlugin.Rows() {
            private @Nullable RowCells last;

            @Override
            public boolean cells(CsvPlugin.Cells cells, long line) {
                RowCells own = last;
                if (own == null || own.cells != cells) {
                    own = new RowCells(cells);
                    last = own;
                }
                return rows.cells(file.system(), own, line);
            }

            @Override
            public void record(RecordSnapshot record, long line) {
                rows.record(recordOf(record), line);
            }

            @Override
            public void refused(long line, String reason) {
                rows.refused(line, reason);
            }

            @Override
            public void note(String remark) {
                notes.accept(remark);
            }
        });
    }

    private SourceRecord recordOf(RecordSnapshot snapshot) {
        RecordRef ref = new RecordRef(file.system(), file.type(), snapshot.id());
        return snapshot.modified()
                .map(time -> SourceRecord.of(ref, snapshot.fields(), time))
                .orElseGet(() -> SourceRecord.of(ref, snapshot.fields()));
    }

    /** The cells of the CSV reader as those of a source. */
    private static final class RowCells implements RecordSource.Cells {
        private final CsvPlugin.Cells cells;

        RowCells(CsvPlugin.Cells cells) {
            this.cells = cells;
        }

        @Override
        public byte[] bytes() {
            return cells.bytes();
        }

        @Override
        public int idFrom() {
            return cells.idFrom();
        }

        @Override
        public int idTo() {
            return cells.idTo();
        }

        @Override
        public int from(int property) {
            return cells.from(property);
        }

        @Override
        public int to(int property) {
            return cells.to(property);
        }

        @Override
        public long modified() {
            return cells.modified();
        }
    }
}
