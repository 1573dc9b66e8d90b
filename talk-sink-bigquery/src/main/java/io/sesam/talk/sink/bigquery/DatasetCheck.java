package io.sesam.talk.sink.bigquery;

import com.google.cloud.bigquery.Dataset;
import com.google.cloud.bigquery.TableId;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.sink.AnalyticTables.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A check of the dataset that creates nothing. Statements are tried as dry runs. */
final class DatasetCheck {
    /** Where BigQuery keeps what was deleted; nobody can shorten the fail-safe. */
    static final List<String> TRACES = List.of(
            "BigQuery's time travel, two to seven days as the dataset is set, and seven more days of its fail-safe");

    private static final List<String> PERMISSIONS = List.of(
            "bigquery.tables.get",
            "bigquery.tables.getData",
            "bigquery.tables.update",
            "bigquery.tables.updateData",
            "bigquery.tables.delete");

    private final BigQueryClient bigQueryClient;
    private final Jobs jobs;
    private final BigQueryLayout layout;
    private final Statements statements;
    private final BigQueryTables tables;

    DatasetCheck(
            BigQueryClient bigQueryClient,
            Jobs jobs,
            BigQueryLayout layout,
            Statements statements,
            BigQueryTables tables) {
        this.bigQueryClient = bigQueryClient;
        this.jobs = jobs;
        this.layout = layout;
        this.statements = statements;
        this.tables = tables;
    }

    Check run() {
        return Check.trying(() -> {
            Dataset dataset = tables.dataset();
            return dataset == null
                    ? Check.attempt(() -> jobs.dryRun("running a query in project " + project(), "SELECT 1"))
                    : location(dataset).and(contents());
        });
    }

    /** Checks the dataset for stream mode. A rebuild creates the tables of that mode. */
    Check ofStream() {
        return Check.trying(() -> {
            Dataset dataset = tables.dataset();
            Check query = Check.attempt(() -> jobs.dryRun("running a query in project " + project(), "SELECT 1"));
            return dataset == null
                    ? query
                    : location(dataset)
                            .and(Check.attempt(() -> tables.refuseForeign(tables.found())))
                            .and(query);
        });
    }

    private Check location(Dataset dataset) {
        String existing = dataset.getLocation();
        return bigQueryClient
                .settings()
                .location()
                .filter(wanted -> existing != null && !wanted.equalsIgnoreCase(existing))
                .map(wanted -> Check.problem(bigQueryClient.where() + " is in " + existing + ", not in " + wanted
                        + "; a dataset cannot be moved: set location to " + existing + ", or set another dataset"))
                .orElseGet(Check::fine);
    }

    private Check contents() {
        Map<String, BigQueryTables.Found> found = tables.found();
        Check check = Check.attempt(() -> tables.refuseForeign(found));
        if (!check.isFine()) {
            return check;
        }
        check = check.and(Check.attempt(() -> jobs.dryRun("running a query in project " + project(), "SELECT 1")));
        for (Table table : layout.all()) {
            check = check.and(
                    Check.trying(() -> found.containsKey(table.name()) ? permissions(table.name()) : creation(table)));
        }
        return check;
    }

    private Check creation(Table table) {
        return Check.attempt(() -> jobs.dryRun(
                "creating the table " + table.name() + " in " + bigQueryClient.where(), statements.createTable(table)));
    }

    private Check permissions(String table) {
        TableId id = TableId.of(project(), bigQueryClient.settings().dataset(), table);
        List<String> missing = new ArrayList<>(PERMISSIONS);
        missing.removeAll(bigQueryClient.ask(
                "testing the permissions on the table " + table, client -> client.testIamPermissions(id, PERMISSIONS)));
        return missing.isEmpty()
                ? Check.fine()
                : Check.problem("the account lacks permissions on the table " + table + " of "
                        + bigQueryClient.where() + ": " + String.join(", ", missing)
                        + "; grant it the role BigQuery Data Editor");
    }

    private String project() {
        return bigQueryClient.settings().project();
    }
}
