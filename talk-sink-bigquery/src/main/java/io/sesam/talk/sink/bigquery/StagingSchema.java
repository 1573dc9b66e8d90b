package io.sesam.talk.sink.bigquery;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import io.sesam.talk.spi.sink.AnalyticTables;
import io.sesam.talk.spi.sink.AnalyticTables.Column;
import io.sesam.talk.spi.sink.AnalyticTables.ColumnType;
import io.sesam.talk.spi.sink.AnalyticTables.Table;
import java.util.ArrayList;
import java.util.List;

/** The columns of a staging table. Filled by {@link StagedRow}; the last two belong to the mark's row. */
final class StagingSchema {
    private StagingSchema() {}

    static Schema of(BigQueryLayout layout) {
        List<Field> fields = new ArrayList<>();
        fields.add(required("golden_id", StandardSQLTypeName.STRING));
        fields.add(required("type", StandardSQLTypeName.STRING));
        fields.add(required("sequence", StandardSQLTypeName.INT64));
        fields.add(required("removed", StandardSQLTypeName.BOOL));
        layout.schemas().stream()
                .map(AnalyticTables::of)
                .filter(table -> !BigQueryLayout.ownColumns(table).isEmpty())
                .forEach(
                        table -> fields.add(struct(BigQueryLayout.structOf(table.name()), table, Field.Mode.NULLABLE)));
        fields.add(struct("crosswalk", AnalyticTables.CROSSWALK, Field.Mode.REPEATED));
        fields.add(struct("provenance", AnalyticTables.PROVENANCE, Field.Mode.REPEATED));
        fields.add(Field.of("history", StandardSQLTypeName.STRING));
        fields.add(Field.of("complete", StandardSQLTypeName.INT64));
        return Schema.of(fields);
    }

    static StandardSQLTypeName type(ColumnType type) {
        return switch (type) {
            case TEXT -> StandardSQLTypeName.STRING;
            case WHOLE_NUMBER -> StandardSQLTypeName.INT64;
            case TIMESTAMP -> StandardSQLTypeName.TIMESTAMP;
            case FLAG -> StandardSQLTypeName.BOOL;
        };
    }

    private static Field required(String name, StandardSQLTypeName type) {
        return Field.newBuilder(name, type).setMode(Field.Mode.REQUIRED).build();
    }

    private static Field struct(String name, Table table, Field.Mode mode) {
        List<Field> inner = new ArrayList<>();
        for (Column column : BigQueryLayout.ownColumns(table)) {
            inner.add(Field.newBuilder(column.name(), type(column.type()))
                    .setMode(column.nullable() ? Field.Mode.NULLABLE : Field.Mode.REQUIRED)
                    .build());
        }
        return Field.newBuilder(name, StandardSQLTypeName.STRUCT, FieldList.of(inner))
                .setMode(mode)
                .build();
    }
}
