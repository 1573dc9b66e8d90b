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

/** Turns the fields of a profile into a mapping of the host's type, and says what does not fit. */
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
                        + ", which the host's type does not; it is passed over"
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

    private void problem(RestField field, String what) {
        problems.add("the profile's " + type.name() + "." + field.property() + " " + what);
    }

    private MappedField mapped(RestField field, Kind kind) {
        if (field.country().isPresent() && kind != Kind.COUNTRY) {
            problem(field, "spells a country, but the host's property is none");
        }
        if (!field.words().isEmpty() && kind != Kind.GENDER) {
            problem(field, "has words of a vocabulary, but the host's property is no gender");
        }
        if (field.date().isPresent() && kind != Kind.TEXT) {
            problem(field, "is written as a date, but the host's property is no text");
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
                .forEach(word -> problem(field, "has a word for " + word + Nearest.hint(word, codes)));
        return mapped.translated(
                there -> words.entrySet().stream()
                        .filter(word -> word.getValue().equalsIgnoreCase(there.strip()))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(there),
                spelt -> Gender.parse(spelt)
                        .code()
                        .flatMap(code -> Optional.ofNullable(words.get(code.name())))
                        .map(TextNode::valueOf));
    }

    private static MappedField date(MappedField mapped, DateTimeFormatter pattern) {
        return mapped.translated(
                there -> parse(there.strip(), pattern).map(LocalDate::toString).orElse(there),
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

    /** A number that comes back as it was written, and nothing that only looks like one: "0150" is none. */
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
