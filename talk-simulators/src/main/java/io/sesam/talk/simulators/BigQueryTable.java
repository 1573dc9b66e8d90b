package io.sesam.talk.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The description of a table of the simulated BigQuery. Columns, labels, partitioning and clustering. */
final class BigQueryTable {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern LABEL = Pattern.compile("\\('([^']*)', '([^']*)'\\)");
    private static final Pattern DESCRIPTION = Pattern.compile("description = ('(?:[^'\\\\]|\\\\.)*')");
    private static final Pattern COLUMN =
            Pattern.compile("`([^`]+)` (\\w+)( NOT NULL)?(?: OPTIONS \\((.*)\\))?", Pattern.DOTALL);
    private static final Pattern NAMED = Pattern.compile("`([^`]+)`");

    final ArrayNode fields;
    final Map<String, String> labels = new TreeMap<>();
    String description = "";
    List<String> clustering = List.of();
    String partitioning = "";
    List<String> key = List.of();
    long expires;
    long staleness = -1;
    private boolean view;

    BigQueryTable(ArrayNode fields) {
        this.fields = fields;
    }

    /** Creates a table from a {@code tables.insert} resource. */
    static BigQueryTable of(JsonNode resource) {
        BigQueryTable table =
                new BigQueryTable((ArrayNode) resource.path("schema").path("fields"));
        resource.path("labels")
                .properties()
                .forEach(label ->
                        table.labels.put(label.getKey(), label.getValue().asText()));
        table.description = resource.path("description").asText();
        table.expires = resource.path("expirationTime").asLong();
        resource.path("clustering").path("fields").forEach(column -> table.clustering = List.of(column.asText()));
        resource.path("tableConstraints")
                .path("primaryKey")
                .path("columns")
                .forEach(column -> table.key = List.of(column.asText()));
        return table;
    }

    /** Creates a table from a CREATE TABLE statement. The text starts at the bracket before the columns. */
    static BigQueryTable of(String definition) {
        BigQueryTable table = new BigQueryTable(JSON.arrayNode());
        int end = closing(definition, 0);
        for (String part : parts(definition.substring(1, end))) {
            if (part.startsWith("PRIMARY KEY")) {
                if (!part.endsWith("NOT ENFORCED")) {
                    throw new IllegalArgumentException("Primary key must be NOT ENFORCED");
                }
                table.key = names(part);
            } else {
                table.fields.add(column(part));
            }
        }
        String rest = definition.substring(end + 1);
        int options = rest.indexOf("OPTIONS (");
        String before = options < 0 ? rest : rest.substring(0, options);
        int cluster = before.indexOf("CLUSTER BY");
        table.clustering = cluster < 0 ? List.of() : names(before.substring(cluster));
        int partition = before.indexOf("PARTITION BY ");
        table.partitioning = partition < 0
                ? ""
                : before.substring(partition + 13, cluster < 0 ? before.length() : cluster)
                        .strip();
        if (options >= 0) {
            table.options(rest.substring(options));
        }
        return table;
    }

    /** Creates a view from a CREATE VIEW statement. Columns without types, in brackets, and options. */
    static BigQueryTable view(String columns, String options) {
        BigQueryTable table = new BigQueryTable(JSON.arrayNode());
        table.view = true;
        if (columns.length() > 1) {
            parts(columns.substring(1, columns.length() - 1))
                    .forEach(part -> table.fields
                            .addObject()
                            .put("name", names(part).get(0))
                            .put("description", description(part)));
        }
        table.options(options);
        return table;
    }

    /** Returns the column names in brackets; empty if unspecified. */
    String names() {
        List<String> names = new ArrayList<>();
        fields.forEach(field -> names.add("\"" + field.path("name").asText() + "\""));
        return names.isEmpty() ? "" : " (" + String.join(", ", names) + ")";
    }

    /** Parses a column of ADD COLUMN or CREATE TABLE. */
    static ObjectNode column(String definition) {
        Matcher matcher = COLUMN.matcher(definition.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no column that the simulated BigQuery understands: " + definition);
        }
        ObjectNode field = JSON.objectNode();
        field.put("name", matcher.group(1));
        field.put(
                "type",
                matcher.group(2).equals("INT64") ? "INTEGER" : matcher.group(2).replace("BOOL", "BOOLEAN"));
        field.put("mode", matcher.group(3) == null ? "NULLABLE" : "REQUIRED");
        if (matcher.group(4) != null) {
            field.put("description", description(matcher.group(4)));
        }
        return field;
    }

