package io.sesam.talk.simulators;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tables of the simulated BigQuery. Their descriptions are kept here, their rows in a DuckDB database. */
final class BigQueryEngine {
    /** The columns and rows of a response, in REST form. */
    record Answer(ArrayNode fields, ArrayNode rows) {}

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String NAME = "`([^`]+)`\\.`([^`]+)`\\.`([^`]+)`";
    private static final Pattern CREATE =
            Pattern.compile("CREATE (OR REPLACE )?TABLE (IF NOT EXISTS )?" + NAME + " (\\(.*)", Pattern.DOTALL);
    private static final Pattern ADD =
            Pattern.compile("ALTER TABLE " + NAME + " ADD COLUMN IF NOT EXISTS (.*)", Pattern.DOTALL);
    private static final Pattern DROP_COLUMN =
            Pattern.compile("ALTER TABLE " + NAME + " DROP COLUMN IF EXISTS `([^`]+)`");
    private static final Pattern DROP = Pattern.compile("DROP TABLE IF EXISTS " + NAME);
    private static final Pattern VIEW = Pattern.compile(
            "CREATE OR REPLACE VIEW " + NAME + "(?: (\\(.*?\\)))?\nOPTIONS (\\(.*?\\))\nAS (SELECT.*)", Pattern.DOTALL);
    private static final Pattern DROP_VIEW = Pattern.compile("DROP VIEW IF EXISTS " + NAME);
    private static final Pattern KEEP = Pattern.compile("ALTER TABLE " + NAME
            + " SET OPTIONS \\(expiration_timestamp = NULL, max_staleness = INTERVAL (\\d+) SECOND\\)");
    private static final Pattern TEMPORARY = Pattern.compile("CREATE TEMP TABLE `([^`]+)`");

    private final Connection connection;
    private final Map<String, BigQueryTable> tables = new TreeMap<>();
    private final Map<String, Map<String, Long>> sequences = new TreeMap<>();
    private final Set<String> schemas = new HashSet<>();

    BigQueryEngine(Connection connection) {
        this.connection = connection;
    }

    /** Returns the key of a table in {@link #tables()}. */
    static String key(String project, String dataset, String table) {
        return project + "." + dataset + "." + table;
    }

    Map<String, BigQueryTable> tables() {
        return tables;
    }

    void makeDataset(String project, String dataset) throws SQLException {
        if (schemas.add(project)) {
            run("ATTACH ':memory:' AS \"" + project + "\"");
        }
        run("CREATE SCHEMA IF NOT EXISTS \"" + project + "\".\"" + dataset + "\"");
    }

    void create(String project, String dataset, String name, BigQueryTable table) throws SQLException {
        run("CREATE TABLE " + named(project, dataset, name) + " " + table.columns());
        tables.put(key(project, dataset, name), table);
    }

    boolean drop(String project, String dataset, String name) throws SQLException {
        if (tables.remove(key(project, dataset, name)) == null) {
            return false;
        }
        run("DROP TABLE " + named(project, dataset, name));
        return true;
    }

