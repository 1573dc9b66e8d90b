package io.sesam.talk.sink.duckdb;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkBatch;
import io.sesam.talk.spi.sink.SinkChange;
import io.sesam.talk.spi.sink.SinkMark;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A rebuild in one transaction.
 *
 * <p>The new tables are invisible to others until commit. DuckDB writes added rows into free parts of the file as they
 * come, so memory stays bounded, and after a crash those parts are free again without any cleaning.
 */
final class DuckDbRebuild implements Sink.Rebuild {
    private static final String WHAT = "rebuilding the tables";

    private final DuckDbDatabase database;
    private final DuckDbLayout layout;
    private final Runnable whenClosed;
    private final Set<EntityType> types = new TreeSet<>();
    private boolean replaces;
    private @Nullable GoldenRows rows;

    private DuckDbRebuild(DuckDbDatabase database, DuckDbLayout layout, Runnable whenClosed) {
        this.database = database;
        this.layout = layout;
        this.whenClosed = whenClosed;
    }

    static DuckDbRebuild begin(DuckDbDatabase database, DuckDbLayout layout, Runnable whenClosed) {
        DuckDbRebuild rebuild = new DuckDbRebuild(database, layout, whenClosed);
        database.begin(WHAT);
        try {
            rebuild.rows = database.inside(WHAT, rebuild::recreateAll);
            return rebuild;
        } catch (RuntimeException e) {
            database.rollback();
            throw e;
        }
    }

    private GoldenRows recreateAll(Sql sql, DuckDbNames names) throws SQLException {
        DuckDbTables tables = new DuckDbTables(layout, database.path(), sql, names);
        replaces = tables.haveRows();
        tables.recreateAll();
        sql.run("DELETE FROM " + names.of(DuckDbNames.REMOVED));
        return new GoldenRows(sql, names);
    }

    @Override
    public void add(SinkBatch batch) {
        GoldenRows open = rows();
        database.inside(WHAT, (sql, names) -> {
            for (SinkChange change : batch.changes()) {
                types.add(change.type());
                open.addWithCrosswalk(change);
            }
            open.flush();
            return open;
        });
    }

    @Override
    public void finish(SinkMark mark) {
        GoldenRows open = rows();
        database.inside(WHAT, (sql, names) -> {
            open.flush();
            open.close();
            refuseDoubles(sql, names);
            sql.run("DELETE FROM " + names.of(DuckDbNames.REMOVED) + " WHERE version <= " + mark.sequence());
            new DuckDbState(mark, mark.sequence()).write(sql, names);
            return mark;
        });
        if (replaces) {
            database.removesRows();
        }
        database.commit(WHAT);
        rows = null;
        whenClosed.run();
    }

    private void refuseDoubles(Sql sql, DuckDbNames names) throws SQLException {
        for (EntityType type : types) {
            List<String> duplicates =
                    sql.texts("SELECT id FROM " + names.of(type.name()) + " GROUP BY id HAVING count(*) > 1 LIMIT 1");
            if (!duplicates.isEmpty()) {
                throw new TalkException(
                        ErrorCode.BUG,
                        "the golden record " + duplicates.get(0) + " of type " + type
                                + " was added twice to one rebuild; nothing was changed");
            }
        }
    }

    @Override
    public void close() {
        GoldenRows open = rows;
        if (open == null) {
            return;
        }
        rows = null;
        try {
            open.close();
        } catch (SQLException e) {
            // The rows are discarded anyway.
            DuckDbFailures.of(database.path(), WHAT, e);
        } finally {
            database.rollback();
            whenClosed.run();
        }
    }

    private GoldenRows rows() {
        GoldenRows open = rows;
        if (open == null) {
            throw new TalkException(ErrorCode.BUG, "this rebuild of " + database.path() + " has already ended");
        }
        return open;
    }
}
