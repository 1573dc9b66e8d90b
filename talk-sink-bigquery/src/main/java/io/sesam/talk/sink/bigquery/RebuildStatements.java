package io.sesam.talk.sink.bigquery;

import io.sesam.talk.spi.sink.AnalyticTables;
import io.sesam.talk.spi.sink.AnalyticTables.Table;
import java.util.ArrayList;
import java.util.List;

/** The statements that replace all rows by staged ones. In one transaction. */
final class RebuildStatements {
    private final BigQueryNames names;
    private final BigQueryLayout layout;

    RebuildStatements(BigQueryNames names, BigQueryLayout layout) {
        this.names = names;
        this.layout = layout;
    }

    /** Returns the query for duplicate golden records. */
    String duplicates(String staging) {
        return "SELECT golden_id, type FROM " + names.of(staging)
                + " GROUP BY golden_id, type HAVING COUNT(*) > 1 LIMIT 1";
    }

    /**
     * Returns the script. Without a staging table when there are no rows; parameters are {@code @history} and
     * {@code @sequence}.
     */
    List<String> script(boolean rows, String staging) {
        List<String> script = new ArrayList<>();
        script.add("BEGIN TRANSACTION");
        for (Table table : layout.all()) {
            script.add("DELETE FROM " + names.of(table.name()) + " WHERE TRUE");
        }
        if (rows) {
            layout.schemas().forEach(schema -> script.add(fillType(AnalyticTables.of(schema), staging)));
            script.add(fillCrosswalk(staging));
            script.add(fillProvenance(staging));
            script.add(fillRemoved(staging));
        }
        script.add("INSERT INTO " + names.of(BigQueryNames.STATE) + " (format, history, sequence, complete) VALUES ("
                + BigQueryState.FORMAT + ", @history, @sequence, @sequence)");
        script.add("COMMIT TRANSACTION");
        return script;
    }

    private String fillType(Table table, String staging) {
        return insert(table) + "SELECT " + Statements.typeColumns(table) + " FROM " + names.of(staging)
                + " AS n WHERE n.type = " + BigQueryNames.literal(table.name()) + " AND NOT n.removed";
    }

    /**
     * Returns the insert of the crosswalk. During a change, two golden records may claim one source record; the later
     * one wins.
     */
    private String fillCrosswalk(String staging) {
        return insert(AnalyticTables.CROSSWALK) + "SELECT " + Statements.rowColumns(AnalyticTables.CROSSWALK) + " FROM "
                + names.of(staging) + " AS n, UNNEST(n.crosswalk) AS r WHERE TRUE\n"
                + "QUALIFY ROW_NUMBER() OVER (PARTITION BY n.type, r.system, r.record_id ORDER BY n.sequence DESC) = 1";
    }

    private String fillProvenance(String staging) {
        return insert(AnalyticTables.PROVENANCE) + "SELECT " + Statements.rowColumns(AnalyticTables.PROVENANCE)
                + " FROM " + names.of(staging) + " AS n, UNNEST(n.provenance) AS r";
    }

    private String fillRemoved(String staging) {
        return insert(BigQueryLayout.REMOVED) + "SELECT n.golden_id, n.sequence FROM " + names.of(staging)
                + " AS n WHERE n.removed AND n.sequence > @sequence";
    }

    private String insert(Table table) {
        return "INSERT INTO " + names.of(table.name()) + " (" + Statements.allColumns(table) + ")\n";
    }
}
