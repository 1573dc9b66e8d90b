package io.sesam.talk.sink.duckdb;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.sink.SinkMark;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The sink's state in {@code talk_state} and {@code talk_removed}.
 *
 * <p>The only row of {@code talk_state} is missing while the tables belong to no history. Removed golden records are
 * listed until the next rebuild, so that outdated changes do not restore them.
 *
 * @param mark the last change applied to the tables
 * @param complete the last change covered by a rebuild: changes up to it are outdated
 */
record DuckDbState(SinkMark mark, long complete) {
    private static final int FORMAT = 1;

    static void makeTables(Sql sql, DuckDbNames names) throws SQLException {
        sql.run("CREATE TABLE IF NOT EXISTS " + names.of(DuckDbNames.STATE)
                + " (format INTEGER NOT NULL, history VARCHAR NOT NULL, sequence BIGINT NOT NULL,"
                + " complete BIGINT NOT NULL)");
        sql.run("COMMENT ON TABLE " + names.of(DuckDbNames.STATE) + " IS 'How far Talk has brought these tables'");
        sql.run("CREATE TABLE IF NOT EXISTS " + names.of(DuckDbNames.REMOVED)
                + " (id VARCHAR NOT NULL, version BIGINT NOT NULL)");
        sql.run("COMMENT ON TABLE " + names.of(DuckDbNames.REMOVED) + " IS 'Golden records that Talk removed'");
    }

    /** Reads the state. Empty when the tables belong to no history, or have an earlier format. */
    static Optional<DuckDbState> read(Path path, Sql sql, DuckDbNames names) throws SQLException {
        List<Integer> formats = sql.list("SELECT format FROM " + names.of(DuckDbNames.STATE), row -> row.getInt(1));
        if (formats.isEmpty() || formats.get(0) < FORMAT) {
            return Optional.empty();
        }
        if (formats.get(0) > FORMAT) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    path + " was written by a newer version of Talk; use that version, or set another path");
        }
        return sql
                .list(
                        "SELECT history, sequence, complete FROM " + names.of(DuckDbNames.STATE),
                        row -> new DuckDbState(new SinkMark(row.getString(1), row.getLong(2)), row.getLong(3)))
                .stream()
                .findFirst();
    }

    static void forget(Sql sql, DuckDbNames names) throws SQLException {
        sql.run("DELETE FROM " + names.of(DuckDbNames.STATE));
    }

    /** Returns the state after a batch. An outdated batch does not move it back. */
    DuckDbState after(SinkMark batch) {
        return batch.sequence() > mark.sequence() ? new DuckDbState(batch, complete) : this;
    }

    void write(Sql sql, DuckDbNames names) throws SQLException {
        forget(sql, names);
        sql.run("INSERT INTO " + names.of(DuckDbNames.STATE) + " VALUES (" + FORMAT + ", "
                + DuckDbNames.literal(mark.history()) + ", " + mark.sequence() + ", " + complete + ")");
    }
}
