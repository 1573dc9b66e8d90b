package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Position;
import io.sesam.talk.store.ReadState;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The table {@code readings}. */
final class ReadingTable {
    private static final String SELECT =
            "select position, listing, listed, completed, onboarded from readings where system = ? and type = ?";
    private static final String PUT = """
            insert into readings (system, type, position, listing, listed, completed, onboarded)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (system, type) do update set
                position = excluded.position, listing = excluded.listing, listed = excluded.listed,
                completed = excluded.completed, onboarded = excluded.onboarded""";

    private final StoreDatabase database;

    ReadingTable(StoreDatabase database) {
        this.database = database;
    }

    Optional<ReadState> find(SystemName system, EntityType type) throws SQLException {
        return database
                .list(SELECT, binder -> binder.text(system.value()).text(type.name()), row -> read(system, type, row))
                .stream()
                .findFirst();
    }

    void put(List<ReadState> readings) throws SQLException {
        database.each(PUT, readings, ReadingTable::fill);
    }

    private static ReadState read(SystemName system, EntityType type, ResultRow row) throws SQLException {
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
