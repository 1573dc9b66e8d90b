package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Position;
import io.sesam.talk.store.Reading;
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

    private final Database database;

    ReadingTable(Database database) {
        this.database = database;
    }

    Optional<Reading> find(SystemName system, EntityType type) throws SQLException {
        return database
                .list(SELECT, binder -> binder.text(system.value()).text(type.name()), row -> read(system, type, row))
                .stream()
                .findFirst();
    }

    void put(List<Reading> readings) throws SQLException {
        database.each(PUT, readings, ReadingTable::fill);
    }

    private static Reading read(SystemName system, EntityType type, Row row) throws SQLException {
        String position = row.optionalText();
        return new Reading(
                system,
                type,
                position == null ? null : Position.parse(position),
                row.number(),
                row.flag(),
                row.optionalInstant(),
                row.instant());
    }

    private static void fill(Binder binder, Reading reading) throws SQLException {
        Position position = reading.position();
        binder.text(reading.system().value())
                .text(reading.type().name())
                .text(position == null ? null : position.text())
                .number(reading.listing())
                .flag(reading.listed())
                .instant(reading.completed())
                .instant(reading.onboarded());
    }
}
