package io.sesam.talk.store.jdbc;

import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateCodec;
import io.sesam.talk.store.StateKey;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** The table {@code engine_state}. A typed value for each key, encoded by {@link StateCodec}. */
final class StateTable {
    /** Inserts or replaces a row; parameters as in {@link #fill}. */
    static final String PUT = """
            insert into engine_state (kind, system, type, name, value) values (?, ?, ?, ?, ?)
            on conflict (kind, system, type, name) do update set value = excluded.value""";

    private static final String KEY = "where kind = ? and system = ? and type = ? and name = ?";
    private static final String SELECT = "select value from engine_state " + KEY;
    private static final String REMOVE = "delete from engine_state " + KEY;

    private final StoreDatabase database;

    StateTable(StoreDatabase database) {
        this.database = database;
    }

    static void fill(Binder binder, StateKey<?> key, EngineState value) throws SQLException {
        fill(binder, key).text(StateCodec.encode(value));
    }

    private static Binder fill(Binder binder, StateKey<?> key) throws SQLException {
        return binder.text(key.kind()).text(key.system()).text(key.type()).text(key.name());
    }

    <T extends EngineState> Optional<T> find(StateKey<T> key) throws SQLException {
        return database.list(SELECT, binder -> fill(binder, key), ResultRow::text).stream()
                .findFirst()
                .map(text -> StateCodec.decode(key, text));
    }

    void change(Collection<StateKey<?>> removed, Map<StateKey<?>, EngineState> put) throws SQLException {
        database.each(REMOVE, removed, StateTable::fill);
        database.each(PUT, put.entrySet(), (binder, state) -> fill(binder, state.getKey(), state.getValue()));
    }
}
