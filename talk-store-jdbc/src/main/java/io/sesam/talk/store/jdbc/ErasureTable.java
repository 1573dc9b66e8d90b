package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.RecordRef;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Erasure;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code erased} and {@code erasures}. The suppression list, and the records of erased persons that still
 * exist in systems.
 */
final class ErasureTable {
    private static final String AMONG = "select fingerprint from erased where fingerprint in (:many)";
    private static final String ERASE = "insert into erased (fingerprint) values (?) on conflict do nothing";
    private static final String READMIT = "delete from erased where fingerprint = ?";
    static final String OPEN =
            "select system, type, id, state, cause, reason, since from erasures order by since, type, system, id";
    private static final String PUT = """
            insert into erasures (system, type, id, state, cause, reason, since) values (?, ?, ?, ?, ?, ?, ?)
            on conflict (system, type, id) do update set
                state = excluded.state, cause = excluded.cause, reason = excluded.reason, since = excluded.since""";
    private static final String SETTLE = "delete from erasures where system = ? and type = ? and id = ?";

    private final StoreDatabase database;
    private @Nullable List<Erasure> kept;

    ErasureTable(StoreDatabase database) {
        this.database = database;
    }

    Set<String> among(Collection<String> fingerprints) throws SQLException {
        return new HashSet<>(database.many(
                AMONG, StoreDatabase.Filler.NOTHING, fingerprints, StoreDatabase.Filler.NOTHING, ResultRow::text));
    }

    List<Erasure> open() throws SQLException {
        List<Erasure> all = kept;
        if (all == null) {
            all = List.copyOf(database.list(OPEN, StoreDatabase.Filler.NOTHING, ErasureTable::read));
            kept = all;
        }
        return all;
    }

    /** Returns the open erasures from memory; empty when they are not there. */
    Optional<List<Erasure>> inMemory() {
        return Optional.ofNullable(kept);
    }

    /** Forgets what is in memory. */
    void clear() {
        kept = null;
    }

    void change(Commit commit) throws SQLException {
        if (!commit.erasuresSettled().isEmpty() || !commit.erasures().isEmpty()) {
            kept = null;
        }
        database.each(READMIT, commit.readmitted(), Binder::text);
        database.each(ERASE, commit.erased(), Binder::text);
        database.each(SETTLE, commit.erasuresSettled(), ErasureTable::fill);
        database.each(PUT, commit.erasures(), (binder, erasure) -> {
            fill(binder, erasure.record());
            binder.text(erasure.state().name())
                    .text(erasure.cause())
                    .text(erasure.reason())
                    .instant(erasure.since());
        });
    }

    private static void fill(Binder binder, RecordRef record) throws SQLException {
        binder.text(record.system().value()).text(record.type().name()).text(record.id());
    }

    private static Erasure read(ResultRow row) throws SQLException {
        RecordRef record = new RecordRef(row.system(), row.type(), row.text());
        return Erasure.builder()
                .record(record)
                .state(Erasure.State.valueOf(row.text()))
                .cause(row.text())
                .reason(row.text())
                .since(row.instant())
                .build();
    }
}
