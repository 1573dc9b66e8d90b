package io.sesam.talk.store.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The table {@code about} with the store's own data. */
final class AboutTable {
    private static final String SELECT_HISTORY = "select value from about where name = 'history'";
    private static final String PUT_HISTORY = "insert into about (name, value) values ('history', ?)";

    private static final String SELECT_SEARCH = "select value from about where name = 'search'";
    private static final String PUT_SEARCH =
            "insert into about (name, value) values ('search', ?) on conflict (name) do update set value = excluded.value";

    private final StoreDatabase database;

    AboutTable(StoreDatabase database) {
        this.database = database;
    }

    Optional<String> history() throws SQLException {
        return database.list(SELECT_HISTORY, StoreDatabase.Filler.NOTHING, ResultRow::text).stream()
                .findFirst();
    }

    /** Returns by which rules words are indexed; empty when they are not, or not all of them. */
    String search() throws SQLException {
        return database.list(SELECT_SEARCH, StoreDatabase.Filler.NOTHING, ResultRow::text).stream()
                .findFirst()
                .orElse("");
    }

    void putSearch(String rules) throws SQLException {
        database.each(PUT_SEARCH, List.of(rules), Binder::text);
    }

    void putHistory(String history) throws SQLException {
        database.each(PUT_HISTORY, List.of(history), Binder::text);
    }
}
