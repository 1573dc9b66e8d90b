package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.store.Intent;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** The table {@code intents}. */
final class IntentTable {
    private static final String SELECT = "select operation, system, type, kind, golden, origin_system, origin_type,"
            + " origin_id, record_id, since, fields, unknown from intents ";
    private static final String BY_GOLDEN = SELECT + "where system = ? and type = ? and golden in (:many)";
    private static final String OF_TYPE = SELECT + "where system = ? and type = ? order by since, operation";
    private static final String ALL = SELECT + "order by since, operation";
    private static final String PUT = """
            insert into intents (operation, system, type, kind, golden, origin_system, origin_type, origin_id,
                record_id, since, fields, unknown)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (operation) do update set
                system = excluded.system, type = excluded.type, kind = excluded.kind, golden = excluded.golden,
                origin_system = excluded.origin_system, origin_type = excluded.origin_type,
                origin_id = excluded.origin_id, record_id = excluded.record_id, since = excluded.since,
                fields = excluded.fields, unknown = excluded.unknown""";
    private static final String CLOSE = "delete from intents where operation = ?";

    private static final String FORGET = "delete from intents where golden = ?";

    /** The values of the column {@code unknown}; older stores have the first two. */
    private static final int SENT = 0;

    private static final int UNKNOWN = 1;
    private static final int NOTED = 2;

    private final StoreDatabase database;
    private final Schemas schemas;
    private final FieldsCodec fields;

    IntentTable(StoreDatabase database, Schemas schemas, FieldsCodec fields) {
        this.database = database;
        this.schemas = schemas;
        this.fields = fields;
    }

    List<Intent> find(SystemName system, EntityType type, Collection<GoldenId> goldens) throws SQLException {
        return database.many(
                BY_GOLDEN,
                binder -> binder.text(system.value()).text(type.name()),
                GoldenTable.texts(goldens),
                StoreDatabase.Filler.NOTHING,
                this::read);
    }

    List<Intent> of(SystemName system, EntityType type) throws SQLException {
        return database.list(OF_TYPE, binder -> binder.text(system.value()).text(type.name()), this::read);
    }

    List<Intent> all() throws SQLException {
        return database.list(ALL, StoreDatabase.Filler.NOTHING, this::read);
    }

    void forget(Collection<GoldenId> goldens) throws SQLException {
        database.each(FORGET, GoldenTable.texts(goldens), Binder::text);
    }

    /** Applies closed and new intents. An intent that is in both was recorded again. */
    void change(Collection<String> closed, Collection<Intent> noted) throws SQLException {
        database.each(CLOSE, closed, Binder::text);
        database.each(PUT, noted, this::fill);
    }

    private Intent read(ResultRow row) throws SQLException {
        String operation = row.text();
        SystemName system = row.system();
        EntityType type = row.type();
        String[] kind = row.text().split(" ", -1);
        Intent.Builder intent = Intent.builder()
                .operation(operation)
                .system(system)
                .type(type)
                .kind(Operation.Kind.valueOf(kind[0]))
                .golden(row.golden())
                .origin(new RecordRef(row.system(), row.type(), row.text()))
                .recordId(row.optionalText())
                .since(row.instant())
                .fields(fields.read(schemas.of(type), row.text()))
                .purpose(kind.length == 1 ? Intent.Purpose.SYNC : Intent.Purpose.valueOf(kind[1]));
        long progress = row.number();
        return intent.unknown(progress == UNKNOWN).sent(progress != NOTED).build();
    }

    /** Encodes the kind, with the purpose if unusual. The column is older than the other purposes. */
    private static String kind(Intent intent) {
        String kind = intent.kind().name();
        return intent.purpose() == Intent.Purpose.SYNC
                ? kind
                : kind + " " + intent.purpose().name();
    }

    private void fill(Binder binder, Intent intent) throws SQLException {
        schemas.check(intent.fields().schema());
        binder.text(intent.operation())
                .text(intent.system().value())
                .text(intent.type().name())
                .text(kind(intent))
                .text(intent.golden().value())
                .text(intent.origin().system().value())
                .text(intent.origin().type().name())
                .text(intent.origin().id())
                .text(intent.recordId())
                .instant(intent.since())
                .text(fields.write(intent.fields()))
                .number(intent.unknown() ? UNKNOWN : intent.sent() ? SENT : NOTED);
    }
}
