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
import io.sesam.talk.spi.TimeText;
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
 * A two-way mapping between fields and JSON. One declaration serves both directions.
 *
 * <p>Reading: an absent field is unknown; {@code null} and empty text are blank. Writing: an unknown value is left out;
 * a blank is written as empty text, or as {@code null} where the system wants that. Properties that the host's type
 * does not have are ignored.
 */
public final class Mapping {
    private final Schema schema;
    private final List<MappedField> fields;
    private final JsonNode blank;

    private final String under;
    private final String key;
    private final List<String> modified;
    private final List<String> created;
    private final Function<String, Instant> clock;

    private Mapping(
            Schema schema,
            List<MappedField> fields,
            JsonNode blank,
            String under,
            String key,
            List<String> modified,
            List<String> created,
            Function<String, Instant> clock) {
        this.schema = schema;
        this.fields = List.copyOf(fields);
        this.blank = blank;
        this.under = under;
        this.key = key;
        this.modified = List.copyOf(modified);
        this.created = List.copyOf(created);
        this.clock = clock;
    }

    /** Creates a mapping for a host's type. Fields whose property the type does not have are left out. */
    public static Mapping of(Schema schema, MappedField... fields) {
        List<MappedField> known = new ArrayList<>();
        for (MappedField field : fields) {
            if (schema.indexOf(field.property()) >= 0) {
                known.add(field);
            }
        }
        return new Mapping(schema, known, TextNode.valueOf(""), "", "id", List.of(), List.of(), Mapping::time);
    }

    /** Returns a copy that clears values with {@code null}. */
    public Mapping clearingWithNull() {
        return new Mapping(schema, fields, NullNode.getInstance(), under, key, modified, created, clock);
    }

    /** Returns a copy for fields nested under a path, such as {@code properties}. */
    public Mapping under(String path) {
        return new Mapping(schema, fields, blank, path, key, modified, created, clock);
    }

    /** Returns a copy with another path of the id. The default is {@code id}. */
    public Mapping identifiedBy(String path) {
        return new Mapping(schema, fields, blank, under, path, modified, created, clock);
    }

    /**
     * Returns a copy with paths of change and creation times. Times are spelt as {@link TimeText} reads them; an absent
     * one is unknown, and so is one that cannot be read, which is counted.
     */
    public Mapping times(String modifiedPath, String createdPath) {
        return times(paths(modifiedPath), paths(createdPath));
    }

    /** Returns a copy with several paths of each time. The first one with a time counts. */
    public Mapping times(List<String> modifiedPaths, List<String> createdPaths) {
        return new Mapping(schema, fields, blank, under, key, modifiedPaths, createdPaths, clock);
    }

    private static List<String> paths(String path) {
        return path.isEmpty() ? List.of() : List.of(path);
    }

    private static Instant time(String text) {
        return TimeText.read(text).orElseThrow(() -> new DateTimeException("not a time"));
    }

    /** Returns a copy with a parser for times. The parser throws what {@link Instant#parse} throws. */
    public Mapping timesRead(Function<String, Instant> parser) {
        return new Mapping(schema, fields, blank, under, key, modified, created, parser);
    }

    /** Returns the host's type. */
    public Schema schema() {
        return schema;
    }

    /** Returns the facts about each mapped field. For a {@link io.sesam.talk.spi.TypeSpec}. */
    public List<FieldSpec> specs() {
        return fields.stream().map(MappedField::spec).toList();
    }

    /** Returns the distinct field names to request. */
    public List<String> names() {
        Set<String> names = new LinkedHashSet<>();
        fields.forEach(field -> names.addAll(field.reads()));
        return List.copyOf(names);
    }

    /** Returns the field names from which a property is read. */
    public List<String> names(String property) {
        return fields.stream()
                .filter(field -> field.spec().name().equals(property))
                .flatMap(field -> field.reads().stream())
                .toList();
    }

    /** Returns the field names to which a property is written. */
    public List<String> writtenNames(String property) {
        return fields.stream()
                .filter(field -> field.spec().name().equals(property))
                .flatMap(field -> field.writes().stream())
                .map(MappedField.Place::path)
                .toList();
    }

    /** Returns the distinct field names that are written. */
    public List<String> writtenNames() {
        Set<String> names = new LinkedHashSet<>();
        fields.forEach(field -> field.writes().forEach(place -> names.add(place.path())));
        return List.copyOf(names);
    }

    /**
     * Converts a system's record.
     *
     * @throws TalkException UNREADABLE when it has no id
     */
    public RecordSnapshot record(JsonNode record) {
        String id = JsonValues.id(JsonValues.at(record, key))
                .orElseThrow(() -> unreadable("a record has no id at \"" + key + "\""));
        boolean[] unreadable = new boolean[1];
        RecordSnapshot read = RecordSnapshot.of(id, read(record));
        RecordSnapshot changed =
                time(record, modified, unreadable).map(read::modified).orElse(read);
        RecordSnapshot timed =
                time(record, created, unreadable).map(changed::created).orElse(changed);
        return unreadable[0] ? timed.withUnreadableTime() : timed;
    }

    private TalkException unreadable(String what) {
        return new TalkException(ErrorCode.UNREADABLE, schema.type() + ": " + what);
    }

    private Optional<Instant> time(JsonNode record, List<String> paths, boolean[] unreadable) {
        for (String path : paths) {
            Optional<String> time = JsonValues.text(record, path).filter(text -> !text.isBlank());
            try {
                if (time.isPresent()) {
                    return time.map(clock);
                }
            } catch (DateTimeException | NumberFormatException e) {
                unreadable[0] = true;
            }
        }
        return Optional.empty();
    }

    /** Reads the fields of a record. */
    public Fields read(JsonNode whole) {
        JsonNode record = under.isEmpty() ? whole : JsonValues.at(whole, under);
        Fields.Builder values = Fields.builder(schema);
        for (MappedField field : fields) {
            read(field, record).ifPresent(text -> values.text(field.property(), text));
        }
        return values.build();
    }

    private Optional<String> read(MappedField field, JsonNode record) {
        boolean isId = schema.property(schema.index(field.property())).kind() == Kind.REFERENCE;
        boolean present = false;
        for (String path : field.reads()) {
            JsonNode node = JsonValues.at(record, path);
            String text = node.isNull() || !node.isValueNode() ? "" : node.asText();
            if (!text.isBlank()) {
                return Optional.of(field.fromSystem(isId ? JsonValues.id(node).orElse(text) : text));
            }
            present |= !node.isMissingNode() || isUnderNull(record, path);
        }
        return present ? Optional.of("") : Optional.empty();
    }

    /** Reports whether a parent is {@code null}. A field under a parent that is {@code null} is blank too. */
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

    /** Converts fields to the system's JSON. */
    public ObjectNode write(Fields values) {
        return writeInto(JsonValues.object(), values);
    }

    /** Writes fields into a copy of a record. All other parts of the record stay as they are. */
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
                : place.format().write(slot).flatMap(field::toSystem);
    }

    /**
     * Returns the properties whose value would change when written. These values would not be read back as they were
     * written. A value that the field's facts allow is never among them, unless it has no form in the system, such as
     * text where a date is required.
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
                    && written.stream().allMatch(text -> slot.equals(parsed(field, field.fromSystem(text))));
            if (!comesBack) {
                lost.add(field.property());
            }
        }
        return lost;
    }

    private @Nullable Object parsed(MappedField field, String text) {
        return Fields.builder(schema).text(field.property(), text).build().slot(schema.index(field.property()));
    }
}
