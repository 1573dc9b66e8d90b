package io.sesam.talk.model;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person's gender: one of a small vocabulary, or what was said when it is none of it (R3).
 *
 * <p>Two are equal when they mean the same, whatever the spelling; outside the vocabulary, when they were said alike.
 */
public final class Gender {
    /** The vocabulary: ISO/IEC 5218 without "not applicable", plus other. */
    public enum Code {
        /** Male; 1 in ISO/IEC 5218. */
        MALE,
        /** Female; 2 in ISO/IEC 5218. */
        FEMALE,
        /** Neither of the two. */
        OTHER,
        /** Not known; 0 in ISO/IEC 5218. */
        UNKNOWN
    }

    /** Male. */
    public static final Gender MALE = new Gender(Code.MALE, "MALE");
    /** Female. */
    public static final Gender FEMALE = new Gender(Code.FEMALE, "FEMALE");
    /** Other. */
    public static final Gender OTHER = new Gender(Code.OTHER, "OTHER");
    /** Said not to be known, which is not the same as not said. */
    public static final Gender UNKNOWN = new Gender(Code.UNKNOWN, "UNKNOWN");

    private static final Map<String, Code> SPELLINGS = Map.ofEntries(
            Map.entry("male", Code.MALE),
            Map.entry("m", Code.MALE),
            Map.entry("man", Code.MALE),
            Map.entry("1", Code.MALE),
            Map.entry("mann", Code.MALE),
            Map.entry("männlich", Code.MALE),
            Map.entry("female", Code.FEMALE),
            Map.entry("f", Code.FEMALE),
            Map.entry("woman", Code.FEMALE),
            Map.entry("2", Code.FEMALE),
            Map.entry("kvinne", Code.FEMALE),
            Map.entry("k", Code.FEMALE),
            Map.entry("weiblich", Code.FEMALE),
            Map.entry("other", Code.OTHER),
            Map.entry("o", Code.OTHER),
            Map.entry("x", Code.OTHER),
            Map.entry("non-binary", Code.OTHER),
            Map.entry("nonbinary", Code.OTHER),
            Map.entry("annet", Code.OTHER),
            Map.entry("divers", Code.OTHER),
            Map.entry("unknown", Code.UNKNOWN),
            Map.entry("not known", Code.UNKNOWN),
            Map.entry("0", Code.UNKNOWN),
            Map.entry("ukjent", Code.UNKNOWN));

    private final @Nullable Code code;
    private final String said;

    private Gender(@Nullable Code code, String said) {
        this.code = code;
        this.said = said;
    }

    /** Reads a spelling; never fails: what is not understood is kept as it was said. */
    public static Gender parse(String said) {
        return new Gender(SPELLINGS.get(said.strip().toLowerCase(Locale.ROOT)), said);
    }

    /** The meaning; empty when it is outside the vocabulary. */
    public Optional<Code> code() {
        return Optional.ofNullable(code);
    }

    /** What was said, to the letter. */
    public String said() {
        return said;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Gender that
                && code == that.code
                && (code != null || said.strip().equals(that.said.strip()));
    }

    @Override
    public int hashCode() {
        return code != null ? code.name().hashCode() : said.strip().hashCode();
    }

    /** The code, or what was said when there is none. */
    @Override
    public String toString() {
        return code != null ? code.name() : said.strip();
    }
}
