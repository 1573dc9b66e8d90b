package io.sesam.talk.sink.bigquery;

import static java.util.stream.Collectors.joining;

import io.sesam.talk.spi.sink.AnalyticTables;
import io.sesam.talk.spi.sink.AnalyticTables.Column;
import io.sesam.talk.spi.sink.AnalyticTables.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Every statement that this sink can send, but those of {@link MergeStatements} and {@link RebuildStatements}.
 *
 * <p>What comes from a store or a clock goes in as a parameter; only names and descriptions are part of the text.
 */
final class Statements {
    /** The label by which our tables are known again; its value tells what for. */
    static final String LABEL = "talk";

    private final BigQueryNames names;

    Statements(BigQueryNames names) {
        this.names = names;
    }

    String createTable(Table table) {
        return "CREATE TABLE IF NOT EXISTS " + definition(table);
    }

    /** For a table that somebody has changed so that it does not fit any more; its rows go. */
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

    /** The columns of a table's rows in the staging table, where {@code n} is the staged golden record. */
    static String typeColumns(Table table) {
        List<String> columns = new ArrayList<>(List.of("n.golden_id AS `id`"));
        for (Column column : BigQueryLayout.ownColumns(table)) {
            columns.add("n." + BigQueryNames.quoted(BigQueryLayout.structOf(table.name())) + "."
                    + BigQueryNames.quoted(column.name()) + " AS " + BigQueryNames.quoted(column.name()));
        }
        columns.add("n.sequence AS `version`");
        return String.join(", ", columns);
    }

    /** The same for crosswalk and provenance, where {@code r} is one of the record's rows there. */
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
