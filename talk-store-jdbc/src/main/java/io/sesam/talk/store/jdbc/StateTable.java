package io.sesam.talk.store.jdbc;

import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateCodec;
import io.sesam.talk.store.StateKey;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code engine_state}. What a run always needs is read once and kept in memory; kinds with one entry for each
 * record or topic are read as they are asked for.
 */
final class StateTable {
    /** Inserts or replaces a row; parameters as in {@link #fill}. */
    static final String PUT = """
            insert into engine_state (kind, system, type, name, value) values (?, ?, ?, ?, ?)
            on conflict (kind, system, type, name) do update set value = excluded.value""";

    private static final String KEY = "where kind = ? and system = ? and type = ? and name = ?";
    private static final String SELECT = "select value from engine_state " + KEY;
    /** All kinds of state that are kept in memory. */
    static final String SELECT_KEPT = "select kind, system, type, name, value from engine_state where kind not in ("
            + StateKey.unboundedKinds().stream().map(kind -> "'" + kind + "'").collect(Collectors.joining(", ")) + ")";

    private static final String REMOVE = "delete from engine_state " + KEY;

    private final StoreDatabase database;
    private @Nullable Map<Place, String> kept;

    private record Place(String kind, String system, String type, String name) {
        static Place of(StateKey<?> key) {
            return new Place(key.kind(), key.system(), key.type(), key.name());
        }
    }

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
        if (!isKept(key)) {
            return database.list(SELECT, binder -> fill(binder, key), ResultRow::text).stream()
                    .findFirst()
                    .map(text -> StateCodec.decode(key, text));
        }
        load();
        return inMemory(key).orElseThrow();
    }

    /** Returns the answer from memory; empty when it is not there. */
    <T extends EngineState> Optional<Optional<T>> inMemory(StateKey<T> key) {
        Map<Place, String> all = kept;
        return all == null || !isKept(key)
                ? Optional.empty()
                : Optional.of(Optional.ofNullable(all.get(Place.of(key))).map(text -> StateCodec.decode(key, text)));
    }

    void load() throws SQLException {
        if (kept != null) {
            return;
        }
        Map<Place, String> all = new HashMap<>();
        database.list(
                SELECT_KEPT,
                StoreDatabase.Filler.NOTHING,
                row -> all.put(new Place(row.text(), row.text(), row.text(), row.text()), row.text()) == null);
        kept = all;
    }

    private static boolean isKept(StateKey<?> key) {
        return !StateKey.unboundedKinds().contains(key.kind());
    }

    /** Forgets what is in memory. */
    void clear() {
        kept = null;
    }

    void change(Collection<StateKey<?>> removed, Map<StateKey<?>, EngineState> put) throws SQLException {
        database.each(REMOVE, removed, StateTable::fill);
        database.each(PUT, put.entrySet(), (binder, state) -> fill(binder, state.getKey(), state.getValue()));
        Map<Place, String> all = kept;
        if (all != null) {
            removed.forEach(key -> all.remove(Place.of(key)));
            put.forEach((key, state) -> {
                if (isKept(key)) {
                    all.put(Place.of(key), StateCodec.encode(state));
                }
            });
        }
    }
}
