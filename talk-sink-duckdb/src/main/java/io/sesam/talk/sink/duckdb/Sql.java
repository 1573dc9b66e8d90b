package io.sesam.talk.sink.duckdb;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;

/** The statements and appenders of one connection. */
final class Sql {
    /** A conversion of the current result row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** The schema of this connection's staging tables. */
    static final DuckDbNames STAGING = new DuckDbNames("temp", "main");

    private final DuckDBConnection connection;

    Sql(DuckDBConnection connection) {
        this.connection = connection;
    }

    void run(String statement) throws SQLException {
        try (Statement once = connection.createStatement()) {
            once.execute(statement);
        }
    }

    <T> List<T> list(String query, Row<T> reading) throws SQLException {
        List<T> all = new ArrayList<>();
        try (Statement once = connection.createStatement();
                ResultSet rows = once.executeQuery(query)) {
            while (rows.next()) {
                all.add(reading.read(rows));
            }
        }
        return all;
    }

    List<String> texts(String query) throws SQLException {
        return list(query, row -> row.getString(1));
    }

    long count(String table) throws SQLException {
        return list("SELECT count(*) FROM " + table, row -> row.getLong(1)).get(0);
    }

    RowAppender appender(DuckDbNames names, String table) throws SQLException {
        return new RowAppender(table, connection.createAppender(names.catalog(), names.schema(), table));
    }
}
