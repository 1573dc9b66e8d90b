package io.sesam.talk.spi;

import io.sesam.talk.model.Country;
import io.sesam.talk.model.Gender;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The facts about one field of a system.
 *
 * <p>The engine never sends a value that the field would refuse by these facts, and never takes a declared
 * normalisation for an edit.
 */
public final class FieldSpec {
    /** A change the system applies to text by itself. */
    public enum Normalisation {
        /** Converts to lower case. */
        LOWER_CASE,
        /** Converts to upper case. */
        UPPER_CASE,
        /** Removes outer white space. */
        TRIM,
        /** Replaces inner runs of white space by one space, and removes outer white space. */
        COLLAPSE,
        /** Cuts text longer than {@link FieldSpec#maxLength()}. Without this, longer text is refused. */
        TRUNCATE
    }

    private final String name;
    private final boolean readable;
    private final boolean writable;
    private final boolean required;
    private final boolean vocabularyOnly;
    private final Set<String> words;
    private final int minLength;
    private final int maxLength;
    private final Set<Normalisation> normalisations;

    private FieldSpec(
            String name,
            boolean readable,
            boolean writable,
            boolean required,
            boolean vocabularyOnly,
            Set<String> words,
            int minLength,
            int maxLength,
            Set<Normalisation> normalisations) {
        this.name = name;
        this.readable = readable;
        this.writable = writable;
        this.required = required;
        this.vocabularyOnly = vocabularyOnly;
        this.words = words;
        this.minLength = minLength;
        this.maxLength = maxLength;
        this.normalisations = normalisations;
    }

    /** Declares a readable and writable field. */
    public static FieldSpec of(String property) {
        return new FieldSpec(property, true, true, false, false, Set.of(), 0, 0, Set.of());
    }

    /** Declares a field that can only be read. */
    public static FieldSpec readOnly(String property) {
        return new FieldSpec(property, true, false, false, false, Set.of(), 0, 0, Set.of());
    }

    /** Declares a field that is written but never returned. */
    public static FieldSpec writeOnly(String property) {
        return new FieldSpec(property, false, true, false, false, Set.of(), 0, 0, Set.of());
    }

    /** Requires a value: no insert without it, and it cannot be cleared. */
    public FieldSpec required() {
        return new FieldSpec(
                name, readable, writable, true, vocabularyOnly, words, minLength, maxLength, normalisations);
    }

    /** Restricts the field to its vocabulary. Other values are never sent (R3). */
    public FieldSpec vocabularyOnly() {
        return new FieldSpec(name, readable, writable, required, true, words, minLength, maxLength, normalisations);
    }

    /**
     * Restricts the field to some values of its vocabulary. Other values are never sent.
     *
     * @param codes as the values print: {@code MALE}, {@code NO}
     */
    public FieldSpec only(String... codes) {
        return new FieldSpec(
                name, readable, writable, required, true, Set.of(codes), minLength, maxLength, normalisations);
    }

    /** Sets the least length of a filled value, in UTF-16 units. */
    public FieldSpec minLength(int length) {
        return new FieldSpec(
                name, readable, writable, required, vocabularyOnly, words, length, maxLength, normalisations);
    }

    /** Sets the greatest length, in UTF-16 units. */
    public FieldSpec maxLength(int length) {
        return new FieldSpec(
                name, readable, writable, required, vocabularyOnly, words, minLength, length, normalisations);
    }

    /** Declares normalisations by the system. */
    public FieldSpec normalises(Normalisation first, Normalisation... more) {
        return new FieldSpec(
                name,
                readable,
                writable,
                required,
                vocabularyOnly,
                words,
                minLength,
                maxLength,
                Set.copyOf(EnumSet.of(first, more)));
    }

    /** Returns the name of the property. */
    public String name() {
        return name;
    }

    /** Checks whether reading returns the field. */
    public boolean isReadable() {
        return readable;
    }

    /** Checks whether the field can be written. */
    public boolean isWritable() {
        return writable;
    }

    /** Checks whether an insert needs the field. */
    public boolean isRequired() {
        return required;
    }

    /** Checks whether values outside the vocabulary are refused. */
    public boolean isVocabularyOnly() {
        return vocabularyOnly;
    }

    /** Returns the permitted vocabulary codes; empty for all. */
    public Set<String> words() {
        return words;
    }

    /** Returns the least length of a filled value. */
    public int minLength() {
        return minLength;
    }

    /** Returns the greatest length. */
    public OptionalInt maxLength() {
        return maxLength == 0 ? OptionalInt.empty() : OptionalInt.of(maxLength);
    }

    /** Returns the normalisations by the system. */
    public Set<Normalisation> normalisations() {
        return normalisations;
    }

    /** Predicts the system's rendering of a text. Empty when its length would be refused. */
    public Optional<String> render(String text) {
        String rendered = text;
        if (normalisations.contains(Normalisation.COLLAPSE)) {
            rendered = rendered.strip().replaceAll("\\s+", " ");
        }
        if (normalisations.contains(Normalisation.TRIM)) {
            rendered = rendered.strip();
        }
        if (normalisations.contains(Normalisation.LOWER_CASE)) {
            rendered = rendered.toLowerCase(Locale.ROOT);
        }
        if (normalisations.contains(Normalisation.UPPER_CASE)) {
            rendered = rendered.toUpperCase(Locale.ROOT);
        }
        if (rendered.length() < minLength) {
            return Optional.empty();
        }
        if (maxLength == 0 || rendered.length() <= maxLength) {
            return Optional.of(rendered);
        }
        if (!normalisations.contains(Normalisation.TRUNCATE)) {
            return Optional.empty();
        }
        int end = Character.isHighSurrogate(rendered.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
        return Optional.of(rendered.substring(0, end));
    }

    /** Checks whether the field accepts a value: length and vocabulary. */
    public boolean accepts(Object value) {
        if (value instanceof String text) {
            return render(text).isPresent();
        }
        boolean outside = value instanceof Country country && country.alpha2().isEmpty()
                || value instanceof Gender gender && gender.code().isEmpty();
        return !vocabularyOnly || !outside && (words.isEmpty() || words.contains(value.toString()));
    }

    /** Returns the name of the property. */
    @Override
    public String toString() {
        return name;
    }
}
