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
 * The mapping of one property in a profile.
 *
 * @param reads the locations to read: the first that has a value
 * @param writes the location to write; empty for a read-only field
 * @param country the format of countries
 * @param words the system's words for the words of a vocabulary
 * @param date the format of dates
 * @param json the JSON type of the value
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
    /** The JSON type of a value. */
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

    /** Reads all fields of a type. Fields of a read-only type are read-only. */
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
            section.problem(property, "is inside a list, which cannot be written; set readOnly: true");
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
            section.problem("pointer", "is missing: the location of the value in a record, such as /name");
        }
        List<String> reads = new ArrayList<>(List.of(pointer));
        section.pointer("orElse").ifPresent(reads::add);
        Optional<String> writes = section.pointer("writeTo").or(() -> Optional.of(pointer));
        boolean writable = typeIsWritable && !readOnly;
        if (writable
                && writes.filter(to -> to.isEmpty() || IN_A_LIST.matcher(to).find())
                        .isPresent()) {
            section.problem(
                    "pointer",
                    "cannot be written, for example because it is inside a list; set readOnly: true, or writeTo");
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
            section.problem("required", "is only allowed for a field that is written");
        }
        section.done();
        return field;
    }

    private static Map<String, String> words(ProfileSection section) {
        Map<String, String> words = new LinkedHashMap<>();
        section.mapping("words").forEach((word, systemWord) -> words.put(word.toUpperCase(Locale.ROOT), systemWord));
        if (words.values().stream()
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .distinct()
                        .count()
                < words.size()) {
            section.problem("words", "has the same word for two meanings, so that reading it would be ambiguous");
        }
        return words;
    }

    private static List<Normalisation> normalisations(ProfileSection section) {
        List<Normalisation> found = new ArrayList<>();
        for (String name : section.texts("normalises")) {
            try {
                found.add(Normalisation.valueOf(name.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                section.problem("normalises", "must contain only trim, collapse, lower_case, upper_case and truncate");
            }
        }
        return found;
    }
}
