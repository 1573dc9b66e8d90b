package io.sesam.talk.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The jobs of the simulated BigQuery. Queries, scripts and loads, each with the id that the client chose. */
final class BigQueryJobs {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String ANONYMOUS = "anon_";

    /** An upload in progress. */
    private record Upload(JsonNode job, ByteArrayOutputStream bytes) {}

    /** An error for the next job. */
    private record Failure(String reason, String message) {}

    private final BigQueryEngine engine;
    private final Supplier<URI> uri;
    private final Map<String, ObjectNode> jobs = new HashMap<>();
    private final Map<String, Integer> looks = new HashMap<>();
    private final Map<String, BigQueryEngine.Answer> answers = new HashMap<>();
    private final Map<String, Upload> uploads = new HashMap<>();
    private final Deque<Failure> failures = new ArrayDeque<>();
    private int slowness;
    private int mostStatements = Integer.MAX_VALUE;

    BigQueryJobs(BigQueryEngine engine, Supplier<URI> uri) {
        this.engine = engine;
        this.uri = uri;
    }

    void slowness(int runs) {
        slowness = runs;
    }

    void abortNextScript(int beforeStatement) {
        mostStatements = beforeStatement;
    }

    void failNext(String reason, String message) {
        failures.add(new Failure(reason, message));
    }

    void forgive() {
        failures.clear();
        mostStatements = Integer.MAX_VALUE;
    }

    SimResponse jobs(String project, List<String> path, SimRequest request) {
        if (path.size() == 1) {
            return insert(project, request.json(), new byte[0]);
        }
        ObjectNode job = jobs.get(path.get(1));
        if (job == null) {
            return SimBigQuery.error(404, "notFound", "Not found: Job " + path.get(1));
        }
        if (path.size() == 3) {
            ObjectNode answer = JSON.objectNode();
            answer.set("job", job);
            return SimResponse.json(200, answer);
        }
        return SimResponse.json(200, seen(path.get(1), job));
    }

    /**
     * Returns a job as a request for its state shows it. It may appear to be running for a while, although it is done.
     */
    private ObjectNode seen(String id, ObjectNode job) {
        int left = looks.merge(id, -1, Integer::sum);
        if (left < 0) {
            return job;
        }
        ObjectNode running = job.deepCopy();
        running.putObject("status").put("state", "RUNNING");
        return running;
    }

    /** Handles a resumable upload. Begins with the job's description, followed by chunks of bytes. */
    SimResponse upload(String project, SimRequest request) {
        Optional<String> under = request.parameter("upload_id");
        if (under.isEmpty()) {
            String id = "upload" + uploads.size();
            uploads.put(id, new Upload(request.json(), new ByteArrayOutputStream()));
            return SimResponse.json(200, "")
                    .with("Location", uri.get() + request.path() + "?uploadType=resumable&upload_id=" + id);
        }
        Upload upload = Objects.requireNonNull(uploads.get(under.get()));
        byte[] bytes = request.body().getBytes(StandardCharsets.ISO_8859_1);
        String range = request.header("Content-Range").orElse("");
        int begin = range.startsWith("bytes */")
                ? upload.bytes().size()
                : Integer.parseInt(range.substring(6, range.indexOf('-')));
        if (begin == upload.bytes().size()) {
            upload.bytes().writeBytes(bytes);
        }
        if (range.endsWith("/*")) {
            return SimResponse.empty(308)
                    .with("Range", "bytes=0-" + (upload.bytes().size() - 1));
        }
        return insert(project, upload.job(), upload.bytes().toByteArray());
    }

