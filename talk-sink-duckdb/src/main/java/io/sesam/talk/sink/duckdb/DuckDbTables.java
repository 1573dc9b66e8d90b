package io.sesam.talk.sink.duckdb;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.sink.AnalyticTables.Column;
import io.sesam.talk.spi.sink.AnalyticTables.Table;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The tables of the file compared with the {@link DuckDbLayout}. */
final class DuckDbTables {
    private record Found(String name, boolean ours) {}

    private final DuckDbLayout layout;
    private final Path path;
    private final Sql sql;
    private final DuckDbNames names;

    DuckDbTables(DuckDbLayout layout, Path path, Sql sql, DuckDbNames names) {
        this.layout = layout;
        this.path = path;
        this.sql = sql;
        this.names = names;
    }

    /** Refuses a foreign table with one of Talk's names. */
    void refuseForeign() throws SQLException {
        Map<String, Found> found = found();
        for (Table table : layout.tables()) {
            Found existing = found.get(table.name());
            if (existing != null && !existing.ours()) {
                throw new TalkException(
                        ErrorCode.CONFIGURATION,
                        path + " has a table or view \"" + table.name()
                                + "\" that Talk did not create; set another path or schema, or rename that table");
            }
        }
    }

    /** Creates missing tables. Returns false when a table was missing or different, so that a rebuild is needed. */
    boolean makeReady() throws SQLException {
        sql.run("CREATE SCHEMA IF NOT EXISTS " + DuckDbNames.quoted(names.catalog()) + "."
                + DuckDbNames.quoted(names.schema()));
        refuseForeign();
        boolean fit = found().values().stream().filter(Found::ours).count()
                == layout.tables().size();
        for (Table table : layout.tables()) {
            fit &= makeReady(table);
        }
        return fit;
    }

    /** Checks whether any of Talk's tables has a row. */
    boolean haveRows() throws SQLException {
        for (Found table : found().values()) {
            if (table.ours()
                    && !sql.texts("SELECT 'a row' FROM " + names.of(table.name()) + " LIMIT 1")
                            .isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Drops all of Talk's tables and creates empty ones. Includes tables of types that the host no longer declares. */
    void recreateAll() throws SQLException {
        for (Found table : found().values()) {
            if (table.ours()) {
                sql.run("DROP TABLE " + names.of(table.name()));
            }
        }
        for (Table table : layout.tables()) {
            create(table);
        }
    }

    private boolean makeReady(Table table) throws SQLException {
        List<String> columns = columns(table);
        if (columns.isEmpty()) {
            create(table);
            return false;
        }
        for (Column column : table.columns()) {
            if (column.nullable() && columns.stream().noneMatch(existing -> existing.startsWith(column.name() + " "))) {
                run(layout.add(table, column, names));
            }
        }
        return columns.equals(
                table.columns().stream().map(DuckDbTables::described).toList());
    }

    private void create(Table table) throws SQLException {
        run(layout.create(table, names));
    }

    private void run(List<String> statements) throws SQLException {
        for (String statement : statements) {
            sql.run(statement);
        }
    }

    private static String described(Column column) {
        return column.name() + " " + DuckDbLayout.type(column.type());
    }

    private List<String> columns(Table table) throws SQLException {
        return sql.texts("SELECT column_name || ' ' || data_type FROM duckdb_columns()" + here() + " AND table_name = "
                + DuckDbNames.literal(table.name()) + " ORDER BY column_index");
    }

    private Map<String, Found> found() throws SQLException {
        Map<String, Found> found = new TreeMap<>();
        String query = "SELECT table_name, coalesce(comment, '') FROM duckdb_tables()" + here()
                + " UNION ALL SELECT view_name, '' FROM duckdb_views()" + here() + " AND NOT internal";
        sql.list(query, row -> new Found(row.getString(1), row.getString(2).startsWith(DuckDbLayout.OURS)))
                .forEach(table -> found.put(table.name().toLowerCase(Locale.ROOT), table));
        return found;
    }

    private String here() {
        return " WHERE database_name = " + DuckDbNames.literal(names.catalog()) + " AND lower(schema_name) = lower("
                + DuckDbNames.literal(names.schema()) + ")";
    }
}
