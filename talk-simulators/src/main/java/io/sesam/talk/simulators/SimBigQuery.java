package io.sesam.talk.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A simulated BigQuery on loopback HTTP. As far as a sink uses it: datasets, tables, queries, scripts and load jobs.
 *
 * <p>A DuckDB database, which the test provides, stores the rows and runs the SQL; of GoogleSQL it supports what DuckDB
 * has in common with it, and quotes, types, parameters and arrays. Checks that need Google's own analyser are not made.
 * Jobs finish at once, unless {@link #slowness} makes them appear to run for a while.
 */
public final class SimBigQuery implements AutoCloseable {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SimServer server;
    private final BigQueryEngine engine;
    private final BigQueryJobs jobs;
    private final Map<String, ObjectNode> datasets = new TreeMap<>();
    private final Set<String> denied = new TreeSet<>();

    private SimBigQuery(Connection duckDb) {
        this.engine = new BigQueryEngine(duckDb);
        this.server = SimServer.start(this::respond);
        this.jobs = new BigQueryJobs(engine, server::uri);
    }

    /** Starts a simulator on an empty DuckDB database. The connection must not be used elsewhere. */
    public static SimBigQuery start(Connection duckDb) {
        return new SimBigQuery(duckDb);
    }

    /** Returns its address, for a sink's {@code baseUrl}. */
    public URI uri() {
        return server.uri();
    }

    /** Returns the server, for faults and the request log. */
    public SimServer server() {
        return server;
    }

    /** Makes jobs appear to run for this many polls. */
    public synchronized void slowness(int looks) {
        jobs.slowness(looks);
    }

    /** Aborts the next script before a statement, counted from 0. As by a concurrent change. */
    public synchronized void abortNextScript(int beforeStatement) {
        jobs.abortNextScript(beforeStatement);
    }

    /** Makes the next job fail without running. */
    public synchronized void failNextJob(String reason, String message) {
        jobs.failNext(reason, message);
    }

    /** Cancels all failures that have not happened yet. */
    public void forgive() {
        server.forgive();
        synchronized (this) {
            jobs.forgive();
        }
    }

    /** Denies a permission on tables. {@code tables.testIamPermissions} reports it. */
    public synchronized void deny(String permission) {
        denied.add(permission);
    }

    /** Runs a DuckDB query on the rows, as another client. Times are instants. */
    public synchronized List<List<@Nullable Object>> query(String sql) {
        try {
            return engine.query(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs GoogleSQL, as another client. */
    public synchronized void run(String script) {
        try {
            engine.script(script, Map.of(), Integer.MAX_VALUE);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Creates a dataset, as another client. */
    public synchronized void makeDataset(String project, String dataset, String location) {
        ObjectNode resource = JSON.objectNode().put("location", location);
        resource.putObject("datasetReference").put("projectId", project).put("datasetId", dataset);
        insertDataset(project, resource);
    }

    /**
     * Writes a row as the Storage Write API with change data capture. It replaces the row of its {@code golden_id}
     * unless that one has a greater sequence.
     *
     * @param sequence hexadecimal digits
     * @param row a JSON object
     */
    public synchronized void upsert(String project, String dataset, String table, String sequence, JsonNode row) {
        try {
            byte[] line = (row + "\n").getBytes(StandardCharsets.UTF_8);
            engine.upsert(project, dataset, table, row.path("golden_id").asText(), sequence, line);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a table's {@code tables.get} resource. A missing node when the table does not exist. */
    public synchronized JsonNode table(String project, String dataset, String name) {
        BigQueryTable table = engine.tables().get(BigQueryEngine.key(project, dataset, name));
        return table == null ? JSON.missingNode() : table.resource(project, dataset, name);
    }

    /** Returns the partitioning of a table; empty if none. */
    public synchronized String partitioning(String project, String dataset, String name) {
        BigQueryTable table = engine.tables().get(BigQueryEngine.key(project, dataset, name));
        return table == null ? "" : table.partitioning;
    }

    /** Returns the names of a dataset's tables. */
    public synchronized List<String> tables(String project, String dataset) {
        String prefix = BigQueryEngine.key(project, dataset, "");
        return engine.tables().keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .toList();
    }

    private synchronized SimResponse respond(SimRequest request) {
        // Connections are not kept alive: a client would watch them with a thread.
        return route(request).with("Connection", "close");
    }

    private SimResponse route(SimRequest request) {
        List<String> path = new ArrayList<>(Arrays.asList(request.path().split("/")));
        path.removeIf(String::isEmpty);
        boolean upload = path.remove("upload");
        path.remove("resumable");
        if (path.size() < 5 || !path.get(0).equals("bigquery")) {
            return error(404, "notFound", "Not found: " + request.path());
        }
        String project = path.get(3);
        List<String> rest = path.subList(4, path.size());
        try {
            return switch (rest.get(0)) {
                case "jobs" -> upload ? jobs.upload(project, request) : jobs.jobs(project, rest, request);
                case "queries" -> jobs.results(rest.get(1));
                case "datasets" -> datasets(project, rest, request);
                default -> error(404, "notFound", "Not found: " + request.path());
            };
        } catch (SQLException e) {
            return error(400, "invalid", String.valueOf(e.getMessage()));
        }
    }

    private SimResponse datasets(String project, List<String> path, SimRequest request) throws SQLException {
        if (path.size() == 1) {
            return insertDataset(project, request.json());
        }
        if (path.size() == 5) {
            return jobs.data(path.get(3));
        }
        String dataset = path.get(1);
        ObjectNode there = datasets.get(project + "." + dataset);
        if (there == null) {
            return error(404, "notFound", "Not found: Dataset " + project + ":" + dataset);
        }
        return path.size() == 2 ? SimResponse.json(200, there) : tables(project, dataset, path, request);
    }

    private SimResponse insertDataset(String project, JsonNode wanted) {
        String dataset = wanted.path("datasetReference").path("datasetId").asText();
        if (datasets.containsKey(project + "." + dataset)) {
            return error(409, "duplicate", "Already Exists: Dataset " + project + ":" + dataset);
        }
        ObjectNode resource = wanted.deepCopy();
        ((ObjectNode) resource.path("datasetReference")).put("projectId", project);
        try {
            engine.makeDataset(project, dataset);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        datasets.put(project + "." + dataset, resource);
        return SimResponse.json(200, resource);
    }

    private SimResponse tables(String project, String dataset, List<String> path, SimRequest request)
            throws SQLException {
        if (path.size() == 3 && request.method().equals("GET")) {
            return list(project, dataset);
        }
        if (path.size() == 3) {
            return insertTable(project, dataset, request.json());
        }
        String name = path.get(3);
        if (name.endsWith(":testIamPermissions")) {
            return permissions(request);
        }
        if (request.method().equals("DELETE")) {
            return engine.drop(project, dataset, name) ? SimResponse.empty(204) : noTable(name);
        }
        JsonNode table = table(project, dataset, name);
        return table.isMissingNode() ? noTable(name) : SimResponse.json(200, table);
    }

    private SimResponse list(String project, String dataset) {
        ObjectNode answer = JSON.objectNode().put("kind", "bigquery#tableList");
        ArrayNode listed = answer.putArray("tables");
        tables(project, dataset).forEach(name -> {
            ObjectNode table = (ObjectNode) table(project, dataset, name);
            table.remove(List.of("schema", "description", "clustering", "tableConstraints"));
            listed.add(table);
        });
        return SimResponse.json(200, answer.put("totalItems", listed.size()));
    }

    private SimResponse insertTable(String project, String dataset, JsonNode wanted) throws SQLException {
        String name = wanted.path("tableReference").path("tableId").asText();
        if (engine.tables().containsKey(BigQueryEngine.key(project, dataset, name))) {
            return error(409, "duplicate", "Already Exists: Table " + name);
        }
        engine.create(project, dataset, name, BigQueryTable.of(wanted));
        return SimResponse.json(200, table(project, dataset, name));
    }

    private SimResponse permissions(SimRequest request) {
        ObjectNode answer = JSON.objectNode();
        ArrayNode granted = answer.putArray("permissions");
        request.json().path("permissions").forEach(permission -> {
            if (!denied.contains(permission.asText())) {
                granted.add(permission.asText());
            }
        });
        return SimResponse.json(200, answer);
    }

    private static SimResponse noTable(String name) {
        return error(404, "notFound", "Not found: Table " + name);
    }

    /** Returns an error in the form of Google's APIs. */
    static SimResponse error(int status, String reason, String message) {
        ObjectNode answer = JSON.objectNode();
        ObjectNode error = answer.putObject("error").put("code", status).put("message", message);
        error.putArray("errors")
                .addObject()
                .put("domain", "global")
                .put("reason", reason)
                .put("message", message);
        return SimResponse.json(status, answer);
    }

    @Override
    public void close() {
        server.close();
    }
}
