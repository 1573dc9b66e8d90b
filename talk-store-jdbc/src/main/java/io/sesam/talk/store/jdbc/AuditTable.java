package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.AuditEntry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The table {@code audit}. */
final class AuditTable {
    private static final String PAGE = """
            select time, run, operation, system, type, record_id, golden, what, before, after, reason from audit
            order by number desc limit ? offset ?""";
    private static final String ADD = """
            insert into audit (time, run, operation, system, type, record_id, golden, what, before, after, reason)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final Database database;
    private final Schemas schemas;
    private final FieldsCodec fields;

    AuditTable(Database database, Schemas schemas, FieldsCodec fields) {
        this.database = database;
        this.schemas = schemas;
        this.fields = fields;
    }

    List<AuditEntry> page(long skip, int limit) throws SQLException {
        return database.list(PAGE, binder -> binder.number(limit).number(skip), this::read);
    }

    void add(List<AuditEntry> entries) throws SQLException {
        database.each(ADD, entries, this::fill);
    }

    private AuditEntry read(Row row) throws SQLException {
        Instant time = row.instant();
        String run = row.text();
        String operation = row.text();
        SystemName system = row.system();
        EntityType type = row.type();
        Schema schema = schemas.of(type);
        return new AuditEntry(
                time,
                run,
                operation,
                system,
                type,
                row.optionalText(),
                row.golden(),
                row.text(),
                fields.read(schema, row.text()),
                fields.read(schema, row.text()),
                row.optionalText());
    }

    private void fill(Binder binder, AuditEntry entry) throws SQLException {
        schemas.check(entry.before().schema());
        schemas.check(entry.after().schema());
        binder.instant(entry.time())
                .text(entry.run())
                .text(entry.operation())
                .text(entry.system().value())
                .text(entry.type().name())
                .text(entry.recordId())
                .text(entry.golden().value())
                .text(entry.what())
                .text(fields.write(entry.before()))
                .text(fields.write(entry.after()))
                .text(entry.reason());
    }
}
