package io.sesam.talk.sink.bigquery;

import com.google.cloud.bigquery.Dataset;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableDefinition;
import com.google.cloud.bigquery.TableId;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.sink.AnalyticTables.Column;
import io.sesam.talk.spi.sink.AnalyticTables.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The existing tables compared with the {@link BigQueryLayout}. */
final class BigQueryTables {
    /** An existing table or view. */
    record Found(String name, Map<String, String> labels, boolean expires) {
        boolean is(String wanted) {
            return wanted.equals(labels.get(Statements.LABEL));
        }

        boolean isForeign() {
            return !labels.containsKey(Statements.LABEL);
        }
    }

    private final BigQueryClient bigQueryClient;
    private final Jobs jobs;
    private final BigQueryLayout layout;
    private final Statements statements;

    BigQueryTables(BigQueryClient bigQueryClient, Jobs jobs, BigQueryLayout layout, Statements statements) {
        this.bigQueryClient = bigQueryClient;
        this.jobs = jobs;
        this.layout = layout;
        this.statements = statements;
    }

    /** Returns the dataset, if it exists. */
    @Nullable
    Dataset dataset() {
        Dataset dataset = bigQueryClient.ask("getting " + bigQueryClient.where(), client -> client.getDataset(id()));
        if (dataset != null && dataset.getLocation() != null) {
            jobs.in(dataset.getLocation());
        }
        return dataset;
    }

    /** Returns the content of the dataset; creates it if missing. Refuses foreign tables. */
    Map<String, Found> ready() {
        if (dataset() == null) {
            makeDataset();
        }
        Map<String, Found> found = found();
        refuseForeign(found);
        refuseMode(found, "table");
        return found;
    }

    private void refuseMode(Map<String, Found> found, String other) {
        if (found.values().stream().anyMatch(table -> table.is(other))) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    bigQueryClient.where()
                            + " was filled in another mode; set mode to its former value, set another dataset, or drop"
                            + " the tables with the label " + Statements.LABEL);
        }
    }

    /** Creates missing tables. Returns false when a table was missing or different, so that a rebuild is needed. */
    boolean makeReady() {
        if (dataset() == null) {
            makeDataset();
        }
        Map<String, Found> found = found();
        refuseForeign(found);
        refuseMode(found, "view");
        boolean fit = found.values().stream().filter(table -> table.is("table")).count()
                == layout.tables().size();
        for (Table table : layout.all()) {
            if (found.containsKey(table.name())) {
                fit &= addColumns(table);
            } else {
                create(table);
                fit = false;
            }
        }
        return fit;
    }

    /** Drops obsolete tables and replaces unusable ones. Called once their rows are no longer needed. */
    void replaceUnfit() {
        for (Table table : layout.all()) {
            if (!isMendable(table, columns(table.name()))) {
                jobs.run("recreating the table " + table.name(), statements.replaceTable(table));
            }
        }
    }

    void dropSurplus() {
        for (Found table : found().values()) {
            if (table.is("table")
                    && layout.tables().stream()
                            .noneMatch(wanted -> wanted.name().equals(table.name()))) {
                jobs.run("dropping the table " + table.name(), statements.dropTable(table.name()));
            }
        }
        for (Table table : layout.all()) {
            Map<String, String> columns = columns(table.name());
            table.columns().forEach(column -> columns.remove(column.name()));
            columns.keySet()
                    .forEach(column -> jobs.run(
                            "dropping a column of the table " + table.name(),
                            statements.dropColumn(table.name(), column)));
        }
    }

    /** Refuses a foreign table with one of Talk's names. */
    void refuseForeign(Map<String, Found> found) {
        for (Table table : layout.all()) {
            for (Found existing : found.values()) {
                if (existing.isForeign() && existing.name().equalsIgnoreCase(table.name())) {
                    throw new TalkException(
                            ErrorCode.CONFIGURATION,
                            bigQueryClient.where() + " has a table or view \"" + existing.name()
                                    + "\" that Talk did not create; set another dataset, or rename that table");
                }
            }
        }
    }

    /** Returns the tables of the dataset, by name. */
    Map<String, Found> found() {
        Map<String, Found> found = new TreeMap<>();
        bigQueryClient.ask("listing the tables of " + bigQueryClient.where(), client -> {
            client.listTables(id()).iterateAll().forEach(table -> {
                String name = table.getTableId().getTable();
                Map<String, String> labels = table.getLabels();
                found.put(name, new Found(name, labels == null ? Map.of() : labels, table.getExpirationTime() != null));
            });
            return found;
        });
        return found;
    }

    /** Returns a table's columns with types and modes. By name; empty when the table does not exist. */
    private Map<String, String> columns(String table) {
        TableId id = TableId.of(
                bigQueryClient.settings().project(), bigQueryClient.settings().dataset(), table);
        com.google.cloud.bigquery.Table existing =
                bigQueryClient.ask("getting the table " + table, client -> client.getTable(id));
        Map<String, String> columns = new HashMap<>();
        TableDefinition definition = existing == null ? null : existing.getDefinition();
        if (definition instanceof StandardTableDefinition && definition.getSchema() != null) {
            for (Field field : definition.getSchema().getFields()) {
                columns.put(field.getName().toLowerCase(Locale.ROOT), described(field));
            }
        }
        return columns;
    }

    private boolean addColumns(Table table) {
        Map<String, String> existing = columns(table.name());
        List<Column> missing = table.columns().stream()
                .filter(column -> column.nullable() && !existing.containsKey(column.name()))
                .toList();
        for (Column column : missing) {
            jobs.run("adding a column to the table " + table.name(), statements.addColumn(table, column));
        }
        return missing.isEmpty() && existing.size() == table.columns().size() && isMendable(table, existing);
    }

    /**
     * Reports whether adding columns makes a table usable. The existing columns must be right, and missing ones must be
     * such as can be added.
     */
    private static boolean isMendable(Table table, Map<String, String> existing) {
        return table.columns().stream().allMatch(column -> {
            String described = existing.get(column.name());
            return described == null ? column.nullable() : described.equals(described(column));
        });
    }

    private void create(Table table) {
        jobs.run("creating the table " + table.name() + " in " + bigQueryClient.where(), statements.createTable(table));
    }

    private void makeDataset() {
        String location = bigQueryClient.settings().location().orElse("EU");
        DatasetInfo info = DatasetInfo.newBuilder(id())
                .setLocation(location)
                .setDescription("Kept by Talk: golden records, crosswalk and provenance")
                .setLabels(Map.of(Statements.LABEL, "dataset"))
                .build();
        bigQueryClient.ask("creating " + bigQueryClient.where(), client -> client.create(info));
        jobs.in(location);
    }

    private DatasetId id() {
        return DatasetId.of(
                bigQueryClient.settings().project(), bigQueryClient.settings().dataset());
    }

    private static String described(Field field) {
        Field.Mode mode = field.getMode() == null ? Field.Mode.NULLABLE : field.getMode();
        return field.getType().getStandardType() + " " + mode;
    }

    private static String described(Column column) {
        return StagingSchema.type(column.type()) + " "
                + (column.nullable() ? Field.Mode.NULLABLE : Field.Mode.REQUIRED);
    }
}