    private void options(String options) {
        Matcher label = LABEL.matcher(options);
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        description = description(options);
    }

    private static String description(String options) {
        Matcher matcher = DESCRIPTION.matcher(options);
        return matcher.find() ? GoogleSql.unquoted(matcher.group(1)) : "";
    }

    /** Returns the columns in DuckDB's SQL. */
    String columns() {
        return "(" + String.join(", ", columns(fields, " ", true)) + ")";
    }

    /** Returns the columns for DuckDB's JSON reader: {@code {'name': 'type'}}. */
    String jsonColumns() {
        List<String> columns = new ArrayList<>();
        fields.forEach(field ->
                columns.add(GoogleSql.quoted(field.path("name").asText()) + ": " + GoogleSql.quoted(type(field))));
        return "{" + String.join(", ", columns) + "}";
    }

    private static List<String> columns(JsonNode fields, String between, boolean constrained) {
        List<String> columns = new ArrayList<>();
        fields.forEach(field -> columns.add("\"" + field.path("name").asText() + "\"" + between + type(field)
                + (constrained && isRequired(field) ? " NOT NULL" : "")));
        return columns;
    }

    static boolean isRequired(JsonNode field) {
        return field.path("mode").asText().equals("REQUIRED");
    }

    static String type(JsonNode field) {
        String type = field.path("type").asText();
        String base = type.equals("RECORD") || type.equals("STRUCT")
                ? "STRUCT(" + String.join(", ", columns(field.path("fields"), " ", false)) + ")"
                : GoogleSql.type(type);
        return field.path("mode").asText().equals("REPEATED") ? base + "[]" : base;
    }

    /** Returns the {@code tables.get} resource. */
    ObjectNode resource(String project, String dataset, String name) {
        ObjectNode resource = JSON.objectNode();
        resource.put("kind", "bigquery#table")
                .put("type", view ? "VIEW" : "TABLE")
                .put("id", project + ":" + dataset + "." + name);
        resource.putObject("tableReference")
                .put("projectId", project)
                .put("datasetId", dataset)
                .put("tableId", name);
        ObjectNode labelled = resource.putObject("labels");
        labels.forEach(labelled::put);
        resource.putObject("schema").set("fields", fields);
        resource.put("description", description);
        if (expires > 0) {
            resource.put("expirationTime", Long.toString(expires));
        }
        if (staleness >= 0) {
            resource.put("maxStaleness", "0-0 0 0:0:" + staleness);
        }
        if (!clustering.isEmpty()) {
            ArrayNode by = resource.putObject("clustering").putArray("fields");
            clustering.forEach(by::add);
        }
        if (!key.isEmpty()) {
            ArrayNode columns = resource.putObject("tableConstraints")
                    .putObject("primaryKey")
                    .putArray("columns");
            key.forEach(columns::add);
        }
        return resource;
    }

    private static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAMED.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** Splits a text at commas outside brackets and quotes. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        StringBuilder part = new StringBuilder();
        for (String piece : GoogleSql.pieces(text)) {
            if (piece.startsWith("'") || piece.startsWith("`")) {
                part.append(piece);
                continue;
            }
            for (int i = 0; i < piece.length(); i++) {
                char next = piece.charAt(i);
                depth += next == '(' ? 1 : next == ')' ? -1 : 0;
                if (next == ',' && depth == 0) {
                    parts.add(part.toString().strip());
                    part.setLength(0);
                } else {
                    part.append(next);
                }
            }
        }
        parts.add(part.toString().strip());
        return parts;
    }

    private static int closing(String text, int from) {
        int depth = 0;
        int at = from;
        for (String piece : GoogleSql.pieces(text)) {
            boolean quoted = piece.startsWith("'") || piece.startsWith("`");
            for (int i = 0; i < piece.length(); i++, at++) {
                if (!quoted) {
                    depth += piece.charAt(i) == '(' ? 1 : piece.charAt(i) == ')' ? -1 : 0;
                    if (piece.charAt(i) == ')' && depth == 0) {
                        return at;
                    }
                }
            }
        }
        throw new IllegalArgumentException("a bracket is not closed");
    }
}
