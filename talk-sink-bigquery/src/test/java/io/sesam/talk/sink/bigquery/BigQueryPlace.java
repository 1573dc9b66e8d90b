package io.sesam.talk.sink.bigquery;

import static java.util.stream.Collectors.joining;

import io.sesam.talk.simulators.SimBigQuery;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.spi.sink.AnalyticTables.Table;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.testkit.sink.SinkPlace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A dataset in a simulated BigQuery. */
record BigQueryPlace(SimBigQuery sim, String dataset, Map<String, ?> further) implements SinkPlace {
    static final String PROJECT = "test-project";

    BigQueryPlace(SimBigQuery sim, String dataset) {
        this(sim, dataset, Map.of());
    }

    @Override
    public Sink open(PluginContext context) {
        Map<String, Object> raw = new HashMap<>();
        raw.put("project", PROJECT);
        raw.put("dataset", dataset);
        raw.put("baseUrl", sim.uri().toString());
        raw.putAll(further);
        return open(context, raw);
    }

    static Sink open(PluginContext context, Map<String, ?> raw) {
        BigQuerySinkPlugin plugin = new BigQuerySinkPlugin();
        List<String> problems = new ArrayList<>();
        Settings settings =
                Settings.read("sinks.analytics", Path.of(""), raw, plugin.spec().settings(), problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
        return plugin.open(settings, context);
    }

    @Override
    public List<List<Object>> rows(Table table) {
        String columns =
                table.columns().stream().map(column -> quoted(column.name())).collect(joining(", "));
        return query("SELECT " + columns + " FROM " + named(table.name()));
    }

    /** Runs a DuckDB query. */
    List<List<Object>> query(String sql) {
        return sim.query(sql);
    }

    /** Returns the DuckDB name of a table. */
    String named(String table) {
        return quoted(PROJECT) + "." + quoted(dataset) + "." + quoted(table);
    }

    /** Returns the names of existing staging tables. */
    List<String> staging() {
        return sim.tables(PROJECT, dataset).stream()
                .filter(name -> name.startsWith(BigQueryNames.STAGING))
                .toList();
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }

    /** The threads of simulated servers, which begin with a request and end by themselves. */
    @Override
    public boolean owns(Thread thread) {
        return thread.getName().equals("simulated-system");
    }
}