    void load(String project, String dataset, String name, byte[] lines) throws SQLException {
        BigQueryTable table = tables.get(key(project, dataset, name));
        if (table == null) {
            throw new SQLException("Not found: Table " + name);
        }
        Path file = null;
        try {
            file = Files.createTempFile("talk-simulated-load", ".json");
            Files.write(file, lines);
            run("INSERT INTO " + named(project, dataset, name) + " SELECT * FROM read_json("
                    + GoogleSql.quoted(file.toString()) + ", format = 'newline_delimited', columns = "
                    + table.jsonColumns() + ")");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(file);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Replaces a row by its key, as change data capture does. A row with a smaller sequence never replaces one with a
     * greater one.
     */
    void upsert(String project, String dataset, String name, String key, String sequence, byte[] line)
            throws SQLException {
        Map<String, Long> seen = sequences.computeIfAbsent(key(project, dataset, name), table -> new TreeMap<>());
        long number = Long.parseUnsignedLong(sequence, 16);
        if (seen.getOrDefault(key, -1L) > number) {
            return;
        }
        seen.put(key, number);
        run("DELETE FROM " + named(project, dataset, name) + " WHERE golden_id = " + GoogleSql.quoted(key));
        load(project, dataset, name, line);
    }

    /** Runs a script. When a statement fails, an open transaction is rolled back. */
    Answer script(String script, Map<String, String> parameters, int mostStatements) throws SQLException {
        Answer answer = new Answer(JSON.arrayNode(), JSON.arrayNode());
        List<String> temporary = new ArrayList<>();
        int ran = 0;
        try {
            for (String statement : GoogleSql.statements(script)) {
                if (ran++ == mostStatements) {
                    throw new SQLException("Transaction is aborted due to concurrent update");
                }
                Matcher created = TEMPORARY.matcher(statement);
                if (created.lookingAt()) {
                    temporary.add(created.group(1));
                }
                answer = statement(statement, parameters);
            }
        } catch (SQLException e) {
            if (!connection.getAutoCommit() || script.startsWith("BEGIN")) {
                rollback();
            }
            throw e;
        } finally {
            for (String table : temporary) {
                run("DROP TABLE IF EXISTS temp.\"" + table + "\"");
            }
        }
        return answer;
    }

    private void rollback() {
        try {
            run("ROLLBACK");
        } catch (SQLException e) {
            // no transaction was open any more
        }
    }

    private Answer statement(String statement, Map<String, String> parameters) throws SQLException {
        if (isDefinition(statement)) {
            return new Answer(JSON.arrayNode(), JSON.arrayNode());
        }
        String sql = GoogleSql.translate(statement, parameters);
        if (statement.startsWith("SELECT")) {
            return select(sql);
        }
        run(sql);
        return new Answer(JSON.arrayNode(), JSON.arrayNode());
    }

    private boolean isDefinition(String statement) throws SQLException {
        Matcher create = CREATE.matcher(statement);
        if (create.matches()) {
            define(create);
            return true;
        }
        Matcher add = ADD.matcher(statement);
        if (add.matches()) {
            ObjectNode column = BigQueryTable.column(add.group(4));
            table(add).fields.add(column);
            run("ALTER TABLE " + named(add) + " ADD COLUMN \""
                    + column.path("name").asText() + "\" " + BigQueryTable.type(column));
            return true;
        }
        Matcher dropColumn = DROP_COLUMN.matcher(statement);
        if (dropColumn.matches()) {
            var fields = table(dropColumn).fields.iterator();
            while (fields.hasNext()) {
                if (fields.next().path("name").asText().equals(dropColumn.group(4))) {
                    fields.remove();
                }
            }
            run("ALTER TABLE " + named(dropColumn) + " DROP COLUMN IF EXISTS \"" + dropColumn.group(4) + "\"");
            return true;
        }
        Matcher keep = KEEP.matcher(statement);
        if (keep.matches()) {
            table(keep).expires = 0;
            table(keep).staleness = Long.parseLong(keep.group(4));
            return true;
        }
        return isView(statement);
    }

    private boolean isView(String statement) throws SQLException {
        Matcher view = VIEW.matcher(statement);
        if (view.matches()) {
            String columns = view.group(4) == null ? "(" : view.group(4);
            BigQueryTable described = BigQueryTable.view(columns, view.group(5));
            run("CREATE OR REPLACE VIEW " + named(view) + described.names() + " AS "
                    + GoogleSql.translate(view.group(6), Map.of()));
            tables.put(key(view.group(1), view.group(2), view.group(3)), described);
            return true;
        }
        Matcher dropView = DROP_VIEW.matcher(statement);
        if (dropView.matches()) {
            tables.remove(key(dropView.group(1), dropView.group(2), dropView.group(3)));
            run("DROP VIEW IF EXISTS " + named(dropView));
            return true;
        }
        Matcher drop = DROP.matcher(statement);
        if (drop.matches()) {
            drop(drop.group(1), drop.group(2), drop.group(3));
            return true;
        }
        return false;
    }

    private void define(Matcher create) throws SQLException {
        String project = create.group(3);
        String dataset = create.group(4);
        String name = create.group(5);
        if (create.group(1) != null) {
            drop(project, dataset, name);
        }
        if (!tables.containsKey(key(project, dataset, name))) {
            create(project, dataset, name, BigQueryTable.of(create.group(6)));
        } else if (create.group(2) == null) {
            throw new SQLException("Already Exists: Table " + name);
        }
    }

    private BigQueryTable table(Matcher named) throws SQLException {
        BigQueryTable table = tables.get(key(named.group(1), named.group(2), named.group(3)));
        if (table == null) {
            throw new SQLException("Not found: Table " + named.group(3));
        }
        return table;
    }

    /** Returns the rows of a DuckDB query; times as instants. */
    List<List<@Nullable Object>> query(String sql) throws SQLException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    Object cell = result.getObject(i);
                    row.add(cell instanceof OffsetDateTime time ? time.toInstant() : cell);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private Answer select(String sql) throws SQLException {
        ArrayNode fields = JSON.arrayNode();
        ArrayNode rows = JSON.arrayNode();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            ResultSetMetaData columns = result.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                boolean number = columns.getColumnTypeName(i).contains("INT");
                fields.addObject()
                        .put("name", columns.getColumnName(i))
                        .put("type", number ? "INTEGER" : "STRING")
                        .put("mode", "NULLABLE");
            }
            while (result.next()) {
                ArrayNode cells = rows.addObject().putArray("f");
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    cells.addObject().put("v", result.getString(i));
                }
            }
        }
        return new Answer(fields, rows);
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String named(Matcher named) {
        return named(named.group(1), named.group(2), named.group(3));
    }

    private static String named(String project, String dataset, String table) {
        return "\"" + project + "\".\"" + dataset + "\".\"" + table + "\"";
    }
}
