package io.sesam.talk.sink.bigquery;

import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.sink.AnalyticTables;
import io.sesam.talk.spi.sink.AnalyticTables.Column;
import io.sesam.talk.spi.sink.AnalyticTables.ColumnType;
import io.sesam.talk.spi.sink.AnalyticTables.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The tables of the sink, their partitioning and staged rows.
 *
 * <p>A staged row is one golden record with all its rows in all tables: the columns of its type's table in a struct,
 * its rows of the crosswalk and the provenance as arrays of structs. A batch is therefore one load job, and an error in
 * a row is reported with its golden record.
 */
final class BigQueryLayout {
    static final Table STATE = new Table(
            BigQueryNames.STATE,
            List.of(
                    new Column("format", ColumnType.WHOLE_NUMBER, false, "the version of this layout"),
                    new Column("history", ColumnType.TEXT, false, "the history that the rows belong to"),
                    new Column("sequence", ColumnType.WHOLE_NUMBER, false, "the last change in the tables"),
                    new Column("complete", ColumnType.WHOLE_NUMBER, false, "the last change that a rebuild covered")),
            List.of());

    static final Table REMOVED = new Table(
            BigQueryNames.REMOVED,
            List.of(
                    new Column("id", ColumnType.TEXT, false, "a golden record that was removed"),
                    new Column("version", ColumnType.WHOLE_NUMBER, false, "the change that removed it")),
            List.of("id"));

    /** BigQuery's column limit per table. The staging table, with the columns of all types, comes closest. */
    private static final int MOST_COLUMNS = 10_000;

    /** The number of type-independent columns of the staging table. */
    private static final int FIXED_COLUMNS = 20;

    private final List<Schema> schemas;
    private final List<Table> tables;

    BigQueryLayout(Collection<Schema> schemas) {
        this.schemas = schemas.stream()
                .sorted((one, other) -> one.type().compareTo(other.type()))
                .toList();
        this.tables = AnalyticTables.all(schemas);
    }

    static List<String> problems(String prefix, Collection<Schema> schemas) {
        int columns = FIXED_COLUMNS
                + schemas.stream().mapToInt(schema -> schema.size() + 1).sum();
        return columns <= MOST_COLUMNS
                ? List.of()
                : List.of(prefix + ": the types have " + columns + " properties together, but BigQuery allows at most "
                        + (MOST_COLUMNS - FIXED_COLUMNS));
    }

    /** Returns the tables of {@link AnalyticTables}. */
    List<Table> tables() {
        return tables;
    }

    /** Returns these and the two internal tables. */
    List<Table> all() {
        List<Table> all = new ArrayList<>(tables);
        all.add(REMOVED);
        all.add(STATE);
        return all;
    }

    List<Schema> schemas() {
        return schemas;
    }

    Table table(String type) {
        return tables.stream()
                .filter(table -> table.name().equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no type " + type));
    }

    /** Returns the staging column of a type's properties. */
    static String structOf(String type) {
        return "values_" + type;
    }

    /** Returns the columns that vary within a golden record. */
    static List<Column> ownColumns(Table table) {
        boolean ofType = !table.equals(AnalyticTables.CROSSWALK) && !table.equals(AnalyticTables.PROVENANCE);
        List<String> given = ofType ? List.of("id", "version") : List.of("type", "golden_id");
        return table.columns().stream()
                .filter(column -> !given.contains(column.name()))
                .toList();
    }

    static String sqlType(ColumnType type) {
        return switch (type) {
            case TEXT -> "STRING";
            case WHOLE_NUMBER -> "INT64";
            case TIMESTAMP -> "TIMESTAMP";
            case FLAG -> "BOOL";
        };
    }

    /**
     * Returns the clustering columns of a table. They are the columns of joins and merges, which are also those of
     * usual look-ups. A type's table has one row for each golden record, which is small; provenance is the large one.
     */
    static List<String> clustering(Table table) {
        return table.equals(AnalyticTables.PROVENANCE) ? List.of("golden_id", "property", "system") : table.key();
    }

    /**
     * Returns the partitioning of a table. Provenance is partitioned by the year of its time: years stay few for any
     * time that a system may report.
     */
    static Optional<String> partitioning(Table table) {
        return table.equals(AnalyticTables.PROVENANCE)
                ? Optional.of("TIMESTAMP_TRUNC(`said_at`, YEAR)")
                : Optional.empty();
    }

    static String about(Table table) {
        return switch (table.name()) {
            case "crosswalk" -> "the golden record of each source record";
            case "provenance" -> "the value of each property in each source, and the surviving one";
            case BigQueryNames.STATE -> "the last change applied to these tables";
            case BigQueryNames.REMOVED -> "golden records that Talk removed";
            default -> "the golden records of type " + table.name();
        };
    }
}
