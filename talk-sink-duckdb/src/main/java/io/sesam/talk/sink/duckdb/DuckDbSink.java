package io.sesam.talk.sink.duckdb;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.sink.AnalyticTables.Table;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkBatch;
import io.sesam.talk.spi.sink.SinkChange;
import io.sesam.talk.spi.sink.SinkMark;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The tables of one host in one DuckDB file. */
final class DuckDbSink implements Sink {
    private final DuckDbDatabase database;
    private final DuckDbLayout layout;
    private boolean rebuilding;

    DuckDbSink(DuckDbSettings settings, Collection<Schema> schemas) {
        this.database = new DuckDbDatabase(settings);
        this.layout = new DuckDbLayout(schemas);
    }

    @Override
    public Check check() {
        return new FileCheck(database, layout).run();
    }

    @Override
    public Optional<SinkMark> prepare() {
        refuseWhileRebuilding();
        return database.inTransaction("preparing the tables", (sql, names) -> {
            boolean fit = new DuckDbTables(layout, database.path(), sql, names).makeReady();
            DuckDbState.makeTables(sql, names);
            Optional<DuckDbState> state = DuckDbState.read(database.path(), sql, names);
            if (!fit) {
                DuckDbState.forget(sql, names);
                return Optional.empty();
            }
            return state.map(DuckDbState::mark);
        });
    }

    @Override
    public void apply(SinkBatch batch) {
        refuseWhileRebuilding();
        if (batch.changes().stream().anyMatch(SinkChange::isErased)) {
            database.removesRows();
        }
        database.inTransaction("applying changes to the tables", (sql, names) -> {
            DuckDbState state = state(batch.mark(), sql, names);
            new Increment(sql, names)
                    .bring(batch.changes().stream()
                            .filter(change -> change.sequence() > state.complete())
                            .toList());
            state.after(batch.mark()).write(sql, names);
            return batch;
        });
    }

    @Override
    public Rebuild rebuild() {
        refuseWhileRebuilding();
        Rebuild rebuild = DuckDbRebuild.begin(database, layout, () -> rebuilding = false);
        rebuilding = true;
        return rebuild;
    }

    @Override
    public Map<String, Long> counts() {
        return database.inTransaction("counting the rows", (sql, names) -> {
            Map<String, Long> counts = new LinkedHashMap<>();
            for (Table table : layout.tables()) {
                counts.put(table.name(), sql.count(names.of(table.name())));
            }
            return counts;
        });
    }

    @Override
    public Optional<String> fingerprint() {
        return database.fingerprint(layout.tables().toString());
    }

    /** DuckDB locks an open file against all other processes. */
    @Override
    public void release() {
        database.close();
    }

    @Override
    public void close() {
        database.close();
    }

    private DuckDbState state(SinkMark mark, Sql sql, DuckDbNames names) throws SQLException {
        return DuckDbState.read(database.path(), sql, names)
                .filter(state -> state.mark().history().equals(mark.history()))
                .orElseThrow(() -> new TalkException(
                        ErrorCode.BUG,
                        "the tables of " + database.path()
                                + " do not contain the state before these changes; rebuild them"));
    }

    private void refuseWhileRebuilding() {
        if (rebuilding) {
            throw new TalkException(ErrorCode.BUG, "a rebuild of " + database.path() + " is still in progress");
        }
    }
}
