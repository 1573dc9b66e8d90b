package io.sesam.talk.sink.bigquery;

import static java.util.stream.Collectors.joining;

import io.sesam.talk.spi.sink.AnalyticTables;
import io.sesam.talk.spi.sink.AnalyticTables.Column;
import io.sesam.talk.spi.sink.AnalyticTables.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The SQL statements of stream mode. All tables are views on one table of staged rows with a primary key. */
final class StreamStatements {
    /** The golden id and type of the mark's row. No golden record has it. */
    static final String MARK = "*";

    private final BigQueryNames names;
    private final BigQueryLayout layout;

    StreamStatements(BigQueryNames names, BigQueryLayout layout) {
        this.names = names;
        this.layout = layout;
    }

    /** Returns the statement that keeps a table. It removes the expiry and sets the maximum staleness. */
    String keep(String table, Duration staleness) {
        return "ALTER TABLE " + names.of(table) + " SET OPTIONS (expiration_timestamp = NULL, max_staleness = INTERVAL "
                + staleness.toSeconds() + " SECOND)";
    }

    /** Returns the statement that switches all views to a table. */
    String show(String table, String fingerprint) {
        return "CREATE OR REPLACE VIEW " + names.of(BigQueryNames.CURRENT) + "\nOPTIONS (description = "
                + BigQueryNames.literal("Kept by Talk: the table behind the views") + ", labels = [('"
                + Statements.LABEL
                + "', 'current'), ('talk_layout', '" + fingerprint + "'), ('talk_table', '" + table
                + "')])\nAS SELECT * FROM " + names.of(table);
    }

    /** Returns the views of types, crosswalk and provenance. */
    List<String> views() {
        List<String> views = new ArrayList<>();
        layout.schemas().forEach(schema -> {
            Table table = AnalyticTables.of(schema);
            views.add(view(table) + "SELECT " + Statements.typeColumns(table) + from() + " WHERE n.type = "
                    + BigQueryNames.literal(table.name()) + " AND NOT n.removed");
        });
        views.add(
                view(AnalyticTables.CROSSWALK) + "SELECT " + Statements.rowColumns(AnalyticTables.CROSSWALK) + from()
                        + ", UNNEST(n.crosswalk) AS r WHERE NOT n.removed\n"
                        + "QUALIFY ROW_NUMBER() OVER (PARTITION BY n.type, r.system, r.record_id ORDER BY n.sequence DESC) = 1");
        views.add(view(AnalyticTables.PROVENANCE) + "SELECT " + Statements.rowColumns(AnalyticTables.PROVENANCE)
                + from() + ", UNNEST(n.provenance) AS r WHERE NOT n.removed");
        return views;
    }

    String readState() {
        return "SELECT history, sequence, complete FROM " + names.of(BigQueryNames.CURRENT) + " WHERE golden_id = '"
                + MARK + "'";
    }

    String dropView(String view) {
        return "DROP VIEW IF EXISTS " + names.of(view);
    }

    private String view(Table table) {
        return "CREATE OR REPLACE VIEW " + names.of(table.name()) + " ("
                + table.columns().stream().map(StreamStatements::described).collect(joining(", "))
                + ")\nOPTIONS (description = " + BigQueryNames.literal("Kept by Talk: " + BigQueryLayout.about(table))
                + ", labels = [('"
                + Statements.LABEL + "', 'view')])\nAS ";
    }

    private static String described(Column column) {
        return BigQueryNames.quoted(column.name()) + " OPTIONS (description = "
                + BigQueryNames.literal(column.description()) + ")";
    }

    private String from() {
        return " FROM " + names.of(BigQueryNames.CURRENT) + " AS n";
    }
}
