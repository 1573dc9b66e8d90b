package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.Parked;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The table {@code parked}. No record is an empty id there, because a primary key holds no nulls. */
final class ParkedTable {
    private static final String SELECT =
            "select system, type, golden, record_id, reason, fingerprint, since, kind from parked ";
    private static final String BY_GOLDEN = SELECT + "where system = ? and type = ? and golden in (:many)";
    private static final String OF_GOLDEN = SELECT + "where golden = ? order by since, system, type, golden, record_id";
    private static final String AFTER = SELECT
            + "where (since, system, type, golden, record_id) > (?, ?, ?, ?, ?)"
            + " order by since, system, type, golden, record_id limit ?";
    private static final String FIRST = SELECT + "order by since, system, type, golden, record_id limit ?";
    private static final String COUNT = "select count(*) from parked";
    private static final String PUT = """
            insert into parked (system, type, golden, record_id, reason, fingerprint, since, kind)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (system, type, golden, record_id) do update set
                reason = excluded.reason, fingerprint = excluded.fingerprint, since = excluded.since,
                kind = excluded.kind""";
    private static final String REMOVE =
            "delete from parked where system = ? and type = ? and golden = ? and record_id = ?";

    private static final String ANY = "select 1 from parked limit 1";

    private static final String FORGET = "delete from parked where golden = ?";

    private final StoreDatabase database;

    /** Whether nothing is parked; {@code null} if that is not known. */
    private @Nullable Boolean empty;

    ParkedTable(StoreDatabase database) {
        this.database = database;
    }

    List<Parked> find(SystemName system, EntityType type, Collection<GoldenId> goldens) throws SQLException {
        if (isEmpty()) {
            return List.of();
        }
        return database.many(
                BY_GOLDEN,
                binder -> binder.text(system.value()).text(type.name()),
                GoldenTable.texts(goldens),
                StoreDatabase.Filler.NOTHING,
                ParkedTable::read);
    }

    /** Returns what is parked of a golden record, oldest first. */
    List<Parked> of(GoldenId golden) throws SQLException {
        return isEmpty()
                ? List.of()
                : database.list(OF_GOLDEN, binder -> binder.text(golden.value()), ParkedTable::read);
    }

    /** Returns a page, oldest first, after an entry. */
    List<Parked> page(@Nullable Parked after, int limit) throws SQLException {
        if (after == null) {
            return database.list(FIRST, binder -> binder.number(limit), ParkedTable::read);
        }
        return database.list(
                AFTER,
                binder -> {
                    binder.instant(after.since());
                    fill(binder, after.key());
                    binder.number(limit);
                },
                ParkedTable::read);
    }

    long count() throws SQLException {
        return database.number(COUNT, StoreDatabase.Filler.NOTHING);
    }

    void forget(Collection<GoldenId> goldens) throws SQLException {
        database.each(FORGET, GoldenTable.texts(goldens), Binder::text);
    }

    void change(Collection<Parked.Key> removed, Collection<Parked> added) throws SQLException {
        if (!removed.isEmpty() && !isEmpty()) {
            database.each(REMOVE, removed, ParkedTable::fill);
        }
        if (!added.isEmpty()) {
            empty = false;
        }
        database.each(PUT, added, (binder, entry) -> {
            fill(binder, entry.key());
            binder.text(entry.reason())
                    .text(entry.fingerprint())
                    .instant(entry.since())
                    .text(entry.kind().name());
        });
    }

    /** Checks whether nothing is parked. Each write unparks what may be parked, and mostly nothing is. */
    private boolean isEmpty() throws SQLException {
        if (empty == null) {
            empty = database.list(ANY, StoreDatabase.Filler.NOTHING, ResultRow::number)
                    .isEmpty();
        }
        return empty;
    }

    /** Forgets what is in memory, because the outcome of a commit is not known. */
    void clear() {
        empty = null;
    }

    private static void fill(Binder binder, Parked.Key key) throws SQLException {
        binder.text(key.system().value())
                .text(key.type().name())
                .text(key.golden().value())
                .text(Objects.requireNonNullElse(key.recordId(), ""));
    }

    private static Parked read(ResultRow row) throws SQLException {
        SystemName system = row.system();
        EntityType type = row.type();
        GoldenId golden = row.golden();
        String recordId = row.text();
        return Parked.builder()
                .system(system)
                .type(type)
                .golden(golden)
                .recordId(recordId.isEmpty() ? null : recordId)
                .reason(row.text())
                .fingerprint(row.text())
                .since(row.instant())
                .kind(Parked.Kind.valueOf(row.text()))
                .build();
    }
}
