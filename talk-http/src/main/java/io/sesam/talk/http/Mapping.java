package io.sesam.talk.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Fields of one type and a system's JSON, translated both ways by one declaration (R4).
 *
 * <p>Reading: what is not there is unknown; {@code null} and empty text are blank. Writing: what is unknown is left out;
 * blank is empty text, or {@code null} where the system wants that. Properties that the host's type does not have are
 * passed over.
 */
public final class Mapping {
    private final Schema schema;
    private final List<MappedField> fields;
    private final JsonNode blank;

    private final String under;
    private final String key;
    private final String modified;
    private final String created;
    private final Function<String, Instant> clock;

    private Mapping(
            Schema schema,
            List<MappedField> fields,
            JsonNode blank,
            String under,
            String key,
            String modified,
            String created,
            Function<String, Instant> clock) {
        this.schema = schema;
        this.fields = List.copyOf(fields);
        this.blank = blank;
        this.under = under;
        this.key = key;
        this.modified = modified;
        this.created = created;
        this.clock = clock;
    }

    /** The mapping of a host's type; of the fields, those whose property it has. */
    public static Mapping of(Schema schema, MappedField... fields) {
        List<MappedField> known = new ArrayList<>();
        for (MappedField field : fields) {
            if (schema.indexOf(field.property()) >= 0) {
                known.add(field);
            }
        }
        return new Mapping(schema, known, TextNode.valueOf(""), "", "id", "", "", Instant::parse);
    }

    /** The same, clearing a value by writing {@code null}. */
    public Mapping clearingWithNull() {
        return new Mapping(schema, fields, NullNode.getInstance(), under, key, modified, created, clock);
    }

    /** The same for records whose fields stand under a name, such as {@code properties}. */
    public Mapping under(String path) {
        return new Mapping(schema, fields, blank, path, key, modified, created, clock);
    }

    /** The same for records whose id stands elsewhere than at {@code id}. */
    public Mapping identifiedBy(String path) {
        return new Mapping(schema, fields, blank, under, path, modified, created, clock);
    }

    /** The same for records that tell when they were changed and made, each in ISO 8601; one that is not there is unknown. */
    public Mapping times(String modifiedPath, String createdPath) {
        return new Mapping(schema, fields, blank, under, key, modifiedPath, createdPath, clock);
    }

    /** The same for records that write their times in a way of their own; it throws what {@link Instant#parse} does. */
    public Mapping timesRead(Function<String, Instant> parser) {
        return new Mapping(schema, fields, blank, under, key, modified, created, parser);
    }

    /** The host's type. */
    public Schema schema() {
        return schema;
    }

    /** What is true of each field over there, for a {@link io.sesam.talk.spi.TypeSpec}. */
    public List<FieldSpec> specs() {
        return fields.stream().map(MappedField::spec).toList();
    }

    /** The names that must be asked for so that everything can be read, each once. */
    public List<String> names() {
        Set<String> names = new LinkedHashSet<>();
        fields.forEach(field -> names.addAll(field.reads()));
        return List.copyOf(names);
    }

    /**
     * A system's record.
     *
     * @throws TalkException UNREADABLE when it has no id, or a time that cannot be understood
     */
    public RecordSnapshot record(JsonNode record) {
        String id = JsonValues.id(JsonValues.at(record, key))
                .orElseThrow(() -> unreadable("a record has no id at \"" + key + "\""));
        RecordSnapshot read = RecordSnapshot.of(id, read(record));
        RecordSnapshot timed = time(record, modified).map(read::modified).orElse(read);
        return time(record, created).map(timed::created).orElse(timed);
    }

    private TalkException unreadable(String what) {
        return new TalkException(ErrorCode.UNREADABLE, schema.type() + ": " + what);
    }

    private Optional<Instant> time(JsonNode record, String path) {
        Optional<String> said = path.isEmpty()
                ? Optional.empty()
                : JsonValues.text(record, path).filter(text -> !text.isBlank());
        try {
            return said.map(clock);
        } catch (DateTimeException | NumberFormatException e) {
            throw unreadable("a record has a time at \"" + path + "\" that is not written as it should be");
        }
    }

    /** What a system's record says. */
    public Fields read(JsonNode whole) {
        JsonNode record = under.isEmpty() ? whole : JsonValues.at(whole, under);
        Fields.Builder said = Fields.builder(schema);
        for (MappedField field : fields) {
            read(field, record).ifPresent(text -> said.say(field.property(), text));
        }
        return said.build();
    }

    private Optional<String> read(MappedField field, JsonNode record) {
        boolean isId = schema.property(schema.index(field.property())).kind() == Kind.REFERENCE;
        boolean said = false;
        for (String path : field.reads()) {
            JsonNode node = JsonValues.at(record, path);
            String text = node.isNull() || !node.isValueNode() ? "" : node.asText();
            if (!text.isBlank()) {
                return Optional.of(field.understood(isId ? JsonValues.id(node).orElse(text) : text));
            }
            said |= !node.isMissingNode() || isUnderNull(record, path);
        }
        return said ? Optional.of("") : Optional.empty();
    }

    /** An address that is {@code null} has no street either. */
    private static boolean isUnderNull(JsonNode record, String path) {
        JsonNode found = record;
        for (String step : JsonValues.steps(path)) {
            found = found.path(step);
            if (found.isNull()) {
                return true;
            }
        }
        return false;
    }

    /** What is to be written, as the system wants it. */
    public ObjectNode write(Fields values) {
        return writeInto(JsonValues.object(), values);
    }

    /** The same, put into a record as it was read, of which everything else stays. */
    public ObjectNode writeInto(ObjectNode record, Fields values) {
        for (MappedField field : fields) {
            Object slot = values.slot(schema.index(field.property()));
            if (slot != null) {
                for (MappedField.Place place : field.writes()) {
                    spelt(field, place, slot).ifPresent(node -> JsonValues.put(record, place.path(), node));
                }
            }
        }
        return record;
    }

    private Optional<JsonNode> spelt(MappedField field, MappedField.Place place, Object slot) {
        return slot == Blank.BLANK
                ? Optional.of(blank)
                : place.format().write(slot).flatMap(field::said);
    }

    /**
     * The properties whose value would not come back as it was written, of those that these fields say (R4): none for a value
     * that the field's facts allow, unless it has no form over there, as what is no date where dates are wanted.
     */
    public List<String> lost(Fields values) {
        List<String> lost = new ArrayList<>();
        for (MappedField field : fields) {
            Object slot = values.slot(schema.index(field.property()));
            if (slot == null || slot == Blank.BLANK || field.writes().isEmpty()) {
                continue;
            }
            List<String> written = field.writes().stream()
                    .flatMap(place -> spelt(field, place, slot).stream())
                    .map(JsonNode::asText)
                    .filter(text -> !text.isEmpty())
                    .toList();
            boolean comesBack = !written.isEmpty()
                    && written.stream().allMatch(text -> slot.equals(parsed(field, field.understood(text))));
            if (!comesBack) {
                lost.add(field.property());
            }
        }
        return lost;
    }

    private @Nullable Object parsed(MappedField field, String text) {
        return Fields.builder(schema).say(field.property(), text).build().slot(schema.index(field.property()));
    }
}
