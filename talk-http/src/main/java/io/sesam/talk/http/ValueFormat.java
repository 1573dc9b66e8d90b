package io.sesam.talk.http;

import io.sesam.talk.model.Country;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Gender;
import java.util.Locale;
import java.util.Optional;

/**
 * The format in which a system stores a value. A value that cannot be interpreted has no form in some formats. Reading
 * accepts every format.
 */
public enum ValueFormat {
    /** Unchanged text. */
    PLAIN,
    /**
     * ISO 3166-1 alpha-2 country code. A country outside the vocabulary is written as blank, so that no other code
     * remains.
     */
    ALPHA2,
    /** ISO 3166-1 alpha-3 country code. A country outside the vocabulary is written as blank. */
    ALPHA3,
    /** English country name. A country outside the vocabulary is written unchanged. */
    COUNTRY_NAME,
    /**
     * Gender in lower case. {@code male}, {@code female}, {@code other}; a value outside the vocabulary is written
     * unchanged.
     */
    GENDER;

    Optional<String> write(Object slot) {
        return switch (this) {
            case PLAIN -> Optional.of(Fields.textOf(slot));
            case ALPHA2 -> country(slot).map(country -> country.alpha2().orElse(""));
            case ALPHA3 -> country(slot).map(country -> country.alpha3().orElse(""));
            case COUNTRY_NAME -> country(slot).map(country -> country.name(Locale.ENGLISH));
            case GENDER -> gender(slot).map(ValueFormat::inLowerCase);
        };
    }

    private static String inLowerCase(Gender gender) {
        return gender.code().map(code -> code.name().toLowerCase(Locale.ROOT)).orElse(gender.original());
    }

    private static Optional<Country> country(Object slot) {
        return slot instanceof Country country ? Optional.of(country) : Optional.empty();
    }

    private static Optional<Gender> gender(Object slot) {
        return slot instanceof Gender gender ? Optional.of(gender) : Optional.empty();
    }
}
