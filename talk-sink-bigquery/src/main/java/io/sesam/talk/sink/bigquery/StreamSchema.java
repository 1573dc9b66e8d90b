package io.sesam.talk.sink.bigquery;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableSchema;

/** The staged row as Storage Write API schema. With the two columns for change type and sequence. */
final class StreamSchema {
    private StreamSchema() {}

    static TableSchema of(BigQueryLayout layout) {
        TableSchema.Builder schema = TableSchema.newBuilder();
        StagingSchema.of(layout).getFields().forEach(field -> schema.addFields(of(field)));
        return schema.addFields(text("_CHANGE_TYPE"))
                .addFields(text("_CHANGE_SEQUENCE_NUMBER"))
                .build();
    }

    private static TableFieldSchema of(Field field) {
        TableFieldSchema.Builder column = TableFieldSchema.newBuilder()
                .setName(field.getName())
                .setType(TableFieldSchema.Type.valueOf(
                        field.getType().getStandardType().name()))
                .setMode(TableFieldSchema.Mode.valueOf(
                        field.getMode() == null ? "NULLABLE" : field.getMode().name()));
        if (field.getSubFields() != null) {
            field.getSubFields().forEach(sub -> column.addFields(of(sub)));
        }
        return column.build();
    }

    private static TableFieldSchema text(String name) {
        return TableFieldSchema.newBuilder()
                .setName(name)
                .setType(TableFieldSchema.Type.STRING)
                .setMode(TableFieldSchema.Mode.NULLABLE)
                .build();
    }
}
