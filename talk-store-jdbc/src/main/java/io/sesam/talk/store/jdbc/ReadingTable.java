package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Position;
import io.sesam.talk.store.ReadState;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code readings}. It has one row for each system and type, so all are read at once and kept in memory. */
final class ReadingTable {
    static final String SELECT = "select system, type, position, listing, listed, completed, onboarded from readings";
    private static final String PUT = """
            insert into readings (system, type, position, listing, listed, completed, onboarded)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (system, type) do update set
                position = excluded.position, listing = excluded.listing, listed = excluded.listed,
                completed = excluded.completed, onboarded = excluded.onboarded""";

    private final StoreDatabase database;
    private @Nullable Map<Place, ReadState> kept;

    private record Place(SystemName system, EntityType type) {}

    ReadingTable(StoreDatabase database) {
        this.database = database;
    }

    Optional<ReadState> find(SystemName system, EntityType type) throws SQLException {
        load();
        return inMemory(system, type).orElseThrow();
    }

    void load() throws SQLException {
        if (kept == null) {
            Map<Place, ReadState> all = new HashMap<>();
            database.list(SELECT, StoreDatabase.Filler.NOTHING, ReadingTable::read)
                    .forEach(reading -> all.put(new Place(reading.system(), reading.type()), reading));
            kept = all;
        }
    }

    /** Returns the answer from memory; empty when it is not there. */
    Optional<Optional<ReadState>> inMemory(SystemName system, EntityType type) {
        Map<Place, ReadState> all = kept;
        return all == null ? Optional.empty() : Optional.of(Optional.ofNullable(all.get(new Place(system, type))));
    }

    /** Forgets what is in memory. */
    void clear() {
        kept = null;
    }

    void put(List<ReadState> readings) throws SQLException {
        database.each(PUT, readings, ReadingTable::fill);
        Map<Place, ReadState> all = kept;
        if (all != null) {
            readings.forEach(reading -> all.put(new Place(reading.system(), reading.type()), reading));
        }
    }

    private static ReadState read(ResultRow row) throws SQLException {
        SystemName system = row.system();
        EntityType type = row.type();
        String position = row.optionalText();
        return new ReadState(
                system,
                type,
                position == null ? null : Position.parse(position),
                row.number(),
                row.flag(),
                row.optionalInstant(),
                row.instant());
    }

    private static void fill(Binder binder, ReadState readState) throws SQLException {
        Position position = readState.position();
        binder.text(readState.system().value())
                .text(readState.type().name())
                .text(position == null ? null : position.text())
                .number(readState.listing())
                .flag(readState.listed())
                .instant(readState.completed())
                .instant(readState.onboarded());
    }
}
