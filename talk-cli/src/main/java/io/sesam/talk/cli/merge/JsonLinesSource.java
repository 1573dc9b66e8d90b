package io.sesam.talk.cli.merge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sesam.talk.bulk.RecordSource;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.settings.MergeSettings;
import io.sesam.talk.spi.TimeText;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;

/** A file with one JSON object in each line. A missing member is unknown, {@code null} and an empty text are blank. */
final class JsonLinesSource implements RecordSource {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The most letters of an id, as in a CSV file. */
    static final int LONGEST_ID = 1024;

    private final MergeSettings.InputFile file;
    private final Schema schema;

    JsonLinesSource(MergeSettings.InputFile file, Schema schema) {
        this.file = file;
        this.schema = schema;
    }

    /** A line that is no record; the message holds no value of it. */
    private static final class NoRecord extends Exception {
        private static final long serialVersionUID = 1;

        NoRecord(String message) {
            super(message);
        }
    }

    @Override
    public String name() {
        return MergeInput.name(file.path());
    }

    @Override
    public EntityType type() {
        return file.type();
    }

    @Override
    public long bytes() {
        try {
            return Files.size(file.path());
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void read(Rows rows) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file.path(), StandardCharsets.UTF_8)) {
            long number = 1;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.isBlank()) {
                    take(line, number, rows);
                }
                number++;
            }
        }
    }

    private void take(String line, long number, Rows rows) {
        SourceRecord record;
        try {
            record = record(JSON.readTree(line));
        } catch (JsonProcessingException e) {
            rows.refused(number, "it is no JSON; each line holds one object");
            return;
        } catch (NoRecord e) {
            rows.refused(number, String.valueOf(e.getMessage()));
            return;
        }
        rows.record(record, number);
    }

    private SourceRecord record(JsonNode node) throws NoRecord {
        if (!node.isObject()) {
            throw new NoRecord("it is no JSON object; each line holds one object");
        }
        String id = text(node, "id").orElse("").strip();
        if (id.isEmpty() || id.length() > LONGEST_ID) {
            throw new NoRecord(
                    id.isEmpty()
                            ? "it has no \"" + key("id") + "\"; add one, or name its key in columns"
                            : "its id has more than " + LONGEST_ID + " characters; shorten it");
        }
        Fields.Builder fields = Fields.builder(schema);
        for (Property property : schema.properties()) {
            fields.text(property.name(), text(node, property.name()).orElse(null));
        }
        RecordRef ref = new RecordRef(file.system(), file.type(), id);
        Optional<Instant> modified = text(node, "modified").flatMap(TimeText::read);
        Fields rawValues = fields.build();
        return modified.map(time -> SourceRecord.of(ref, rawValues, time))
                .orElseGet(() -> SourceRecord.of(ref, rawValues));
    }

    private String key(String property) {
        return file.columns().getOrDefault(property, property);
    }

    private Optional<String> text(JsonNode node, String property) throws NoRecord {
        JsonNode value = node.get(key(property));
        if (value == null) {
            return Optional.empty();
        }
        if (value.isContainerNode()) {
            throw new NoRecord("the value of \"" + key(property) + "\" is a list or an object; write a text");
        }
        return Optional.of(value.isNull() ? "" : value.asText());
    }
}
