package io.sesam.talk.testkit.connector;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Gender;
import io.sesam.talk.spi.RecordSnapshot;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Connectors that lose, change or invent values when they read or write them. */
final class ValueMutants {
    /** A way to damage texts. */
    private record Damage(String does, UnaryOperator<String> how) {}

    /** By the kind of text that each damages. */
    private static final Map<String, Damage> DAMAGES = new TreeMap<>(Map.ofEntries(
            damage("leading zeros", "takes texts of digits for numbers", text -> text.replaceFirst("^0+(?=\\d)", "")),
            damage(
                    "a plus sign",
                    "decodes texts as of a URL, where a plus sign is a space",
                    text -> text.replace('+', ' ')),
            damage("letters beyond ASCII", "encodes texts as ASCII", text -> text.replaceAll("[^\\x00-\\x7F]", "?")),
            damage(
                    "letters beyond Latin",
                    "encodes texts as ISO 8859-1",
                    text -> text.replaceAll("[^\\x00-\\xFF]", "?")),
            damage(
                    "an emoji",
                    "drops characters of two UTF-16 units",
                    text -> text.replaceAll("[\\x{10000}-\\x{10FFFF}]", "")),
            damage("quotation marks", "doubles quotation marks", text -> text.replace("\"", "\"\"")),
            damage("delimiters", "cuts texts at a semicolon", text -> text.replaceFirst(";.*", "")),
            damage("line ends", "makes line ends alike", text -> text.replace("\r\n", "\n")),
            damage("a backslash", "takes a backslash for the begin of an escape", text -> text.replace("\\n", "\n")),
            damage("markup", "decodes entities of HTML", text -> text.replace("&amp;", "&")),
            damage("a formula", "puts an apostrophe before formulas", text -> text.replaceFirst("^=", "'=")),
            damage("what looks like a number", "writes numbers in full", text -> text.equals("1e5") ? "100000" : text),
            damage(
                    "what looks like a date",
                    "writes dates in another order",
                    text -> text.replaceFirst("^(\\d{4})-(\\d\\d)-(\\d\\d)$", "$3.$2.$1")),
            damage("what looks like a flag", "writes flags as numbers", text -> text.equals("true") ? "1" : text),
            damage(
                    "what looks like nothing",
                    "takes the word null for nothing",
                    text -> text.equals("null") ? "" : text),
            damage("inner spaces", "makes one space of several", text -> text.replaceAll(" +", " ")),
            damage("a combining accent", "composes accents", text -> Normalizer.normalize(text, Normalizer.Form.NFC)),
            damage(
                    "a great length",
                    "cuts texts after 255 characters",
                    text -> text.substring(0, Math.min(text.length(), 255)))));

    private ValueMutants() {}

    private static Map.Entry<String, Damage> damage(String what, String does, UnaryOperator<String> how) {
        return Map.entry(what, new Damage(does, how));
    }

    static List<Mutant> all() {
        List<Mutant> mutants = new ArrayList<>();
        DAMAGES.forEach((what, damage) -> mutants.add(Mutant.of(
                "reading: " + damage.does(),
                "person: a text with " + what + " is read as it was put",
                () -> Faults.records(
                        record -> record.with(0, damaged(record.fields().slot(0), damage.how()))))));
        DAMAGES.forEach((what, damage) -> mutants.add(Mutant.of(
                "writing: " + damage.does(),
                "person: a text with " + what + " is read back as it was written (R4)",
                () -> Faults.values(fields -> with(fields, 0, damaged(fields.slot(0), damage.how()))))));
        mutants.addAll(reading());
        mutants.addAll(writing());
        return mutants;
    }

    private static Object damaged(Object slot, UnaryOperator<String> how) {
        if (!(slot instanceof String text)) {
            return slot;
        }
        String changed = how.apply(text);
        return changed.isBlank() ? Blank.BLANK : changed;
    }

    private static Fields with(Fields fields, int index, Object slot) {
        return fields.toBuilder().slot(index, slot).build();
    }

    /** Reads some values of a property as unknown. */
    private static Fault losing(String property, Predicate<String> lost) {
        return Faults.records(record -> {
            int index = record.fields().schema().indexOf(property);
            Object slot = index < 0 ? null : record.fields().slot(index);
            return slot != null && lost.test(slot.toString()) ? record.with(index, null) : record;
        });
    }

    private static List<Mutant> reading() {
        return List.of(
                Mutant.of(
                        "takes a blank for unknown",
                        "person: a blank is read as a blank",
                        () -> Faults.records(record -> {
                            Fields.Builder fields = record.fields().toBuilder();
                            for (int i = 0; i < record.fields().schema().size(); i++) {
                                if (record.fields().slot(i) == Blank.BLANK) {
                                    fields.slot(i, null);
                                }
                            }
                            return RecordSnapshot.of(record.id(), fields.build());
                        })),
                Mutant.of(
                        "has a default for what is left out",
                        "person: a field that was left out is not read as a value",
                        () -> Faults.records(
                                record -> record.fields().slot(1) == null ? record.with(1, "unknown") : record)),
                Mutant.of(
                        "knows two genders only",
                        "person: a gender is read in every accepted spelling",
                        () -> losing("gender", "OTHER"::equals)),
                Mutant.of(
                        "drops a gender that it does not know",
                        "person: gender outside the vocabulary is kept unchanged",
                        () -> losing("gender", text -> !text.matches("FEMALE|MALE|OTHER|UNKNOWN"))),
                Mutant.of(
                        "knows some countries only",
                        "organisation: a country is read in every accepted spelling",
                        () -> losing("country", "GB"::equals)),
                Mutant.of(
                        "drops a country that it does not know",
                        "organisation: country outside the vocabulary is kept unchanged",
                        () -> losing("country", text -> text.length() > 2)));
    }

    private static List<Mutant> writing() {
        return List.of(
                Mutant.of(
                        "writes one gender as another",
                        "person: values of all kinds are read back with the same meaning (R4)",
                        () -> Faults.values(fields -> {
                            int index = fields.schema().indexOf("gender");
                            return index >= 0 && Gender.FEMALE.equals(fields.slot(index))
                                    ? with(fields, index, Gender.MALE)
                                    : fields;
                        })),
                Mutant.of(
                        "does not write a gender that it does not know",
                        "person: gender outside the vocabulary is read back unchanged (R3)",
                        () -> notWriting("gender")),
                Mutant.of(
                        "does not write a country that it does not know",
                        "organisation: country outside the vocabulary is read back unchanged (R3)",
                        () -> notWriting("country")),
                Mutant.of(
                        "does not write a reference",
                        "person: organisation points to the record that it was given, and an update moves it or is refused"
                                + " (R38)",
                        () -> Faults.values(ValueMutants::withoutReference)),
                Mutant.of(
                        "writes a reference of a new record only",
                        "person: organisation points to the record that it was given, and an update moves it or is refused"
                                + " (R38)",
                        () -> Faults.sent(operation -> operation.recordId().isPresent()
                                ? Faults.with(operation, withoutReference(operation.fields()))
                                : operation)));
    }

    private static Fault notWriting(String property) {
        return Faults.values(fields -> {
            int index = fields.schema().indexOf(property);
            Object slot = index < 0 ? null : fields.slot(index);
            return slot != null && slot.toString().equals("Atlantis") ? with(fields, index, null) : fields;
        });
    }

    private static Fields withoutReference(Fields fields) {
        int index = fields.schema().indexOf("organisation");
        return index < 0 ? fields : with(fields, index, null);
    }
}
