package io.sesam.talk.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sesam.talk.http.MappedField;
import io.sesam.talk.http.Mapping;
import io.sesam.talk.http.ValueFormat;
import io.sesam.talk.model.Gender;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.settings.Nearest;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The conversion of profile fields to a mapping. Reports fields that do not fit the host's type. */
final class RestMapping {
    private final RestType type;
    private final Schema schema;
    private final List<String> problems;
    private final List<String> warnings;

    RestMapping(RestType type, Schema schema, List<String> problems, List<String> warnings) {
        this.type = type;
        this.schema = schema;
        this.problems = problems;
        this.warnings = warnings;
    }

    Mapping mapping() {
        List<MappedField> fields = new ArrayList<>();
        for (RestField field : type.fields()) {
            int index = schema.indexOf(field.property());
            if (index < 0) {
                List<String> known =
                        schema.properties().stream().map(Object::toString).toList();
                warnings.add("the profile has " + type.name() + "." + field.property()
                        + ", which is not a property of this type; it is ignored"
                        + Nearest.hint(field.property(), known));
            } else {
                fields.add(mapped(field, schema.property(index).kind()));
            }
        }
        Mapping mapping = Mapping.of(schema, fields.toArray(MappedField[]::new))
                .identifiedBy(type.key())
                .times(type.modified(), type.created())
                .timesRead(type.timeFormat()::read);
        return type.clearsWithNull() ? mapping.clearingWithNull() : mapping;
    }

    private boolean holdsTheKey(String pointer) {
        return type.key().equals(pointer) || type.key().startsWith(pointer + "/");
    }

    private void problem(RestField field, String what) {
        problems.add("the profile's " + type.name() + "." + field.property() + " " + what);
    }

    private MappedField mapped(RestField field, Kind kind) {
        if (field.writes().filter(this::holdsTheKey).isPresent()) {
            problem(
                    field,
                    "writes to " + field.writes().get()
                            + ", the place of the record's id, and would overwrite ids; make"
                            + " it readOnly, or name another place");
        }
        if (field.country().isPresent() && kind != Kind.COUNTRY) {
            problem(field, "has a country format, but the property is not a country");
        }
        if (!field.words().isEmpty() && kind != Kind.GENDER) {
            problem(field, "has words of a vocabulary, but the property is not a gender");
        }
        if (field.date().isPresent() && kind != Kind.TEXT) {
            problem(field, "has a date format, but the property is not a text");
        }
        MappedField mapped = MappedField.reads(field.property(), field.reads().toArray(String[]::new));
        ValueFormat format = kind == Kind.COUNTRY
                ? field.country().orElse(ValueFormat.PLAIN)
                : kind == Kind.GENDER ? ValueFormat.GENDER : ValueFormat.PLAIN;
        if (field.writes().isPresent()) {
            mapped = mapped.writes(field.writes().get(), format);
        }
        return translated(mapped.facts(spec -> facts(field, spec)), field, kind);
    }

    private static FieldSpec facts(RestField field, FieldSpec spec) {
        FieldSpec facts = field.required() && field.writes().isPresent() ? spec.required() : spec;
        facts = field.minLength().map(facts::minLength).orElse(facts);
        facts = field.maxLength().map(facts::maxLength).orElse(facts);
        if (!field.normalises().isEmpty()) {
            List<FieldSpec.Normalisation> all = field.normalises();
            facts = facts.normalises(all.get(0), all.subList(1, all.size()).toArray(FieldSpec.Normalisation[]::new));
        }
        if (!field.words().isEmpty()) {
            return facts.only(field.words().keySet().toArray(String[]::new));
        }
        boolean code =
                field.country().filter(way -> way != ValueFormat.COUNTRY_NAME).isPresent();
        return code ? facts.vocabularyOnly() : facts;
    }

    private MappedField translated(MappedField mapped, RestField field, Kind kind) {
        if (kind == Kind.GENDER && !field.words().isEmpty()) {
            return words(mapped, field);
        }
        if (field.date().isPresent()) {
            return date(mapped, field.date().get());
        }
        return switch (field.json()) {
            case TEXT -> mapped;
            case NUMBER -> mapped.translated(text -> text, RestMapping::number);
            case FLAG -> mapped.translated(text -> text, RestMapping::flag);
        };
    }

    private MappedField words(MappedField mapped, RestField field) {
        Map<String, String> words = field.words();
        List<String> codes = Arrays.stream(Gender.Code.values()).map(Enum::name).toList();
        words.keySet().stream()
                .filter(word -> !codes.contains(word))
                .forEach(
                        word -> problem(field, "has a word for the unknown value " + word + Nearest.hint(word, codes)));
        return mapped.translated(
                systemValue -> words.entrySet().stream()
                        .filter(word -> word.getValue().equalsIgnoreCase(systemValue.strip()))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(systemValue),
                spelt -> Gender.parse(spelt)
                        .code()
                        .flatMap(code -> Optional.ofNullable(words.get(code.name())))
                        .map(TextNode::valueOf));
    }

    private static MappedField date(MappedField mapped, DateTimeFormatter pattern) {
        return mapped.translated(
                systemValue -> parse(systemValue.strip(), pattern)
                        .map(LocalDate::toString)
                        .orElse(systemValue),
                spelt -> parse(spelt.strip(), DateTimeFormatter.ISO_LOCAL_DATE)
                        .map(day -> TextNode.valueOf(pattern.format(day))));
    }

    private static Optional<LocalDate> parse(String text, DateTimeFormatter pattern) {
        try {
            return Optional.of(LocalDate.parse(text, pattern));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Converts a text that survives as a number. A text that would not be read back unchanged, such as "0150", is
     * refused.
     */
    private static Optional<JsonNode> number(String text) {
        try {
            BigDecimal number = new BigDecimal(text);
            return number.toPlainString().equals(text) ? Optional.of(DecimalNode.valueOf(number)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> flag(String text) {
        return text.equals("true") || text.equals("false")
                ? Optional.of(BooleanNode.valueOf(text.equals("true")))
                : Optional.empty();
    }
}
