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

/** The dataset and its tables as they are, held against the {@link BigQueryLayout}. */
final class BigQueryTables {
    /** A table or view that is there. */
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

    /** The dataset, if there is one. */
    @Nullable
    Dataset dataset() {
        Dataset dataset =
                bigQueryClient.ask("looking for " + bigQueryClient.where(), client -> client.getDataset(id()));
        if (dataset != null && dataset.getLocation() != null) {
            jobs.in(dataset.getLocation());
        }
        return dataset;
    }

    /** What is in the dataset, which is made when it is missing; refuses what is not ours. */
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
                            + " was filled in another mode; set mode as it was, name another dataset, or drop what"
                            + " carries the label " + Statements.LABEL);
        }
    }

    /** Makes what is missing; false when something was, so that the rows are not those they should be. */
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

    /** Drops what the host no longer declares, once its rows are of no use, and replaces what cannot be mended. */
    void replaceUnfit() {
        for (Table table : layout.all()) {
            if (!isMendable(table, columns(table.name()))) {
                jobs.run("making the table " + table.name() + " anew", statements.replaceTable(table));
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

    /** Refuses to go on when a name that we need belongs to somebody else. */
    void refuseForeign(Map<String, Found> found) {
        for (Table table : layout.all()) {
            for (Found there : found.values()) {
                if (there.isForeign() && there.name().equalsIgnoreCase(table.name())) {
                    throw new TalkException(
                            ErrorCode.CONFIGURATION,
                            bigQueryClient.where() + " has a table or view \"" + there.name()
                                    + "\" that is not from Talk; name another dataset, or rename that table");
                }
            }
        }
    }

    /** What is in the dataset, by name. */
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

    /** The columns of a table with their types and modes, by name; empty when there is no such table. */
    private Map<String, String> columns(String table) {
        TableId id = TableId.of(
                bigQueryClient.settings().project(), bigQueryClient.settings().dataset(), table);
        com.google.cloud.bigquery.Table there =
                bigQueryClient.ask("looking at the table " + table, client -> client.getTable(id));
        Map<String, String> columns = new HashMap<>();
        TableDefinition definition = there == null ? null : there.getDefinition();
        if (definition instanceof StandardTableDefinition && definition.getSchema() != null) {
            for (Field field : definition.getSchema().getFields()) {
                columns.put(field.getName().toLowerCase(Locale.ROOT), described(field));
            }
        }
        return columns;
    }

    private boolean addColumns(Table table) {
        Map<String, String> there = columns(table.name());
        List<Column> missing = table.columns().stream()
                .filter(column -> column.nullable() && !there.containsKey(column.name()))
                .toList();
        for (Column column : missing) {
            jobs.run("adding a column to the table " + table.name(), statements.addColumn(table, column));
        }
        return missing.isEmpty() && there.size() == table.columns().size() && isMendable(table, there);
    }

    /** Whether the columns that are there are what they should be, and none is missing that cannot be added. */
    private static boolean isMendable(Table table, Map<String, String> there) {
        return table.columns().stream().allMatch(column -> {
            String described = there.get(column.name());
            return described == null ? column.nullable() : described.equals(described(column));
        });
    }

    private void create(Table table) {
        jobs.run("making the table " + table.name() + " in " + bigQueryClient.where(), statements.createTable(table));
    }

    private void makeDataset() {
        String location = bigQueryClient.settings().location().orElse("EU");
        DatasetInfo info = DatasetInfo.newBuilder(id())
                .setLocation(location)
                .setDescription("Kept by Talk: golden records, crosswalk and provenance")
                .setLabels(Map.of(Statements.LABEL, "dataset"))
                .build();
        bigQueryClient.ask("making " + bigQueryClient.where(), client -> client.create(info));
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
