package io.sesam.talk.store.jdbc;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code about} with the store's own data. It has a few rows, which are kept in memory. */
final class AboutTable {
    static final String SELECT = "select name, value from about";
    private static final String PUT =
            "insert into about (name, value) values (?, ?) on conflict (name) do update set value = excluded.value";

    private static final String HISTORY = "history";
    private static final String SEARCH = "search";

    private final StoreDatabase database;
    private @Nullable Map<String, String> kept;

    AboutTable(StoreDatabase database) {
        this.database = database;
    }

    Optional<String> history() throws SQLException {
        return find(HISTORY);
    }

    /** Returns by which rules words are indexed; empty when they are not, or not all of them. */
    String search() throws SQLException {
        return find(SEARCH).orElse("");
    }

    void putSearch(String rules) throws SQLException {
        put(SEARCH, rules);
    }

    void putHistory(String history) throws SQLException {
        put(HISTORY, history);
    }

    /** Forgets what is in memory. */
    void clear() {
        kept = null;
    }

    private Optional<String> find(String name) throws SQLException {
        Map<String, String> all = kept;
        if (all == null) {
            Map<String, String> read = new HashMap<>();
            database.list(SELECT, StoreDatabase.Filler.NOTHING, row -> read.put(row.text(), row.text()) == null);
            all = read;
            kept = read;
        }
        return Optional.ofNullable(all.get(name));
    }

    private void put(String name, String value) throws SQLException {
        database.each(PUT, List.of(value), (binder, text) -> binder.text(name).text(text));
        kept = null;
    }
}
