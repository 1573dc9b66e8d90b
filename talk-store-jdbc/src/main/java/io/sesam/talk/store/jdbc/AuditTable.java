package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.AuditEntry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The table {@code audit}. */
final class AuditTable {
    private static final String SELECT =
            "select time, run, operation, system, type, record_id, golden, what, before, after, reason, actor from audit ";
    private static final String PAGE = SELECT + "order by number desc limit ? offset ?";
    private static final String OF_RUN = SELECT + "where run = ? order by number desc limit ? offset ?";
    private static final String ABOUT =
            SELECT + "where system = ? and type = ? and record_id = ? order by number desc limit ?";
    private static final String ADD = """
            insert into audit (time, run, operation, system, type, record_id, golden, what, before, after, reason, actor)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    /** Keeps the entry but clears its values. */
    private static final String WITHOUT_VALUES = "update audit set before = '{}', after = '{}', reason = null ";

    private static final String FORGET_GOLDEN = WITHOUT_VALUES + "where golden = ?";
    private static final String FORGET_RECORD = WITHOUT_VALUES + "where system = ? and type = ? and record_id = ?";

    private final StoreDatabase database;
    private final Schemas schemas;
    private final FieldsCodec fields;

    AuditTable(StoreDatabase database, Schemas schemas, FieldsCodec fields) {
        this.database = database;
        this.schemas = schemas;
        this.fields = fields;
    }

    List<AuditEntry> page(long skip, int limit) throws SQLException {
        return database.list(PAGE, binder -> binder.number(limit).number(skip), this::read);
    }

    /** Returns a page of the entries of a run, the newest first. */
    List<AuditEntry> of(String run, long skip, int limit) throws SQLException {
        return database.list(OF_RUN, binder -> binder.text(run).number(limit).number(skip), this::read);
    }

    /** Returns the entries of records, in time order. */
    List<AuditEntry> about(Collection<RecordRef> records, int limit) throws SQLException {
        List<AuditEntry> entries = new ArrayList<>();
        for (RecordRef ref : Set.copyOf(records)) {
            entries.addAll(database.list(
                    ABOUT,
                    binder -> binder.text(ref.system().value())
                            .text(ref.type().name())
                            .text(ref.id())
                            .number(limit),
                    this::read));
        }
        entries.sort(Comparator.comparing(AuditEntry::time).reversed());
        return entries;
    }

    void add(List<AuditEntry> entries) throws SQLException {
        database.each(ADD, entries, this::fill);
    }

    /**
     * Clears the values of erased records. By golden record it reads the whole journal: this is rare, and a second
     * index would cost every write.
     */
    void forget(Collection<RecordRef> records, Collection<GoldenId> goldens) throws SQLException {
        database.each(FORGET_GOLDEN, GoldenTable.texts(goldens), Binder::text);
        database.each(
                FORGET_RECORD,
                records,
                (binder, ref) -> binder.text(ref.system().value())
                        .text(ref.type().name())
                        .text(ref.id()));
    }

    private AuditEntry read(ResultRow row) throws SQLException {
        Instant time = row.instant();
        String run = row.text();
        String operation = row.text();
        SystemName system = row.system();
        EntityType type = row.type();
        Schema schema = schemas.of(type);
        return AuditEntry.builder()
                .time(time)
                .run(run)
                .operation(operation)
                .system(system)
                .type(type)
                .recordId(row.optionalText())
                .golden(row.optionalGolden())
                .outcome(AuditEntry.Outcome.of(row.text()))
                .before(fields.read(schema, row.text()))
                .after(fields.read(schema, row.text()))
                .reason(row.optionalText())
                .actor(row.optionalText())
                .build();
    }

    private void fill(Binder binder, AuditEntry entry) throws SQLException {
        schemas.check(entry.before().schema());
        schemas.check(entry.after().schema());
        GoldenId golden = entry.golden();
        binder.instant(entry.time())
                .text(entry.run())
                .text(entry.operation())
                .text(entry.system().value())
                .text(entry.type().name())
                .text(entry.recordId())
                .text(golden == null ? "" : golden.value())
                .text(entry.outcome().text())
                .text(fields.write(entry.before()))
                .text(fields.write(entry.after()))
                .text(entry.reason())
                .text(entry.actor());
    }
}
