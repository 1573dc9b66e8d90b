package io.sesam.talk.examples;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.host.HostSystem;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Schema;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.connector.Breakage;
import io.sesam.talk.testkit.connector.ConnectorWorld;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A database with a table of users, seen by SQL of its own. */
final class OwnUsersWorld implements ConnectorWorld {
    final Connection connection;
    final TestClock clock = TestClock.ticking(Duration.ofMillis(1));
    final UserTable table;
    private int made;

    OwnUsersWorld() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        table = new UserTable(connection, clock);
    }

    HostSystem system() {
        return HostSystem.of(OwnUsersExample.users(table).lag(Duration.ZERO));
    }

    @Override
    public Map<String, ?> settings() {
        return Map.of();
    }

    @Override
    public List<Schema> schemas() {
        return List.of(Person.SCHEMA);
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public String put(Fields record) {
        String id = "user" + ++made;
        run("insert into users (id, email, modified) values (?, '', 0)", id);
        change(id, record);
        return id;
    }

    @Override
    public void change(String id, Fields changes) {
        Map.of("firstname", "given", "lastname", "family", "email", "email")
                .forEach((property, column) -> changes.originalText(
                                changes.schema().index(property))
                        .ifPresent(text -> run("update users set " + column + " = ? where id = ?", text, id)));
        run("update users set modified = ? where id = ?", clock.millis(), id);
    }

    @Override
    public void delete(EntityType type, String id) {
        run("delete from users where id = ?", id);
    }

    @Override
    public Map<String, Fields> list(EntityType type) {
        Map<String, Fields> there = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("select * from users");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String given = rows.getString("given");
                String family = rows.getString("family");
                there.put(
                        rows.getString("id"),
                        Fields.builder(Person.SCHEMA)
                                .text("firstname", given == null ? "" : given)
                                .text("lastname", family == null ? "" : family)
                                .text("email", rows.getString("email"))
                                .build());
            }
            return there;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void run(String sql, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public List<Breakage> breakages() {
        return List.of(Breakage.of("a closed database", ErrorCode.UNREACHABLE, connection::close));
    }

    @Override
    public boolean noticesStaleDecisions() {
        return true;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
