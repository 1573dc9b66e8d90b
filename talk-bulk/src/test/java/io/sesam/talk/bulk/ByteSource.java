package io.sesam.talk.bulk;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.SourceRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A source that gives the cells of its records as bytes, where they have nothing else. */
final class ByteSource implements RecordSource {
    private final RecordSource records;
    private final AtomicInteger taken;

    private ByteSource(RecordSource records, AtomicInteger taken) {
        this.records = records;
        this.taken = taken;
    }

    static List<RecordSource> of(List<RecordSource> sources, boolean asBytes, AtomicInteger taken) {
        return asBytes
                ? sources.stream()
                        .<RecordSource>map(source -> new ByteSource(source, taken))
                        .toList()
                : sources;
    }

    @Override
    public String name() {
        return records.name();
    }

    @Override
    public EntityType type() {
        return records.type();
    }

    @Override
    public void read(Rows rows) throws IOException {
        records.read(new Rows() {
            @Override
            public void record(SourceRecord record, long position) {
                if (isForBytes(record) && rows.cells(record.ref().system(), new Row(record), position)) {
                    taken.incrementAndGet();
                } else {
                    rows.record(record, position);
                }
            }

            @Override
            public void refused(long position, String reason) {
                rows.refused(position, reason);
            }
        });
    }

    private static boolean isForBytes(SourceRecord record) {
        return record.isPlain()
                && record.matchValues().isEmpty()
                && record.created() == SourceRecord.NEVER
                && record.firstSeen() == SourceRecord.NEVER;
    }

    /** The texts of a record, one after another. */
    private static final class Row implements Cells {
        private final SourceRecord record;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int idTo;
        private final int[] from;
        private final int[] to;

        Row(SourceRecord record) {
            this.record = record;
            this.from = new int[record.rawValues().schema().size()];
            this.to = new int[from.length];
            add(" " + record.ref().id() + " ");
            this.idTo = bytes.size();
            for (int i = 0; i < from.length; i++) {
                Object slot = record.rawValues().slot(i);
                from[i] = slot == null ? -1 : bytes.size();
                if (slot != null) {
                    add(slot == Blank.BLANK ? (i % 2 == 0 ? "" : " \t") : Fields.textOf(slot));
                }
                to[i] = slot == null ? -1 : bytes.size();
            }
            add("\n, 17,x");
        }

        private void add(String text) {
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public byte[] bytes() {
            return bytes.toByteArray();
        }

        @Override
        public int idFrom() {
            return 0;
        }

        @Override
        public int idTo() {
            return idTo;
        }

        @Override
        public int from(int property) {
            return from[property];
        }

        @Override
        public int to(int property) {
            return to[property];
        }

        @Override
        public long modified() {
            return record.modified();
        }
    }
}
