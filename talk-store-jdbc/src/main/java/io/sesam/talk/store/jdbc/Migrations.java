package io.sesam.talk.store.jdbc;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The migrations of the tables.
 *
 * <p>The n-th script migrates from version n - 1 to n; a released script is never edited, only followed by another. All
 * missing scripts run in one transaction, so the tables are never between two versions. Steps that SQL cannot express
 * are written in Java and run right after the script of their version.
 */
final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    /** What drivers call a table; the second is the name in the SQL standard. */
    private static final String[] TABLES = {"TABLE", "BASE TABLE"};

    private static final String TABLE =
            "create table talk_migrations (version integer not null primary key, applied text not null)";

    /** What the tables call the oldest version whose questions they answer. */
    private static final String READERS = "readers";

    private final List<String> scripts;
    private final Map<Integer, Step> steps;

    /** A step of a migration in Java. */
    interface Step {
        void run(Connection connection) throws SQLException;
    }

    Migrations(List<String> scripts) {
        this(scripts, Map.of());
    }

    private Migrations(List<String> scripts, Map<Integer, Step> steps) {
        this.scripts = List.copyOf(scripts);
        this.steps = Map.copyOf(steps);
    }

    /** Returns the version after all scripts. */
    int size() {
        return scripts.size();
    }

    /** Loads the scripts with these resource names. */
    static Migrations ofResources(String... names) {
        return new Migrations(Arrays.stream(names).map(Migrations::resource).toList());
    }

    /** Returns a copy with a Java step after a version. */
    Migrations after(int version, Step step) {
        Map<Integer, Step> more = new HashMap<>(steps);
        more.put(version, step);
        return new Migrations(scripts, more);
    }

    private static String resource(String name) {
        try (InputStream stream = Migrations.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the version of a database; 0 if empty. Refuses a newer one and one that is not Talk's. Changes nothing.
     */
    int check(Connection connection, SqlDialect dialect) throws SQLException {
        return notNewer(version(connection, dialect), dialect);
    }

    /** Does the same for a database that is known to have the table of migrations. */
    int checkTables(Connection connection, SqlDialect dialect) throws SQLException {
        return notNewer(highest(connection), dialect);
    }

    private int notNewer(int version, SqlDialect dialect) {
        if (version > scripts.size()) {
            throw newer(dialect, version);
        }
        return version;
    }

    /**
     * Reports whether this version may ask questions of the tables: they are current, or newer ones say that it may. So a process of
     * the version before keeps reading while others are updated. Changes nothing.
     */
    boolean isReadable(Connection connection, SqlDialect dialect) throws SQLException {
        int version = version(connection, dialect);
        if (version > scripts.size() && readers(connection).orElse(version) > scripts.size()) {
            throw newer(dialect, version);
        }
        return version >= scripts.size();
    }

    /** Returns the oldest version whose questions the tables still answer. */
    private static OptionalInt readers(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select value from about where name = '" + READERS + "'")) {
            return row.next() && row.getString(1).matches("\\d{1,6}")
                    ? OptionalInt.of(Integer.parseInt(row.getString(1)))
                    : OptionalInt.empty();
        }
    }

    /** Runs the missing scripts after the same check. */
    void run(Connection connection, SqlDialect dialect, Clock clock) throws SQLException {
        int version = check(connection, dialect);
        if (version < scripts.size()) {
            Transaction.run(connection, () -> upgrade(connection, version, clock));
            logUpgrade(dialect, version);
        }
    }

    /** Logs a migration that took place. */
    void logUpgrade(SqlDialect dialect, int from) {
        if (from < scripts.size()) {
            LOG.info("{} was migrated from version {} to {}", dialect.name(), from, scripts.size());
        }
    }

    /** Notes the oldest version whose questions the tables answer after an upgrade. */
    static void noteReaders(Connection connection, int oldest) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("insert into about (name, value) values ('" + READERS + "', '" + oldest
                    + "') on conflict (name) do update set value = excluded.value");
        }
    }

    /** Runs the missing scripts in the current transaction. */
    void upgrade(Connection connection, int from, Clock clock) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (from == 0) {
                statement.executeUpdate(TABLE);
            }
            for (int version = from + 1; version <= scripts.size(); version++) {
                // Runs all statements of the script; execute() would stop after the first.
                statement.executeUpdate(scripts.get(version - 1));
                Step step = steps.get(version);
                if (step != null) {
                    step.run(connection);
                }
                // Both values are our own: a number and a time.
                statement.executeUpdate("insert into talk_migrations (version, applied) values (" + version + ", '"
                        + ColumnTimes.write(clock.instant()) + "')");
            }
        }
    }

    private static int version(Connection connection, SqlDialect dialect) throws SQLException {
        boolean empty = true;
        try (ResultSet tables = connection.getMetaData().getTables(null, dialect.schemaPattern(), "%", TABLES)) {
            while (tables.next()) {
                empty = false;
                if (tables.getString("TABLE_NAME").equals("talk_migrations")) {
                    return highest(connection);
                }
            }
        }
        if (!empty) {
            throw new TalkException(
                    ErrorCode.STORE_FAILED,
                    dialect.name() + " is a database of another application; nothing was changed. Set "
                            + dialect.elsewhere());
        }
        return 0;
    }

    private static int highest(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select coalesce(max(version), 0) from talk_migrations")) {
            result.next();
            return result.getInt(1);
        }
    }

    private TalkException newer(SqlDialect dialect, int version) {
        return new TalkException(
                ErrorCode.STORE_NEWER,
                dialect.name() + " was written by a newer Talk: its tables have version " + version
                        + ", but this Talk supports versions up to " + scripts.size()
                        + ". Use that version of Talk or a later one, or restore a backup made before it was used");
    }
}
