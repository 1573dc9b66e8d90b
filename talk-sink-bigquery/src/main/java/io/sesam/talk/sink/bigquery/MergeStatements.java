package io.sesam.talk.sink.bigquery;

import static java.util.stream.Collectors.joining;

import io.sesam.talk.spi.sink.AnalyticTables;
import io.sesam.talk.spi.sink.AnalyticTables.Column;
import io.sesam.talk.spi.sink.AnalyticTables.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The statements that merge staged changes into the tables. One transaction with one MERGE for each table.
 *
 * <p>A change is outdated when a rebuild covered it, or when the table of its type, or the list of removed records, has
 * its golden record with an equal or greater sequence. Changes that are not outdated are first copied, without
 * duplicates, to a temporary table of the script. A crosswalk row may have been claimed by a later golden record: for
 * each source record, the golden record with the greater sequence wins.
 */
final class MergeStatements {
    /** The start of the error for a foreign history. */
    static final String OTHER_HISTORY = "talk: the tables are of another history than ";

    private static final String NEWS = BigQueryNames.quoted(BigQueryNames.NEWS);

    private final BigQueryNames names;
    private final BigQueryLayout layout;

    MergeStatements(BigQueryNames names, BigQueryLayout layout) {
        this.names = names;
        this.layout = layout;
    }

    /** Returns the script for a batch of these types. Parameters are {@code @history} and {@code @sequence}. */
    List<String> script(String staging, List<String> types) {
        List<String> script = new ArrayList<>();
        script.add("BEGIN TRANSACTION");
        script.add(mark());
        script.add(stageNewChanges(staging, types));
        script.add(mergeCrosswalk(types));
        types.forEach(type -> script.add(mergeType(layout.table(type))));
        script.add(mergeProvenance());
        script.add(mergeRemoved());
        script.add("COMMIT TRANSACTION");
        return script;
    }

    /**
     * Returns the statement that advances the mark. It never moves the mark back, and fails when the tables belong to
     * another history, or to none.
     */
    String mark() {
        return "MERGE INTO " + names.of(BigQueryNames.STATE) + " AS t\n"
                + "USING (SELECT @history AS history, @sequence AS sequence) AS s\n"
                + "ON t.history = s.history AND t.format = " + BigQueryState.FORMAT + "\n"
                + "WHEN MATCHED AND s.sequence > t.sequence THEN UPDATE SET sequence = s.sequence\n"
                + "WHEN NOT MATCHED AND IF(s.sequence IS NULL, TRUE, ERROR(CONCAT("
                + BigQueryNames.literal(OTHER_HISTORY)
                + ", s.history))) THEN INSERT (format, history, sequence, complete) VALUES (0, '', 0, 0)";
    }

    private String stageNewChanges(String staging, List<String> types) {
        String known = Stream.concat(types.stream(), Stream.of(BigQueryNames.REMOVED))
                .map(table -> "  AND NOT EXISTS (SELECT 1 FROM " + names.of(table)
                        + " AS k WHERE k.id = n.golden_id AND k.version >= n.sequence)\n")
                .collect(joining());
        return "CREATE TEMP TABLE " + NEWS + " AS\nSELECT n.* FROM " + names.of(staging) + " AS n\n"
                + "WHERE n.sequence > (SELECT MAX(complete) FROM " + names.of(BigQueryNames.STATE) + ")\n" + known
                + "QUALIFY ROW_NUMBER() OVER (PARTITION BY n.golden_id ORDER BY n.sequence DESC) = 1";
    }

    private String mergeType(Table table) {
        List<String> columns = table.columns().stream().map(Column::name).toList();
        return "MERGE INTO " + names.of(table.name()) + " AS t\nUSING (SELECT " + Statements.typeColumns(table)
                + ", n.removed AS _removed FROM " + NEWS + " AS n WHERE n.type = " + BigQueryNames.literal(table.name())
                + ") AS s\nON t.id = s.id\n"
                + "WHEN MATCHED AND s.version > t.version AND s._removed THEN DELETE\n"
                + "WHEN MATCHED AND s.version > t.version THEN UPDATE SET " + assignments(columns) + "\n"
                + "WHEN NOT MATCHED AND NOT s._removed THEN " + insert(columns);
    }

