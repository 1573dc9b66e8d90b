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
            + " origin_id, record_id, since, unknown from intents ";
    private static final String BY_GOLDEN = SELECT + "where system = ? and type = ? and golden in (:many)";
    private static final String ALL = SELECT + "order by since, operation";
    private static final String PUT = """
            insert into intents (operation, system, type, kind, golden, origin_system, origin_type, origin_id,
                record_id, since, unknown)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (operation) do update set
                system = excluded.system, type = excluded.type, kind = excluded.kind, golden = excluded.golden,
                origin_system = excluded.origin_system, origin_type = excluded.origin_type,
                origin_id = excluded.origin_id, record_id = excluded.record_id, since = excluded.since,
                unknown = excluded.unknown""";
    private static final String CLOSE = "delete from intents where operation = ?";

    private final Database database;

    IntentTable(Database database) {
        this.database = database;
    }

    List<Intent> find(SystemName system, EntityType type, Collection<GoldenId> goldens) throws SQLException {
        return database.many(
                BY_GOLDEN,
                binder -> binder.text(system.value()).text(type.name()),
                GoldenTable.texts(goldens),
                Database.Filler.NOTHING,
                IntentTable::read);
    }

    List<Intent> all() throws SQLException {
        return database.list(ALL, Database.Filler.NOTHING, IntentTable::read);
    }

    /** What is both closed and noted has been noted again. */
    void change(Collection<String> closed, Collection<Intent> noted) throws SQLException {
        database.each(CLOSE, closed, Binder::text);
        database.each(PUT, noted, IntentTable::fill);
    }

    private static Intent read(Row row) throws SQLException {
        return new Intent(
                row.text(),
                row.system(),
                row.type(),
                Operation.Kind.valueOf(row.text()),
                row.golden(),
                new RecordRef(row.system(), row.type(), row.text()),
                row.optionalText(),
                row.instant(),
                row.flag());
    }

    private static void fill(Binder binder, Intent intent) throws SQLException {
        binder.text(intent.operation())
                .text(intent.system().value())
                .text(intent.type().name())
                .text(intent.kind().name())
                .text(intent.golden().value())
                .text(intent.origin().system().value())
                .text(intent.origin().type().name())
                .text(intent.origin().id())
                .text(intent.recordId())
                .instant(intent.since())
                .flag(intent.unknown());
    }
}
