package io.sesam.talk.store.jdbc;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code totals} with maintained counts. Counts are updated with each change, because counting again would
 * read everything. They are few, so all are read at once and kept in memory.
 */
final class TotalTable {
    /** The live records, by system and type. */
    static final String RECORDS = "records";

    /** The live golden records, by type, without a system. */
    static final String GOLDENS = "goldens";

    /** The tasks, by system and type. */
    static final String TASKS = "tasks";

    static final String FIND = "select what, system, type, number from totals";
    private static final String ALL =
            "select system, type, number from totals where what = ? and number > 0 order by system, type";
    private static final String ADD = """
            insert into totals (what, system, type, number) values (?, ?, ?, ?)
            on conflict (what, system, type) do update set number = totals.number + excluded.number""";

    private final StoreDatabase database;
    private final Map<Key, Long> changes = new LinkedHashMap<>();
    private @Nullable Map<Key, Long> kept;

    private record Key(String what, String system, String type) {}

    TotalTable(StoreDatabase database) {
        this.database = database;
    }

    long find(String what, String system, String type) throws SQLException {
        load();
        return inMemory(what, system, type).orElseThrow();
    }

    void load() throws SQLException {
        if (kept == null) {
            Map<Key, Long> all = new HashMap<>();
            database.list(
                    FIND,
                    StoreDatabase.Filler.NOTHING,
                    row -> all.merge(new Key(row.text(), row.text(), row.text()), row.number(), Long::sum));
            kept = all;
        }
    }

    /** Returns a count from memory; empty when it is not there. */
    Optional<Long> inMemory(String what, String system, String type) {
        Map<Key, Long> all = kept;
        return all == null ? Optional.empty() : Optional.of(all.getOrDefault(new Key(what, system, type), 0L));
    }

    /** Forgets what is in memory. */
    void clear() {
        kept = null;
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
        Map<Key, Long> all = kept;
        if (all != null) {
            changes.forEach((key, number) -> all.merge(key, number, Long::sum));
        }
        changes.clear();
    }
}