    private SimResponse insert(String project, JsonNode wanted, byte[] bytes) {
        String id = wanted.path("jobReference").path("jobId").asText();
        if (jobs.containsKey(id)) {
            return SimBigQuery.error(409, "duplicate", "Already Exists: Job " + project + ":" + id);
        }
        ObjectNode job = wanted.deepCopy();
        job.put("kind", "bigquery#job").put("id", project + ":" + id);
        ((ObjectNode) job.path("jobReference")).put("projectId", project);
        ObjectNode status = job.putObject("status").put("state", "DONE");
        job.putObject("statistics")
                .put("creationTime", "0")
                .put("startTime", "0")
                .put("endTime", "0");
        if (job.path("configuration").path("dryRun").asBoolean()) {
            return SimResponse.json(200, job);
        }
        Failure failure = run(id, job, bytes);
        if (failure != null) {
            ObjectNode error = status.putObject("errorResult");
            error.put("reason", failure.reason()).put("message", failure.message());
            status.putArray("errors").add(error.deepCopy());
        }
        jobs.put(id, job);
        looks.put(id, slowness);
        return SimResponse.json(200, seen(id, job));
    }

    private @Nullable Failure run(String id, ObjectNode job, byte[] bytes) {
        Failure scripted = failures.poll();
        if (scripted != null) {
            return scripted;
        }
        JsonNode load = job.path("configuration").path("load");
        try {
            return load.isMissingNode() ? query(id, job) : load(load.path("destinationTable"), bytes);
        } catch (SQLException e) {
            return new Failure(
                    "invalidQuery",
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private @Nullable Failure load(JsonNode into, byte[] bytes) throws SQLException {
        String project = into.path("projectId").asText();
        String dataset = into.path("datasetId").asText();
        String name = into.path("tableId").asText();
        BigQueryTable table = engine.tables().get(BigQueryEngine.key(project, dataset, name));
        if (table == null) {
            return new Failure("notFound", "Not found: Table " + name);
        }
        Optional<String> wrong = new BigQueryRows(table.fields).firstError(bytes);
        if (wrong.isPresent()) {
            return new Failure("invalid", wrong.get());
        }
        engine.load(project, dataset, name, bytes);
        return null;
    }

    private @Nullable Failure query(String id, ObjectNode job) throws SQLException {
        ObjectNode query = (ObjectNode) job.path("configuration").path("query");
        int most = mostStatements;
        boolean script = GoogleSql.statements(query.path("query").asText()).size() > 1;
        if (script) {
            mostStatements = Integer.MAX_VALUE;
        }
        answers.put(
                id, engine.script(query.path("query").asText(), parameters(query), script ? most : Integer.MAX_VALUE));
        query.putObject("destinationTable")
                .put("projectId", job.path("jobReference").path("projectId").asText())
                .put("datasetId", "_anonymous")
                .put("tableId", ANONYMOUS + id);
        return null;
    }

    private static Map<String, String> parameters(JsonNode query) {
        Map<String, String> parameters = new HashMap<>();
        query.path("queryParameters").forEach(parameter -> {
            String value = parameter.path("parameterValue").path("value").asText();
            boolean text = parameter.path("parameterType").path("type").asText().equals("STRING");
            parameters.put(parameter.path("name").asText(), text ? GoogleSql.quoted(value) : value);
        });
        return parameters;
    }

    SimResponse results(String id) {
        BigQueryEngine.Answer answer = answers.get(id);
        if (answer == null) {
            return SimBigQuery.error(404, "notFound", "Not found: Job " + id);
        }
        ObjectNode results = JSON.objectNode().put("kind", "bigquery#getQueryResultsResponse");
        results.set("jobReference", Objects.requireNonNull(jobs.get(id)).path("jobReference"));
        results.put("jobComplete", true)
                .put("totalRows", Integer.toString(answer.rows().size()));
        results.putObject("schema").set("fields", answer.fields());
        results.set("rows", answer.rows());
        return SimResponse.json(200, results);
    }

    /** Returns the rows of a query's result table. */
    SimResponse data(String table) {
        BigQueryEngine.Answer answer =
                answers.get(table.startsWith(ANONYMOUS) ? table.substring(ANONYMOUS.length()) : table);
        ArrayNode rows = answer == null ? JSON.arrayNode() : answer.rows();
        ObjectNode data = JSON.objectNode().put("kind", "bigquery#tableDataList");
        data.put("totalRows", Integer.toString(rows.size()));
        data.set("rows", rows);
        return SimResponse.json(200, data);
    }
}
