package io.sesam.talk.tenants.table;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The shared tables, reached through the host's data source. Each call borrows a connection and is one transaction. */
public final class TenantDatabase {
    /** The versions of the tables, each with the oldest one whose code still works with them. */
    private static final int VERSION = 1;

    private static final int OLDEST = 1;

    private final DataSource dataSource;
    private final String schema;

    /** Creates a database; {@code schema} is a plain name. */
    public TenantDatabase(DataSource dataSource, String schema) {
        this.dataSource = dataSource;
        this.schema = schema;
    }

    /** Returns the data source. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** Returns the qualified name of a table. */
    public String table(String name) {
        return '"' + schema + "\"." + name;
    }

    /** A row of an answer. */
    public record Row(List<@Nullable Object> values) {
        @Nullable
        String text(int column) {
            Object value = values.get(column);
            return value == null ? null : value.toString();
        }

        String required(int column) {
            return Objects.requireNonNull(text(column));
        }

        long number(int column) {
            return ((Number) Objects.requireNonNull(values.get(column))).longValue();
        }

        boolean flag(int column) {
            return (Boolean) Objects.requireNonNull(values.get(column));
        }

        boolean isNull(int column) {
            return values.get(column) == null;
        }
    }

    /**
     * Runs one or several statements, separated by semicolons, as one transaction and one question to the server.
     *
     * @param sql {@code {s}} stands for the schema
     * @return the rows of each statement; none for a statement that returns nothing
     * @throws TalkException STORE_FAILED
     */
    public List<List<Row>> run(String sql, @Nullable Object... parameters) {
        try (Connection connection = dataSource.getConnection()) {
            boolean before = connection.getAutoCommit();
            try (PreparedStatement statement = connection.prepareStatement(sql.replace("{s}", '"' + schema + '"'))) {
                bind(connection, statement, parameters);
                List<List<Row>> answers = answers(statement);
                if (!before) {
                    connection.commit();
                }
                return answers;
            } catch (SQLException e) {
                if (!before) {
                    connection.rollback();
                }
                throw e;
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Runs one statement; returns its rows. */
    List<Row> rows(String sql, @Nullable Object... parameters) {
        return run(sql, parameters).get(0);
    }

    private static void bind(Connection connection, PreparedStatement statement, @Nullable Object[] parameters)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            if (value instanceof String[] texts) {
                statement.setArray(i + 1, connection.createArrayOf("text", texts));
            } else if (value instanceof Long[] numbers) {
                statement.setArray(i + 1, connection.createArrayOf("bigint", numbers));
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }

    private static List<List<Row>> answers(PreparedStatement statement) throws SQLException {
        List<List<Row>> answers = new ArrayList<>();
        boolean hasRows = statement.execute();
        while (hasRows || statement.getUpdateCount() >= 0) {
            List<Row> rows = new ArrayList<>();
            if (hasRows) {
                try (ResultSet result = statement.getResultSet()) {
                    while (result.next()) {
                        List<@Nullable Object> values = new ArrayList<>();
                        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                            values.add(result.getObject(column));
                        }
                        rows.add(new Row(values));
                    }
                }
            } else {
                rows.add(new Row(List.of(statement.getUpdateCount())));
            }
            answers.add(rows);
            hasRows = statement.getMoreResults();
        }
        return answers;
    }

    /** Creates the tables, or brings them up to date. Several processes may do it at once. */
    public void migrate() {
        int version = run(
                        "select pg_advisory_xact_lock(hashtext('talk tenants ' || ?)); create schema if not exists {s};"
                                + " create table if not exists {s}.versions (version integer primary key,"
                                + " oldest integer not null, applied timestamptz not null default clock_timestamp());"
                                + " select coalesce(max(version), 0), coalesce(max(oldest), 0) from {s}.versions",
                        schema)
                .get(3)
                .stream()
                .map(row -> checked(row.number(0), row.number(1)))
                .findFirst()
                .orElse(0);
        for (int next = version + 1; next <= VERSION; next++) {
            upgrade(next);
        }
    }

    private int checked(long version, long oldest) {
        if (oldest > VERSION) {
            throw new TalkException(
                    ErrorCode.STORE_NEWER,
                    "the tables of tenants in schema " + schema + " have version " + version
                            + ", with which this version of Talk cannot work any more; update it");
        }
        return (int) version;
    }

    private void upgrade(int version) {
        String guard = "select pg_advisory_xact_lock(hashtext('talk tenants ' || ?));";
        try {
            run(
                    guard + " insert into {s}.versions (version, oldest) values (" + version + ", " + OLDEST + ");"
                            + script(version),
                    schema);
        } catch (TalkException e) {
            // another process was quicker
            List<Row> now = rows("select coalesce(max(version), 0) from {s}.versions");
            if (now.get(0).number(0) < version) {
                throw e;
            }
        }
    }

    private static String script(int version) {
        String name = "tenants-" + version + ".sql";
        try (InputStream stream = TenantDatabase.class.getResourceAsStream(name)) {
            String text = new String(Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
            return text.replaceAll("--[^\n]*", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TalkException failure(SQLException e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new TalkException(
                ErrorCode.STORE_FAILED,
                "the tables of tenants (schema " + schema + " of the host's data source) failed: " + message
                        + "; check that the database is running and that its user may use the schema",
                e);
    }
}
