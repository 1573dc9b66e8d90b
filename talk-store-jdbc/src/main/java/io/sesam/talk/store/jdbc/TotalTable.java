package io.sesam.talk.store.jdbc;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The table {@code totals} with maintained counts. Counts are updated with each change, because counting again would
 * read everything.
 */
final class TotalTable {
    /** The live records, by system and type. */
    static final String RECORDS = "records";

    /** The live golden records, by type, without a system. */
    static final String GOLDENS = "goldens";

    /** The tasks, by system and type. */
    static final String TASKS = "tasks";

    private static final String FIND =
            "select coalesce(sum(number), 0) from totals where what = ? and system = ? and type = ?";
    private static final String ALL =
            "select system, type, number from totals where what = ? and number > 0 order by system, type";
    private static final String ADD = """
            insert into totals (what, system, type, number) values (?, ?, ?, ?)
            on conflict (what, system, type) do update set number = totals.number + excluded.number""";

    private final StoreDatabase database;
    private final Map<Key, Long> changes = new LinkedHashMap<>();

    private record Key(String what, String system, String type) {}

    TotalTable(StoreDatabase database) {
        this.database = database;
    }

    long find(String what, String system, String type) throws SQLException {
        return database.number(FIND, binder -> binder.text(what).text(system).text(type));
    }

    <T> void all(String what, StoreDatabase.Reader<T> reader) throws SQLException {
        database.list(ALL, binder -> binder.text(what), reader);
    }

    /** Forgets the counts of an uncommitted change. */
    void begin() {
        changes.clear();
    }

    /** Adds to a count; {@link #put} writes it. */
    void add(String what, String system, String type, long number) {
        changes.merge(new Key(what, system, type), number, Long::sum);
    }

    void put() throws SQLException {
        changes.values().removeIf(number -> number == 0);
        database.each(
                ADD,
                changes.entrySet(),
                (binder, change) -> binder.text(change.getKey().what())
                        .text(change.getKey().system())
                        .text(change.getKey().type())
                        .number(change.getValue()));
        changes.clear();
    }
}
