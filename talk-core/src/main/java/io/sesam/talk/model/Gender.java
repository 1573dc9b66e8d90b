package io.sesam.talk.model;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A gender of a small vocabulary, or unrecognised text (R3).
 *
 * <p>Two are equal when they have the same code, in any spelling; outside the vocabulary, when their texts are
 * equal.
 */
public final class Gender {
    /** The vocabulary: ISO/IEC 5218 without "not applicable", plus other. */
    public enum Code {
        /** Male; 1 in ISO/IEC 5218. */
        MALE,
        /** Female; 2 in ISO/IEC 5218. */
        FEMALE,
        /** Neither male nor female. */
        OTHER,
        /** Not known; 0 in ISO/IEC 5218. */
        UNKNOWN
    }

    /** The value for male. */
    public static final Gender MALE = new Gender(Code.MALE, "MALE");
    /** The value for female. */
    public static final Gender FEMALE = new Gender(Code.FEMALE, "FEMALE");
    /** The value for other. */
    public static final Gender OTHER = new Gender(Code.OTHER, "OTHER");
    /** Stated as "not known" by the system, which differs from a missing property. */
    public static final Gender UNKNOWN = new Gender(Code.UNKNOWN, "UNKNOWN");

    private static final Map<String, Code> SPELLINGS = Map.ofEntries(
            Map.entry("male", Code.MALE),
            Map.entry("m", Code.MALE),
            Map.entry("man", Code.MALE),
            Map.entry("1", Code.MALE),
            Map.entry("mann", Code.MALE),
            Map.entry("herr", Code.MALE),
            Map.entry("herre", Code.MALE),
            Map.entry("hr", Code.MALE),
            Map.entry("mr", Code.MALE),
            Map.entry("h", Code.MALE),
            Map.entry("homme", Code.MALE),
            Map.entry("masculin", Code.MALE),
            Map.entry("monsieur", Code.MALE),
            Map.entry("hombre", Code.MALE),
            Map.entry("masculino", Code.MALE),
            Map.entry("mannlig", Code.MALE),
            Map.entry("mand", Code.MALE),
            Map.entry("manlig", Code.MALE),
            Map.entry("männlich", Code.MALE),
            Map.entry("female", Code.FEMALE),
            Map.entry("f", Code.FEMALE),
            Map.entry("woman", Code.FEMALE),
            Map.entry("2", Code.FEMALE),
            Map.entry("kvinne", Code.FEMALE),
            Map.entry("frau", Code.FEMALE),
            Map.entry("w", Code.FEMALE),
            Map.entry("mrs", Code.FEMALE),
            Map.entry("ms", Code.FEMALE),
            Map.entry("femme", Code.FEMALE),
            Map.entry("féminin", Code.FEMALE),
            Map.entry("madame", Code.FEMALE),
            Map.entry("mme", Code.FEMALE),
            Map.entry("mujer", Code.FEMALE),
            Map.entry("femenino", Code.FEMALE),
            Map.entry("kvinnelig", Code.FEMALE),
            Map.entry("kvinde", Code.FEMALE),
            Map.entry("kvinna", Code.FEMALE),
            Map.entry("kvinnlig", Code.FEMALE),
            Map.entry("k", Code.FEMALE),
            Map.entry("weiblich", Code.FEMALE),
            Map.entry("other", Code.OTHER),
            Map.entry("o", Code.OTHER),
            Map.entry("x", Code.OTHER),
            Map.entry("non-binary", Code.OTHER),
            Map.entry("nonbinary", Code.OTHER),
            Map.entry("annet", Code.OTHER),
            Map.entry("divers", Code.OTHER),
            Map.entry("d", Code.OTHER),
            Map.entry("autre", Code.OTHER),
            Map.entry("otro", Code.OTHER),
            Map.entry("unknown", Code.UNKNOWN),
            Map.entry("not known", Code.UNKNOWN),
            Map.entry("0", Code.UNKNOWN),
            Map.entry("u", Code.UNKNOWN),
            Map.entry("inconnu", Code.UNKNOWN),
            Map.entry("unbekannt", Code.UNKNOWN),
            Map.entry("desconocido", Code.UNKNOWN),
            Map.entry("ukjent", Code.UNKNOWN));

    private final @Nullable Code code;
    private final String original;

    private Gender(@Nullable Code code, String original) {
        this.code = code;
        this.original = original;
    }

    /** Parses any spelling of a gender. Never fails: an unrecognised text is kept as it is. */
    public static Gender parse(String original) {
        return new Gender(SPELLINGS.get(word(original)), original);
    }

    private static String word(String original) {
        String word = original.strip().toLowerCase(Locale.ROOT);
        return word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
    }

    /** Returns the code; empty outside the vocabulary. */
    public Optional<Code> code() {
        return Optional.ofNullable(code);
    }

    /** Returns the original text, unchanged. */
    public String original() {
        return original;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Gender that
                && code == that.code
                && (code != null || original.strip().equals(that.original.strip()));
    }

    @Override
    public int hashCode() {
        return code != null ? code.name().hashCode() : original.strip().hashCode();
    }

    /** Returns the code, or the original text when there is none. */
    @Override
    public String toString() {
        return code != null ? code.name() : original.strip();
    }
}
