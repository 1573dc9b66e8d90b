package io.sesam.talk.rest;

import io.sesam.talk.http.ValueFormat;
import io.sesam.talk.spi.FieldSpec.Normalisation;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A property and where it stands, as a profile says it.
 *
 * @param reads where it is read: the first that says anything
 * @param writes where it is written; empty when it is only read
 * @param country how a country is spelt
 * @param words the system's words for the words of a vocabulary
 * @param date how the system writes a date
 * @param json what a value is in JSON
 */
record RestField(
        String property,
        List<String> reads,
        Optional<String> writes,
        Optional<ValueFormat> country,
        Map<String, String> words,
        Optional<DateTimeFormatter> date,
        Json json,
        boolean required,
        Optional<Integer> minLength,
        Optional<Integer> maxLength,
        List<Normalisation> normalises) {
    /** What a value is in JSON. */
    enum Json {
        /** Text in quotation marks. */
        TEXT,
        /** A number. */
        NUMBER,
        /** True or false. */
        FLAG
    }

    private static final Pattern IN_A_LIST = Pattern.compile("/\\d+(/.*)?$");
    private static final Map<String, ValueFormat> COUNTRIES =
            Map.of("alpha2", ValueFormat.ALPHA2, "alpha3", ValueFormat.ALPHA3, "name", ValueFormat.COUNTRY_NAME);

    /** All fields of a type; of one that cannot be written, none is. */
    static List<RestField> all(ProfileSection section, boolean writable) {
        List<RestField> fields = new ArrayList<>();
        for (String property : section.names()) {
            if (section.isText(property)) {
                section.pointer(property).ifPresent(pointer -> fields.add(plain(section, property, pointer, writable)));
            } else {
                section.place(property).ifPresent(inner -> fields.add(of(inner, property, writable)));
            }
        }
        return fields;
    }

    private static RestField plain(ProfileSection section, String property, String pointer, boolean writable) {
        if (writable && IN_A_LIST.matcher(pointer).find()) {
            section.problem(property, "stands in a list, where nothing can be written; say readOnly: true");
        }
        return new RestField(
                property,
                List.of(pointer),
                Optional.of(pointer).filter(any -> writable),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Json.TEXT,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static RestField of(ProfileSection section, String property, boolean typeIsWritable) {
        boolean readOnly = section.flag("readOnly");
        String pointer = section.pointer("pointer").orElse("");
        if (pointer.isEmpty()) {
            section.problem("pointer", "is missing: where the value stands in a record, such as /name");
        }
        List<String> reads = new ArrayList<>(List.of(pointer));
        section.pointer("orElse").ifPresent(reads::add);
        Optional<String> writes = section.pointer("writeTo").or(() -> Optional.of(pointer));
        boolean writable = typeIsWritable && !readOnly;
        if (writable
                && writes.filter(to -> to.isEmpty() || IN_A_LIST.matcher(to).find())
                        .isPresent()) {
            section.problem(
                    "pointer", "is none where a value can be written, as in a list; say readOnly: true, or writeTo");
        }
        RestField field = new RestField(
                property,
                reads,
                writes.filter(any -> writable),
                section.read("country", "alpha2, alpha3 or name", COUNTRIES::get),
                words(section),
                section.read("date", "a pattern such as dd.MM.yyyy", TimeFormat::pattern),
                section.choice("json", Json.class).orElse(Json.TEXT),
                section.flag("required"),
                section.number("minLength"),
                section.number("maxLength"),
                normalisations(section));
        if (field.required && !writable && typeIsWritable) {
            section.problem("required", "makes no sense where nothing is written");
        }
        section.done();
        return field;
    }

    private static Map<String, String> words(ProfileSection section) {
        Map<String, String> words = new LinkedHashMap<>();
        section.mapping("words").forEach((word, there) -> words.put(word.toUpperCase(Locale.ROOT), there));
        if (words.values().stream()
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .distinct()
                        .count()
                < words.size()) {
            section.problem("words", "has one word for two meanings; what is read would be a guess");
        }
        return words;
    }

    private static List<Normalisation> normalisations(ProfileSection section) {
        List<Normalisation> found = new ArrayList<>();
        for (String name : section.texts("normalises")) {
            try {
                found.add(Normalisation.valueOf(name.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                section.problem("normalises", "must be of trim, collapse, lower_case, upper_case and truncate");
            }
        }
        return found;
    }
}
