package io.sesam.talk.simulators;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A validation of JSON lines as by a load job. Errors use BigQuery's wording. */
final class BigQueryRows {
    private static final JsonMapper READER = JsonMapper.builder().build();
    private static final String ERROR = "Error while reading data, error message: ";
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?Z");

    private final JsonNode fields;

    BigQueryRows(JsonNode fields) {
        this.fields = fields;
    }

    /** Returns the error of the first invalid line. It names the byte at which the line begins, and quotes values. */
    Optional<String> firstError(byte[] lines) {
        int begin = 0;
        while (begin < lines.length) {
            int end = begin;
            while (end < lines.length && lines[end] != '\n') {
                end++;
            }
            Optional<String> wrong = wrong(lines, begin, end);
            if (wrong.isPresent()) {
                return Optional.of(
                        ERROR + "JSON parsing error in row starting at position " + begin + ": " + wrong.get());
            }
            begin = end + 1;
        }
        return Optional.empty();
    }

    private Optional<String> wrong(byte[] lines, int begin, int end) {
        try {
            JsonNode row = READER.readTree(lines, begin, end - begin);
            return row.isObject() ? wrong(fields, row, "") : Optional.of("Row is not an object");
        } catch (JsonProcessingException e) {
            return Optional.of("Parser terminated before end of string");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Optional<String> wrong(JsonNode fields, JsonNode row, String path) {
        Map<String, JsonNode> known = new HashMap<>();
        fields.forEach(field -> known.put(field.path("name").asText(), field));
        for (Map.Entry<String, JsonNode> cell : row.properties()) {
            JsonNode field = known.get(cell.getKey());
            Optional<String> wrong = field == null
                    ? Optional.of("No such field: " + path + cell.getKey() + ".")
                    : wrongCell(field, cell.getValue(), path + cell.getKey());
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return known.values().stream()
                .filter(field -> BigQueryTable.isRequired(field)
                        && !row.hasNonNull(field.path("name").asText()))
                .findFirst()
                .map(field ->
                        "Missing required field: " + path + field.path("name").asText() + ".");
    }

    private static Optional<String> wrongCell(JsonNode field, JsonNode cell, String path) {
        if (cell.isNull()) {
            return Optional.empty();
        }
        if (field.path("mode").asText().equals("REPEATED")) {
            for (JsonNode each : cell) {
                Optional<String> wrong = wrongItem(field, each, path);
                if (wrong.isPresent()) {
                    return wrong;
                }
            }
            return cell.isArray() ? Optional.empty() : Optional.of("Repeated field must be imported as an array");
        }
        return wrongItem(field, cell, path);
    }

    private static Optional<String> wrongItem(JsonNode field, JsonNode cell, String path) {
        return switch (field.path("type").asText()) {
            case "RECORD", "STRUCT" ->
                cell.isObject() ? wrong(field.path("fields"), cell, path + ".") : not(cell, path);
            case "INTEGER", "INT64" -> cell.isIntegralNumber() ? Optional.empty() : not(cell, path);
            case "BOOLEAN", "BOOL" -> cell.isBoolean() ? Optional.empty() : not(cell, path);
            case "TIMESTAMP" -> TIME.matcher(cell.asText()).matches() ? Optional.empty() : not(cell, path);
            default -> cell.isTextual() ? Optional.empty() : not(cell, path);
        };
    }

    private static Optional<String> not(JsonNode cell, String path) {
        return Optional.of("Could not convert value. Field: " + path + "; Value: " + cell.asText());
    }
}
