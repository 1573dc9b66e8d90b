package io.sesam.talk.sink.duckdb;

import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.sink.AnalyticTables;
import io.sesam.talk.spi.sink.AnalyticTables.Column;
import io.sesam.talk.spi.sink.AnalyticTables.ColumnType;
import io.sesam.talk.spi.sink.AnalyticTables.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The tables of the sink and their SQL.
 *
 * <p>They declare no keys: DuckDB would keep the index of a key in memory, which needs more than everything else
 * together. {@link Increment} prevents duplicates.
 */
final class DuckDbLayout {
    /** The prefix of the comment on Talk's tables. Tables with it are recognised as Talk's. */
    static final String OURS = "Kept by Talk";

    private final List<Table> tables;

    DuckDbLayout(Collection<Schema> schemas) {
        this.tables = AnalyticTables.all(schemas);
    }

    List<Table> tables() {
        return tables;
    }

    List<String> create(Table table, DuckDbNames names) {
        String name = names.of(table.name());
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE " + name + " (" + String.join(", ", definitions(table)) + ")");
        statements.add("COMMENT ON TABLE " + name + " IS " + DuckDbNames.literal(OURS + ": " + about(table)));
        for (Column column : table.columns()) {
            statements.add(comment(table, column, names));
        }
        return statements;
    }

    List<String> add(Table table, Column column, DuckDbNames names) {
        return List.of(
                "ALTER TABLE " + names.of(table.name()) + " ADD COLUMN " + definition(column),
                comment(table, column, names));
    }

    static String type(ColumnType type) {
        return switch (type) {
            case TEXT -> "VARCHAR";
            case WHOLE_NUMBER -> "BIGINT";
            case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
            case FLAG -> "BOOLEAN";
        };
    }

    private static List<String> definitions(Table table) {
        return table.columns().stream().map(DuckDbLayout::definition).toList();
    }

    private static String definition(Column column) {
        return DuckDbNames.quoted(column.name()) + " " + type(column.type()) + (column.nullable() ? "" : " NOT NULL");
    }

    private static String comment(Table table, Column column, DuckDbNames names) {
        return "COMMENT ON COLUMN " + names.of(table.name()) + "." + DuckDbNames.quoted(column.name()) + " IS "
                + DuckDbNames.literal(column.description());
    }

    private static String about(Table table) {
        if (table.equals(AnalyticTables.CROSSWALK)) {
            return "the golden record of each source record";
        }
        return table.equals(AnalyticTables.PROVENANCE)
                ? "the value of each property in each source, and the surviving one"
                : "the golden records of type " + table.name();
    }
}
