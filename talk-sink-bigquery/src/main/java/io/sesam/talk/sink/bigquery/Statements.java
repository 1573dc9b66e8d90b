package io.sesam.talk.sink.bigquery;

import static java.util.stream.Collectors.joining;

import io.sesam.talk.spi.sink.AnalyticTables;
import io.sesam.talk.spi.sink.AnalyticTables.Column;
import io.sesam.talk.spi.sink.AnalyticTables.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * The SQL statements of merge mode. Except those of {@link MergeStatements} and {@link RebuildStatements}.
 *
 * <p>Values from a store or a clock are parameters; only names and descriptions are part of the text.
 */
final class Statements {
    /** The label of Talk's tables; its value is the purpose. */
    static final String LABEL = "talk";

    private final BigQueryNames names;

    Statements(BigQueryNames names) {
        this.names = names;
    }

    String createTable(Table table) {
        return "CREATE TABLE IF NOT EXISTS " + definition(table);
    }

    /**
     * Returns the statement that recreates a table. For a table that was changed so that it cannot be used; its rows
     * are lost.
     */
    String replaceTable(Table table) {
        return "CREATE OR REPLACE TABLE " + definition(table);
    }

    String addColumn(Table table, Column column) {
        return "ALTER TABLE " + names.of(table.name()) + " ADD COLUMN IF NOT EXISTS "
                + BigQueryNames.quoted(column.name()) + " " + BigQueryLayout.sqlType(column.type()) + describe(column);
    }

    String dropColumn(String table, String column) {
        return "ALTER TABLE " + names.of(table) + " DROP COLUMN IF EXISTS " + BigQueryNames.quoted(column);
    }

    String dropTable(String table) {
        return "DROP TABLE IF EXISTS " + names.of(table);
    }

    String readState() {
        return "SELECT format, history, sequence FROM " + names.of(BigQueryNames.STATE);
    }

    String forgetState() {
        return "DELETE FROM " + names.of(BigQueryNames.STATE) + " WHERE TRUE";
    }

    String counts(List<Table> tables) {
        return tables.stream()
                .map(table -> "SELECT " + BigQueryNames.literal(table.name())
                        + " AS table_name, COUNT(*) AS row_count FROM " + names.of(table.name()))
                .collect(joining("\nUNION ALL\n"));
    }

    private String definition(Table table) {
        List<String> parts = new ArrayList<>();
        for (Column column : table.columns()) {
            parts.add("  " + BigQueryNames.quoted(column.name()) + " " + BigQueryLayout.sqlType(column.type())
                    + (column.nullable() ? "" : " NOT NULL") + describe(column));
        }
        if (!table.key().isEmpty()) {
            parts.add("  PRIMARY KEY (" + quoted(table.key()) + ") NOT ENFORCED");
        }
        List<String> clustering = BigQueryLayout.clustering(table);
        return names.of(table.name()) + " (\n" + String.join(",\n", parts) + "\n)"
                + BigQueryLayout.partitioning(table)
                        .map(by -> "\nPARTITION BY " + by)
                        .orElse("")
                + (clustering.isEmpty() ? "" : "\nCLUSTER BY " + quoted(clustering))
                + "\nOPTIONS (description = " + BigQueryNames.literal("Kept by Talk: " + BigQueryLayout.about(table))
                + ", labels = [('"
                + LABEL + "', '" + labelOf(table) + "')])";
    }

    private static String labelOf(Table table) {
        return table.name().startsWith("talk_")
                        && (table.equals(BigQueryLayout.STATE) || table.equals(BigQueryLayout.REMOVED))
                ? "state"
                : "table";
    }

    private static String describe(Column column) {
        return " OPTIONS (description = " + BigQueryNames.literal(column.description()) + ")";
    }

    static String quoted(List<String> columns) {
        return columns.stream().map(BigQueryNames::quoted).collect(joining(", "));
    }

    /** Returns the columns of a type's staged rows. {@code n} is the staged golden record. */
    static String typeColumns(Table table) {
        List<String> columns = new ArrayList<>(List.of("n.golden_id AS `id`"));
        for (Column column : BigQueryLayout.ownColumns(table)) {
            columns.add("n." + BigQueryNames.quoted(BigQueryLayout.structOf(table.name())) + "."
                    + BigQueryNames.quoted(column.name()) + " AS " + BigQueryNames.quoted(column.name()));
        }
        columns.add("n.sequence AS `version`");
        return String.join(", ", columns);
    }

    /** Returns the columns of crosswalk or provenance rows. {@code r} is one of the golden record's rows there. */
    static String rowColumns(Table table) {
        return table.columns().stream()
                .map(column -> (BigQueryLayout.ownColumns(table).contains(column) ? "r." : "n.")
                        + BigQueryNames.quoted(column.name()))
                .collect(joining(", "));
    }

    static String allColumns(Table table) {
        return quoted(table.columns().stream().map(Column::name).toList());
    }

    static boolean isCrosswalk(Table table) {
        return table.equals(AnalyticTables.CROSSWALK);
    }
}
