package io.sesam.talk.model;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A country of ISO 3166-1, or unrecognised text (R3).
 *
 * <p>Two are equal when they mean the same country, in any spelling; outside the vocabulary, when their texts are
 * equal.
 */
public final class Country {
    private final @Nullable String alpha2;
    private final String original;

    private Country(@Nullable String alpha2, String original) {
        this.alpha2 = alpha2;
        this.original = original;
    }

    /** Returns the country with an alpha-2 code. Throws for any other text. */
    public static Country of(String alpha2) {
        Country country = parse(alpha2);
        if (alpha2.length() != 2 || country.alpha2 == null) {
            throw new IllegalArgumentException("not an ISO 3166-1 alpha-2 code: \"" + alpha2 + "\"");
        }
        return country;
    }

    /**
     * Parses any spelling of a country. Accepts alpha-2, alpha-3, numeric, a name in any language that the Java
     * runtime's CLDR data has, or a common alias such as "UK". Never fails: an unrecognised text is kept as it is.
     * The first name that is not English loads the names of all languages, which takes one or two seconds, once per
     * process.
     */
    public static Country parse(String original) {
        return new Country(CountryNames.find(original), original);
    }

    /** Returns the alpha-2 code; empty outside the vocabulary. */
    public Optional<String> alpha2() {
        return Optional.ofNullable(alpha2);
    }

    /** Returns the alpha-3 code; empty outside the vocabulary. */
    public Optional<String> alpha3() {
        return alpha2().map(code -> locale(code).getISO3Country());
    }

    /** Returns the name in a language, or the original text outside the vocabulary. */
    public String name(Locale language) {
        return alpha2 == null ? original.strip() : locale(alpha2).getDisplayCountry(language);
    }

    /** Returns the original text, unchanged. */
    public String original() {
        return original;
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
                ? alpha2 == null && that.alpha2 == null && original.strip().equals(that.original.strip())
                : alpha2.equals(that.alpha2);
    }

    @Override
    public int hashCode() {
        return alpha2 != null ? alpha2.hashCode() : original.strip().hashCode();
    }

    /** Returns the alpha-2 code, or the original text when there is none. */
    @Override
    public String toString() {
        return alpha2 != null ? alpha2 : original.strip();
    }
}
