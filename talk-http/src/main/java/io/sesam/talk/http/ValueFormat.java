package io.sesam.talk.http;

import io.sesam.talk.model.Country;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Gender;
import java.util.Locale;
import java.util.Optional;

/** How a system wants a value to be spelt; what it does not understand has no spelling. Reading takes any spelling. */
public enum ValueFormat {
    /** As it is. */
    PLAIN,
    /** A country as its ISO 3166-1 alpha-2 code; what is outside the vocabulary as nothing, so that no other code stays. */
    ALPHA2,
    /** A country as its ISO 3166-1 alpha-3 code; what is outside the vocabulary as nothing. */
    ALPHA3,
    /** A country by its name in English; what is outside the vocabulary as it was said. */
    COUNTRY_NAME,
    /** A gender in lower case: {@code male}, {@code female}, {@code other}; what is outside the vocabulary as it was said. */
    GENDER;

    Optional<String> write(Object slot) {
        return switch (this) {
            case PLAIN -> Optional.of(Fields.saidText(slot));
            case ALPHA2 -> country(slot).map(country -> country.alpha2().orElse(""));
            case ALPHA3 -> country(slot).map(country -> country.alpha3().orElse(""));
            case COUNTRY_NAME -> country(slot).map(country -> country.name(Locale.ENGLISH));
            case GENDER -> gender(slot).map(ValueFormat::inLowerCase);
        };
    }

    private static String inLowerCase(Gender gender) {
        return gender.code().map(code -> code.name().toLowerCase(Locale.ROOT)).orElse(gender.said());
    }

    private static Optional<Country> country(Object slot) {
        return slot instanceof Country country ? Optional.of(country) : Optional.empty();
    }

    private static Optional<Gender> gender(Object slot) {
        return slot instanceof Gender gender ? Optional.of(gender) : Optional.empty();
    }
}