    /**
     * Returns the merge of the crosswalk. Runs before the tables of the types are merged, because it needs their
     * versions of unchanged golden records.
     */
    private String mergeCrosswalk(List<String> types) {
        String crosswalk = names.of(AnalyticTables.CROSSWALK.name());
        String owners = types.stream()
                .map(type -> "SELECT id, version FROM " + names.of(type))
                .collect(joining(" UNION ALL "));
        return "MERGE INTO " + crosswalk + " AS t\nUSING (\n"
                + "  SELECT type, system, record_id, golden_id FROM (\n"
                + "    SELECT n.type, r.system, r.record_id, n.golden_id, n.sequence\n"
                + "    FROM " + NEWS + " AS n, UNNEST(n.crosswalk) AS r\n"
                + "    UNION ALL\n"
                + "    SELECT h.type, h.system, h.record_id, IF(c.golden_id IS NULL, h.golden_id, NULL),"
                + " IF(c.golden_id IS NULL, o.version, -1)\n"
                + "    FROM " + crosswalk + " AS h\n"
                + "    LEFT JOIN " + NEWS + " AS c ON c.golden_id = h.golden_id\n"
                + "    LEFT JOIN (SELECT n.type, r.system, r.record_id FROM " + NEWS
                + " AS n, UNNEST(n.crosswalk) AS r) AS k\n"
                + "    ON k.type = h.type AND k.system = h.system AND k.record_id = h.record_id\n"
                + "    LEFT JOIN (" + owners + ") AS o ON o.id = h.golden_id\n"
                + "    WHERE c.golden_id IS NOT NULL OR k.record_id IS NOT NULL AND o.id IS NOT NULL\n"
                + "  )\n"
                + "  WHERE TRUE\n"
                + "  QUALIFY ROW_NUMBER() OVER (PARTITION BY type, system, record_id ORDER BY sequence DESC) = 1\n"
                + ") AS s\nON t.type = s.type AND t.system = s.system AND t.record_id = s.record_id\n"
                + "WHEN MATCHED AND s.golden_id IS NULL THEN DELETE\n"
                + "WHEN MATCHED AND t.golden_id != s.golden_id THEN UPDATE SET golden_id = s.golden_id\n"
                + "WHEN NOT MATCHED AND s.golden_id IS NOT NULL THEN "
                + insert(List.of("type", "system", "record_id", "golden_id"));
    }

    /** Returns the merge of the provenance. Contains the new rows, and the keys of the rows to delete. */
    private String mergeProvenance() {
        Table table = AnalyticTables.PROVENANCE;
        List<String> columns = table.columns().stream().map(Column::name).toList();
        List<String> others =
                columns.stream().filter(column -> !table.key().contains(column)).toList();
        String nothing = table.columns().stream()
                .map(column -> table.key().contains(column.name())
                        ? "h." + BigQueryNames.quoted(column.name())
                        : "CAST(NULL AS " + BigQueryLayout.sqlType(column.type()) + ")")
                .collect(joining(", "));
        return "MERGE INTO " + names.of(table.name()) + " AS t\nUSING (\n"
                + "  SELECT " + Statements.allColumns(table) + ", _gone FROM (\n"
                + "    SELECT " + Statements.rowColumns(table) + ", FALSE AS _gone\n"
                + "    FROM " + NEWS + " AS n, UNNEST(n.provenance) AS r\n"
                + "    UNION ALL\n"
                + "    SELECT " + nothing + ", TRUE\n"
                + "    FROM " + names.of(table.name()) + " AS h JOIN " + NEWS + " AS c ON c.golden_id = h.golden_id\n"
                + "  )\n"
                + "  WHERE TRUE\n"
                + "  QUALIFY ROW_NUMBER() OVER (PARTITION BY " + Statements.quoted(table.key())
                + " ORDER BY IF(_gone, 1, 0)) = 1\n"
                + ") AS s\nON "
                + table.key().stream()
                        .map(key -> "t." + BigQueryNames.quoted(key) + " = s." + BigQueryNames.quoted(key))
                        .collect(joining(" AND "))
                + "\nWHEN MATCHED AND s._gone THEN DELETE\n"
                + "WHEN MATCHED THEN UPDATE SET " + assignments(others) + "\n"
                + "WHEN NOT MATCHED AND NOT s._gone THEN " + insert(columns);
    }

    private String mergeRemoved() {
        return "MERGE INTO " + names.of(BigQueryNames.REMOVED) + " AS t\n"
                + "USING (SELECT n.golden_id AS id, n.sequence AS version, n.removed AS _removed FROM " + NEWS
                + " AS n) AS s\nON t.id = s.id\n"
                + "WHEN MATCHED AND s._removed THEN UPDATE SET version = s.version\n"
                + "WHEN MATCHED THEN DELETE\n"
                + "WHEN NOT MATCHED AND s._removed THEN " + insert(List.of("id", "version"));
    }

    private static String assignments(List<String> columns) {
        return columns.stream()
                .filter(column -> !column.equals("id"))
                .map(column -> BigQueryNames.quoted(column) + " = s." + BigQueryNames.quoted(column))
                .collect(joining(", "));
    }

    private static String insert(List<String> columns) {
        return "INSERT (" + Statements.quoted(columns) + ") VALUES ("
                + columns.stream()
                        .map(column -> "s." + BigQueryNames.quoted(column))
                        .collect(joining(", ")) + ")";
    }
}
