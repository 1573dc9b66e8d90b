package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.store.StoredRecord;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The encoding of records as rows of {@code records}. */
final class RecordCodec {
    /** The columns, in reading and writing order. */
    static final String COLUMNS = "r.system, r.type, r.id, r.status, r.golden, r.said, r.stamps, r.told, r.modified,"
            + " r.created, r.first_seen, r.keys, r.parked, r.version, r.listing, r.further";

    private final Schemas schemas;
    private final FieldsCodec fields;
    private final StampsCodec stamps;

    RecordCodec(Schemas schemas, FieldsCodec fields) {
        this.schemas = schemas;
        this.fields = fields;
        this.stamps = new StampsCodec(fields);
    }

    void write(Binder binder, StoredRecord stored, UndeclaredValues undeclaredValues) throws SQLException {
        SourceRecord record = stored.record();
        schemas.check(record.rawValues().schema());
        GoldenId golden = stored.golden();
        binder.text(record.ref().system().value())
                .text(record.ref().type().name())
                .text(record.ref().id())
                .text(stored.status().name().toLowerCase(Locale.ROOT))
                .text(golden == null ? null : golden.value())
                .text(fields.write(record.rawValues(), undeclaredValues.values()))
                .text(stamps.write(record, undeclaredValues.stamps()))
                .text(stamps.writeWritten(record, undeclaredValues.written()))
                .micros(record.modified())
                .micros(record.created())
                .micros(record.firstSeen())
                .text(writeKeys(stored.keys()))
                .flag(stored.parked())
                .text(stored.version())
                .number(stored.listing())
                .text(writeFurther(record.matchValues()));
    }

    StoredRecord read(ResultRow row) throws SQLException {
        return read(new RecordRef(row.system(), row.type(), row.text()), row);
    }

    /** Reads the columns after those of the reference. */
    StoredRecord read(RecordRef ref, ResultRow row) throws SQLException {
        StoredRecord.Status status = readStatus(row.text());
        String golden = row.optionalText();
        SourceRecord record = record(row, ref);
        Set<MatchKey> keys = readKeys(row.text());
        boolean parked = row.flag();
        String version = row.optionalText();
        long listing = row.number();
        return new StoredRecord(
                record.matching(readFurther(row.optionalText())),
                status,
                golden == null ? null : new GoldenId(golden),
                keys,
                parked,
                version,
                listing);
    }

    private SourceRecord record(ResultRow row, RecordRef ref) throws SQLException {
        Schema schema = schemas.of(ref.type());
        Fields rawValues = fields.read(schema, row.text());
        String times = row.optionalText();
        String written = row.optionalText();
        long modified = row.micros();
        long created = row.micros();
        long firstSeen = row.micros();
        Stamps read = stamps.read(schema, StampsCodec.plainTime(modified, created, firstSeen), times, written);
        return SourceRecord.remembered(ref, rawValues, modified, created, firstSeen, read);
    }

    static StoredRecord.Status readStatus(String status) {
        return StoredRecord.Status.valueOf(status.toUpperCase(Locale.ROOT));
    }

    /** Encodes the keys as list: rule, value, rule, value … */
    static String writeKeys(Set<MatchKey> keys) {
        List<String> texts = new ArrayList<>(keys.size() * 2);
        for (MatchKey key : keys) {
            texts.add(key.rule());
            texts.add(key.value());
        }
        return FlatJson.write(texts);
    }

    static Set<MatchKey> readKeys(String written) {
        List<String> texts = FlatJson.readList(written);
        Set<MatchKey> keys = new HashSet<>();
        for (int i = 0; i < texts.size(); i += 2) {
            keys.add(new MatchKey(texts.get(i), texts.get(i + 1)));
        }
        return keys;
    }

    /** Encodes further match values as list: property, value, property, value …; {@code null} if none. */
    static @Nullable String writeFurther(Map<String, List<String>> further) {
        if (further.isEmpty()) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        new TreeMap<>(further)
                .forEach((property, values) -> values.forEach(value -> {
                    texts.add(property);
                    texts.add(value);
                }));
        return FlatJson.write(texts);
    }

    static Map<String, List<String>> readFurther(@Nullable String written) {
        if (written == null) {
            return Map.of();
        }
        List<String> texts = FlatJson.readList(written);
        Map<String, List<String>> further = new HashMap<>();
        for (int i = 0; i < texts.size(); i += 2) {
            further.computeIfAbsent(texts.get(i), property -> new ArrayList<>()).add(texts.get(i + 1));
        }
        return further;
    }

    /** Returns a row's values of undeclared properties. The columns are those of {@link UndeclaredValues}. */
    @Nullable
    UndeclaredValues leftover(EntityType type, ResultRow row) throws SQLException {
        return UndeclaredValues.of(
                schemas.retired(type),
                row.text(),
                row.optionalText(),
                row.optionalText(),
                StampsCodec.plainTime(row.micros(), row.micros(), row.micros()));
    }
}
