package io.sesam.talk.store.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables {@code notes} and {@code about}: short texts by name, for the engine and for the store itself. */
final class NoteTable {
    private static final String SELECT = "select text from notes where name = ?";
    private static final String PUT =
            "insert into notes (name, text) values (?, ?) on conflict (name) do update set text = excluded.text";
    private static final String SELECT_HISTORY = "select value from about where name = 'history'";
    private static final String PUT_HISTORY = "insert into about (name, value) values ('history', ?)";

    private final Database database;

    NoteTable(Database database) {
        this.database = database;
    }

    Optional<String> find(String name) throws SQLException {
        return database.list(SELECT, binder -> binder.text(name), Row::text).stream()
                .findFirst();
    }

    void put(Map<String, String> notes) throws SQLException {
        database.each(
                PUT,
                notes.entrySet(),
                (binder, note) -> binder.text(note.getKey()).text(note.getValue()));
    }

    Optional<String> history() throws SQLException {
        return database.list(SELECT_HISTORY, Database.Filler.NOTHING, Row::text).stream()
                .findFirst();
    }

    void putHistory(String history) throws SQLException {
        database.each(PUT_HISTORY, List.of(history), Binder::text);
    }
}
