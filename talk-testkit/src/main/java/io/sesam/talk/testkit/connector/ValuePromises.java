package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Kind;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The promises about values. No value is lost, and none is invented. */
final class ValuePromises {
    /** Texts that simple implementations break. */
    static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("leading zeros", "0150"),
            Map.entry("a plus sign", "+47 22 00 00 00"),
            Map.entry("letters beyond ASCII", "Åse Ødegård-Müller"),
            Map.entry("letters beyond Latin", "李小龙 Łódź Ελλάδα"),
            Map.entry("an emoji", "Kari 👩‍🚀 Nordmann"),
            Map.entry("quotation marks", "the \"best\" 'one'"),
            Map.entry("delimiters", "a,b;c\td|e"),
            Map.entry("line ends", "first\r\nsecond\nthird"),
            Map.entry("a backslash", "C:\\new\\table"),
            Map.entry("markup", "<b>&amp;</b> {{x}} ${y} %s"),
            Map.entry("a formula", "=1+1"),
            Map.entry("what looks like a number", "1e5"),
            Map.entry("what looks like a date", "2026-01-02"),
            Map.entry("what looks like a flag", "true"),
            Map.entry("what looks like nothing", "null"),
            Map.entry("inner spaces", "two  spaces"),
            Map.entry("a combining accent", "Cafe\u0301"),
            Map.entry("a great length", "long ".repeat(800) + "end"));

    private static final Map<String, List<String>> COUNTRIES =
            Map.of("NO", List.of("NO", "no", "NOR", "578", "Norge", "Norway"), "GB", List.of("GB", "UK", "826"));
    private static final Map<String, List<String>> GENDERS =
            Map.of("FEMALE", List.of("female", "F", "FEMALE", "2"), "OTHER", List.of("other", "x"));

    private ValuePromises() {}

    static List<ConnectorPromise> all(ConnectorTrial trial, TypeSpec spec) {
        if (!trial.of(spec.type()).canRead()) {
            return List.of();
        }
        List<ConnectorPromise> promises = new ArrayList<>();
        text(spec)
                .ifPresent(field -> TEXTS.forEach((what, text) -> {
                    if (field.render(text).isPresent()) {
                        promises.add(new ConnectorPromise(
                                "a text with " + what + " is read as it was put",
                                "Pass texts through unchanged; if the system changes them itself, declare it by FieldSpec.normalises or maxLength.",
                                each -> reads(each, field, text)));
                    }
                }));
        promises.add(new ConnectorPromise(
                "a blank is read as a blank",
                "Read null or an empty text of the system as blank: Fields.Builder.text(property, \"\").",
                ValuePromises::readsBlank));
        promises.add(new ConnectorPromise(
                "a field that was left out is not read as a value",
                "Leave a property unknown that the answer does not contain; invent no default.",
                ValuePromises::readsUnknown));
        of(spec, Kind.COUNTRY)
                .ifPresent(field -> promises.add(new ConnectorPromise(
                        "a country is read in every accepted spelling",
                        "Use Fields.Builder.text, which parses countries, or name the system's codes.",
                        each -> understands(each, field, COUNTRIES))));
        of(spec, Kind.GENDER)
                .ifPresent(field -> promises.add(new ConnectorPromise(
                        "a gender is read in every accepted spelling",
                        "Use Fields.Builder.text, which parses genders, or name the system's codes.",
                        each -> understands(each, field, GENDERS))));
        spec.fields().stream()
                .filter(field -> isVocabulary(spec, field) && !field.isVocabularyOnly())
                .forEach(field -> promises.add(new ConnectorPromise(
                        field + " outside the vocabulary is kept unchanged",
                        "Keep the system's text, or declare vocabularyOnly() if the system refuses other values.",
                        each -> keeps(each, field))));
        return promises;
    }

    /** Returns a plain text field for long texts, if any. Not a key, and without a restricted format. */
    static Optional<FieldSpec> text(TypeSpec spec) {
        return spec.fields().stream()
                .filter(FieldSpec::isReadable)
                .filter(field -> kind(spec, field) == Kind.TEXT)
                .findFirst();
    }

    private static Optional<FieldSpec> of(TypeSpec spec, Kind kind) {
        return spec.fields().stream()
                .filter(field -> field.isReadable() && kind(spec, field) == kind)
                .findFirst();
    }

    private static Kind kind(TypeSpec spec, FieldSpec field) {
        return spec.schema().property(spec.schema().index(field.name())).kind();
    }

    static boolean isVocabulary(TypeSpec spec, FieldSpec field) {
        return field.isReadable() && (kind(spec, field) == Kind.COUNTRY || kind(spec, field) == Kind.GENDER);
    }

    private static void reads(ConnectorTrial trial, FieldSpec field, String text) {
        Object read = putAndRead(trial, field.name(), text);
        assertThat(read).as("%s", field).isEqualTo(field.render(text).orElseThrow());
    }

    private static void readsBlank(ConnectorTrial trial) {
        for (FieldSpec field : trial.spec().fields()) {
            if (field.isReadable() && !field.isRequired()) {
                // A system whose records belong to others by their place has no way to say that one belongs to none.
                boolean mayBeUnknown = kind(trial.spec(), field) == Kind.REFERENCE;
                assertThat(putAndRead(trial, field.name(), ""))
                        .as("%s, which is blank", field)
                        .isIn(Blank.BLANK, mayBeUnknown ? null : Blank.BLANK);
            }
        }
    }

    private static void readsUnknown(ConnectorTrial trial) {
        for (FieldSpec field : trial.spec().fields()) {
            if (field.isReadable() && !field.isRequired()) {
                Object read = putAndRead(trial, field.name(), null);
                boolean unknown = trial.world().tellsUnknown();
                assertThat(read).as("%s, which was left out", field).isIn(null, unknown ? null : Blank.BLANK);
            }
        }
    }

    private static void understands(ConnectorTrial trial, FieldSpec field, Map<String, List<String>> spellings) {
        spellings.forEach((meaning, original) -> (field.isVocabularyOnly() ? original.subList(0, 1) : original)
                .stream()
                        .filter(spelling ->
                                field.words().isEmpty() || field.words().contains(meaning))
                        .forEach(spelling -> {
                            Object read = putAndRead(trial, field.name(), spelling);
                            assertThat(read).as("%s, spelt %s", field, spelling).hasToString(meaning);
                        }));
    }

    private static void keeps(ConnectorTrial trial, FieldSpec field) {
        Fields read = record(trial, field.name(), "Atlantis");
        assertThat(read.originalText(trial.spec().schema().index(field.name())))
                .as("%s, outside the vocabulary", field)
                .contains("Atlantis");
    }

    private static @Nullable Object putAndRead(ConnectorTrial trial, String property, @Nullable String text) {
        return record(trial, property, text).slot(trial.spec().schema().index(property));
    }

    private static Fields record(ConnectorTrial trial, String property, @Nullable String text) {
        Fields record = trial.sample().toBuilder().text(property, text).build();
        String id = trial.world().put(record);
        RecordSnapshot read = trial.readAll().records().get(id);
        assertThat(read).as("the record that was put").isNotNull();
        return Optional.ofNullable(read).orElseThrow().fields();
    }
}
