package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON encoding of stamps, by property. One object with times and marks, such as
 * {@code "2026-01-02T03:04:05Z echo unseen"}, one with the values that Talk wrote to the system.
 *
 * <p>A property with the record's time and no marks is left out.
 */
final class StampsCodec {
    private static final String NEVER = "never";
    private static final Map<String, Integer> MARKS = marks();

    private final FieldsCodec fields;

    StampsCodec(FieldsCodec fields) {
        this.fields = fields;
    }

    private static Map<String, Integer> marks() {
        Map<String, Integer> marks = new LinkedHashMap<>();
        marks.put("echo", Stamps.ECHO);
        marks.put("cleared", Stamps.CLEARED);
        marks.put("agreed", Stamps.AGREED);
        marks.put("unseen", Stamps.UNSEEN);
        marks.put("faint", Stamps.ENRICHED); // as in the stores of earlier versions
        marks.put("foreign", Stamps.FOREIGN);
        marks.put("edited", Stamps.EDITED);
        return marks;
    }

    /** Returns the default time of a record's properties. */
    static long plainTime(long modified, long created, long firstSeen) {
        return SourceRecord.undatedTime(modified, created, firstSeen);
    }

    static String time(long micros) {
        return micros == SourceRecord.NEVER
                ? NEVER
                : SourceRecord.instant(micros).toString();
    }

    /** Encodes times and marks; {@code null} if all are default. */
    @Nullable
    String write(SourceRecord record, Map<String, String> further) {
        FlatJsonWriter writer = new FlatJsonWriter();
        if (!record.isPlain()) {
            long plain = plainTime(record.modified(), record.created(), record.firstSeen());
            Schema schema = record.rawValues().schema();
            for (int i = 0; i < schema.size(); i++) {
                if (record.time(i) != plain || record.stamps().marks(i) != 0) {
                    writer.member(schema.property(i).name(), stamp(record.stamps(), i));
                }
            }
        }
        further.forEach(writer::member);
        return writer.isEmpty() ? null : writer.object();
    }

    private static String stamp(Stamps stamps, int index) {
        StringBuilder text = new StringBuilder(time(stamps.time(index)));
        int rest = stamps.marks(index);
        for (Map.Entry<String, Integer> mark : MARKS.entrySet()) {
            if ((rest & mark.getValue()) != 0) {
                text.append(' ').append(mark.getKey());
                rest &= ~mark.getValue();
            }
        }
        return rest == 0 ? text.toString() : text.append(' ').append(rest).toString();
    }

    /** Encodes the values Talk wrote; {@code null} if none. */
    @Nullable
    String writeWritten(SourceRecord record, Map<String, String> further) {
        FlatJsonWriter writer = new FlatJsonWriter();
        if (!record.isPlain()) {
            Fields written = writtenBy(record);
            for (int i = 0; i < written.schema().size(); i++) {
                String original = written.originalText(i).orElse(null);
                if (original != null) {
                    writer.member(written.schema().property(i).name(), original);
                }
            }
        }
        further.forEach(writer::member);
        return writer.isEmpty() ? null : writer.object();
    }

    private static Fields writtenBy(SourceRecord record) {
        Schema schema = record.rawValues().schema();
        @Nullable Object[] slots = new Object[schema.size()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = record.stamps().written(i);
        }
        return Fields.over(schema, slots);
    }

    /** Decodes stamps; {@code null} if all are default. */
    @Nullable
    Stamps read(Schema schema, long plain, @Nullable String times, @Nullable String written) {
        Map<String, String> timesByName = times == null ? Map.of() : FlatJson.readObject(times);
        Map<String, String> writtenByName = written == null ? Map.of() : FlatJson.readObject(written);
        Stamps stamps = null;
        for (int i = 0; i < schema.size(); i++) {
            Property property = schema.property(i);
            String stamp = timesByName.get(property.name());
            String original = writtenByName.get(property.name());
            if (stamp != null || original != null) {
                stamps = (stamps == null ? Stamps.all(schema.size(), plain) : stamps)
                        .with(
                                i,
                                stamp == null ? plain : readTime(stamp),
                                stamp == null ? 0 : readMarks(stamp),
                                original == null ? null : fields.slot(property, original));
            }
        }
        return stamps;
    }

    private static long readTime(String stamp) {
        int end = stamp.indexOf(' ');
        String time = end < 0 ? stamp : stamp.substring(0, end);
        return time.equals(NEVER) ? SourceRecord.NEVER : SourceRecord.micros(ColumnTimes.read(time));
    }

    private static int readMarks(String stamp) {
        int marks = 0;
        for (int start = stamp.indexOf(' '); start >= 0; ) {
            int end = stamp.indexOf(' ', start + 1);
            String word = stamp.substring(start + 1, end < 0 ? stamp.length() : end);
            Integer mark = MARKS.get(word);
            marks |= mark != null ? mark : Integer.parseInt(word);
            start = end;
        }
        return marks;
    }
}
