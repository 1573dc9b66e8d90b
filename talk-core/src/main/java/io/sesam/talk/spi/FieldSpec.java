package io.sesam.talk.spi;

import io.sesam.talk.model.Country;
import io.sesam.talk.model.Gender;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What is true of one field over there.
 *
 * <p>The engine never sends a value that a field declares it would refuse, and never takes a normalisation that the
 * field declares for an edit.
 */
public final class FieldSpec {
    /** What the system does to a text by itself. */
    public enum Normalisation {
        /** Makes it lower case. */
        LOWER_CASE,
        /** Makes it upper case. */
        UPPER_CASE,
        /** Takes outer white space away. */
        TRIM,
        /** Makes inner runs of white space one space, and takes the outer away. */
        COLLAPSE,
        /** Cuts what is longer than {@link FieldSpec#maxLength()}; without it, longer values are refused. */
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

    /** A field that can be read and written. */
    public static FieldSpec of(String property) {
        return new FieldSpec(property, true, true, false, false, Set.of(), 0, 0, Set.of());
    }

    /** A field that can only be read. */
    public static FieldSpec readOnly(String property) {
        return new FieldSpec(property, true, false, false, false, Set.of(), 0, 0, Set.of());
    }

    /** A field that can be written and never shows. */
    public static FieldSpec writeOnly(String property) {
        return new FieldSpec(property, false, true, false, false, Set.of(), 0, 0, Set.of());
    }

    /** The same field, without which nothing can be inserted; it cannot be cleared either. */
    public FieldSpec required() {
        return new FieldSpec(
                name, readable, writable, true, vocabularyOnly, words, minLength, maxLength, normalisations);
    }

    /** The same field, holding a value of the vocabulary or nothing; others are never sent (R3). */
    public FieldSpec vocabularyOnly() {
        return new FieldSpec(name, readable, writable, required, true, words, minLength, maxLength, normalisations);
    }

    /**
     * The same field, holding one of some values of the vocabulary or nothing; others are never sent.
     *
     * @param codes as the values print: {@code MALE}, {@code NO}
     */
    public FieldSpec only(String... codes) {
        return new FieldSpec(
                name, readable, writable, required, true, Set.of(codes), minLength, maxLength, normalisations);
    }

    /** The same field with a least length of what is not blank, in UTF-16 units. */
    public FieldSpec minLength(int length) {
        return new FieldSpec(
                name, readable, writable, required, vocabularyOnly, words, length, maxLength, normalisations);
    }

    /** The same field with a greatest length, in UTF-16 units. */
    public FieldSpec maxLength(int length) {
        return new FieldSpec(
                name, readable, writable, required, vocabularyOnly, words, minLength, length, normalisations);
    }

    /** The same field, of which the system makes its own spelling. */
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

    /** The name of the property it holds. */
    public String name() {
        return name;
    }

    /** Whether it shows when a record is read. */
    public boolean isReadable() {
        return readable;
    }

    /** Whether it can be written. */
    public boolean isWritable() {
        return writable;
    }

    /** Whether nothing can be inserted without it. */
    public boolean isRequired() {
        return required;
    }

    /** Whether it refuses what is outside the vocabulary. */
    public boolean isVocabularyOnly() {
        return vocabularyOnly;
    }

    /** The codes of the vocabulary that it holds; empty for all. */
    public Set<String> words() {
        return words;
    }

    /** The least length of what is not blank. */
    public int minLength() {
        return minLength;
    }

    /** The greatest length, if there is one. */
    public OptionalInt maxLength() {
        return maxLength == 0 ? OptionalInt.empty() : OptionalInt.of(maxLength);
    }

    /** What the system does to a text by itself. */
    public Set<Normalisation> normalisations() {
        return normalisations;
    }

    /** What the system makes of a text; empty when it would refuse it for its length. */
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

    /** Whether it takes a value: a text of a length that fits, a word of its vocabulary. */
    public boolean accepts(Object value) {
        if (value instanceof String text) {
            return render(text).isPresent();
        }
        boolean outside = value instanceof Country country && country.alpha2().isEmpty()
                || value instanceof Gender gender && gender.code().isEmpty();
        return !vocabularyOnly || !outside && (words.isEmpty() || words.contains(value.toString()));
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
