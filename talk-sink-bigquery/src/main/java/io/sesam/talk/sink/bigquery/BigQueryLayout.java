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
 * Which tables there are to be, what they are partitioned and clustered by, and what a staged row looks like.
 *
 * <p>A staged row is one golden record with all its rows in all tables: the columns of its type's table in a struct, its
 * rows of the crosswalk and the provenance as arrays of structs. So a batch is one load, and what is wrong with a row is
 * known by its golden record.
 */
final class BigQueryLayout {
    static final Table STATE = new Table(
            BigQueryNames.STATE,
            List.of(
                    new Column("format", ColumnType.WHOLE_NUMBER, false, "the version of this layout"),
                    new Column("history", ColumnType.TEXT, false, "whose history the rows are of"),
                    new Column("sequence", ColumnType.WHOLE_NUMBER, false, "the last change that the tables hold"),
                    new Column("complete", ColumnType.WHOLE_NUMBER, false, "up to here all came with a rebuild")),
            List.of());

    static final Table REMOVED = new Table(
            BigQueryNames.REMOVED,
            List.of(
                    new Column("id", ColumnType.TEXT, false, "a golden record that is gone"),
                    new Column("version", ColumnType.WHOLE_NUMBER, false, "the change by which it went")),
            List.of("id"));

    /** BigQuery's limit for a table, of which the staging table with the columns of all types comes nearest. */
    private static final int MOST_COLUMNS = 10_000;

    /** How many columns of the staging table do not depend on the types. */
    private static final int FIXED_COLUMNS = 20;

    private final List<Schema> schemas;
    private final List<Table> tables;

    BigQueryLayout(Collection<Schema> schemas) {
        this.schemas = schemas.stream()
                .sorted((one, other) -> one.type().compareTo(other.type()))
                .toList();
        this.tables = AnalyticTables.all(schemas);
    }

    static List<String> problems(String who, Collection<Schema> schemas) {
        int columns = FIXED_COLUMNS
                + schemas.stream().mapToInt(schema -> schema.size() + 1).sum();
        return columns <= MOST_COLUMNS
                ? List.of()
                : List.of(who + ": the types have " + columns + " properties together; BigQuery takes "
                        + (MOST_COLUMNS - FIXED_COLUMNS));
    }

    /** The tables of {@link AnalyticTables}. */
    List<Table> tables() {
        return tables;
    }

    /** The same, and the sink's own two. */
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

    /** The column of a staged row that holds the properties of a type. */
    static String structOf(String type) {
        return "values_" + type;
    }

    /** The columns of a table that are not the same for all rows of one golden record. */
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
     * What a table is sorted by: what it is joined and merged by, which is what people look things up by. A type's table
     * holds one row for each thing, which is little; provenance is the big one.
     */
    static List<String> clustering(Table table) {
        return table.equals(AnalyticTables.PROVENANCE) ? List.of("golden_id", "property", "system") : table.key();
    }

    /** Provenance is partitioned by the year of its time: years are few enough for whatever time a system may say. */
    static Optional<String> partitioning(Table table) {
        return table.equals(AnalyticTables.PROVENANCE)
                ? Optional.of("TIMESTAMP_TRUNC(`said_at`, YEAR)")
                : Optional.empty();
    }

    static String about(Table table) {
        return switch (table.name()) {
            case "crosswalk" -> "which source record belongs to which golden record";
            case "provenance" -> "who says what of each property, and who won";
            case BigQueryNames.STATE -> "how far Talk has brought these tables";
            case BigQueryNames.REMOVED -> "golden records that Talk removed";
            default -> "the golden records of type " + table.name();
        };
    }
}
