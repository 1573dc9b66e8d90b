package io.sesam.talk.model;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A country: ISO 3166-1 inside, or what was said when it is no country's name (R3).
 *
 * <p>Two are equal when they are the same country, whatever the spelling; outside the vocabulary, when they were said
 * alike.
 */
public final class Country {
    private final @Nullable String alpha2;
    private final String said;

    private Country(@Nullable String alpha2, String said) {
        this.alpha2 = alpha2;
        this.said = said;
    }

    /** The country with this alpha-2 code; refuses anything else. */
    public static Country of(String alpha2) {
        Country country = parse(alpha2);
        if (alpha2.length() != 2 || country.alpha2 == null) {
            throw new IllegalArgumentException("no ISO 3166-1 alpha-2 code: \"" + alpha2 + "\"");
        }
        return country;
    }

    /**
     * Reads a spelling: alpha-2, alpha-3, numeric, a name in any language the Java runtime's CLDR knows, or a common
     * alias such as "UK". Never fails: what is not understood is kept as it was said. The first name that is not found
     * in English loads the names of all languages, which takes a second or two once in a process.
     */
    public static Country parse(String said) {
        return new Country(CountryNames.find(said), said);
    }

    /** ISO 3166-1 alpha-2; empty when it is outside the vocabulary. */
    public Optional<String> alpha2() {
        return Optional.ofNullable(alpha2);
    }

    /** ISO 3166-1 alpha-3; empty when it is outside the vocabulary. */
    public Optional<String> alpha3() {
        return alpha2().map(code -> locale(code).getISO3Country());
    }

    /** Its name in a language, or what was said when it is outside the vocabulary. */
    public String name(Locale language) {
        return alpha2 == null ? said.strip() : locale(alpha2).getDisplayCountry(language);
    }

    /** What was said, to the letter. */
    public String said() {
        return said;
    }

    private static Locale locale(String code) {
        return new Locale.Builder().setRegion(code).build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Country that)) {
            return false;
        }
        return alpha2 == null || that.alpha2 == null
                ? alpha2 == null && that.alpha2 == null && said.strip().equals(that.said.strip())
                : alpha2.equals(that.alpha2);
    }

    @Override
    public int hashCode() {
        return alpha2 != null ? alpha2.hashCode() : said.strip().hashCode();
    }

    /** The alpha-2 code, or what was said when there is none. */
    @Override
    public String toString() {
        return alpha2 != null ? alpha2 : said.strip();
    }
}
