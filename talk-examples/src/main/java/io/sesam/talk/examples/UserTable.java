package io.sesam.talk.examples;

import io.sesam.talk.host.HostRefusalException;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Person;
import io.sesam.talk.spi.RecordSnapshot;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The repository of an application's users, as the application has it already. */
final class UserTable {
    private static final String SELECT = "select id, given, family, email, modified from users ";

    /** The column of each property. */
    private static final Map<String, String> COLUMNS =
            Map.of("firstname", "given", "lastname", "family", "email", "email");

    private final Connection connection;
    private final Clock clock;

    UserTable(Connection connection, Clock clock) {
        this.connection = connection;
        this.clock = clock;
        run(
                "create table if not exists users (id text primary key, given text, family text, email text not null unique,"
                        + " modified integer not null)");
    }

    List<RecordSnapshot> changedAfter(Instant since, String afterId, int limit) {
        long time = since.toEpochMilli();
        return select(
                "where modified > ? or modified = ? and id > ? order by modified, id limit ?",
                time,
                time,
                afterId,
                limit);
    }

    List<RecordSnapshot> byId(Collection<String> ids) {
        List<RecordSnapshot> found = new ArrayList<>();
        ids.forEach(id -> found.addAll(select("where id = ?", id)));
        return found;
    }

    RecordSnapshot insert(Fields fields) {
        Map<String, @Nullable Object> values = columns(fields);
        String id = UUID.randomUUID().toString();
        run(
                "insert into users (id, given, family, email, modified) values (?, ?, ?, ?, ?)",
                id,
                values.get("given"),
                values.get("family"),
                values.get("email"),
                clock.millis());
        return byId(List.of(id)).get(0);
    }

    RecordSnapshot update(String id, Fields fields) {
        columns(fields)
                .forEach((column, value) -> run(
                        "update users set " + column + " = ?, modified = ? where id = ?", value, clock.millis(), id));
        return byId(List.of(id)).get(0);
    }

    void delete(String id) {
        run("delete from users where id = ?", id);
    }

    /** Returns the known values by column; null for a blank. */
    private static Map<String, @Nullable Object> columns(Fields fields) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        COLUMNS.forEach((property, column) -> fields.originalText(
                        fields.schema().index(property))
                .ifPresent(text -> values.put(column, text.isEmpty() ? null : text)));
        return values;
    }

    private List<RecordSnapshot> select(String where, Object... parameters) {
        try (PreparedStatement statement = prepared(SELECT + where, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<RecordSnapshot> records = new ArrayList<>();
            while (rows.next()) {
                Fields fields = Fields.builder(Person.SCHEMA)
                        .text("firstname", text(rows.getString("given")))
                        .text("lastname", text(rows.getString("family")))
                        .text("email", text(rows.getString("email")))
                        .build();
                records.add(RecordSnapshot.of(rows.getString("id"), fields)
                        .modified(Instant.ofEpochMilli(rows.getLong("modified"))));
            }
            return records;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(@Nullable String column) {
        return column == null ? "" : column;
    }

    private void run(String sql, @Nullable Object... parameters) {
        try (PreparedStatement statement = prepared(sql, parameters)) {
            statement.executeUpdate();
        } catch (SQLException e) {
            if (String.valueOf(e.getMessage()).contains("UNIQUE")) {
                throw new HostRefusalException("another user has this address; join the two users first");
            }
            throw new IllegalStateException(e);
        }
    }

    private PreparedStatement prepared(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
