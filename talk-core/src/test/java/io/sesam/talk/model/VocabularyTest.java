package io.sesam.talk.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.util.Region;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VocabularyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"NO", "no", " Norge ", "Norway", "NOR", "578", "Noreg", "Norwegen", "Норвегия", "挪威", "ノルウェー"})
    @Tag("R3")
    void everySpellingOfNorwayIsNorway(String said) {
        Country country = Country.parse(said);

        assertThat(country).isEqualTo(Country.of("NO"));
        assertThat(country.said()).isEqualTo(said);
        assertThat(country.alpha3()).contains("NOR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UK", "U.K.", "GB", "GBR", "826", "Great Britain", "England", "Storbritannia"})
    @Tag("R3")
    void aliasesOfTheUnitedKingdomAreUnderstood(String said) {
        assertThat(Country.parse(said).alpha2()).contains("GB");
    }

    @Test
    @Tag("R3")
    void whatIsNoCountryIsKeptAsItWasSaid() {
        Country outside = Country.parse(" Scandinavia");

        assertThat(outside.alpha2()).isEmpty();
        assertThat(outside.said()).isEqualTo(" Scandinavia");
        assertThat(outside).isEqualTo(Country.parse("Scandinavia ")).isNotEqualTo(Country.parse("Benelux"));
        assertThat(outside.name(Locale.ENGLISH)).isEqualTo("Scandinavia");
    }

    /** Held against ICU, which others wrote. */
    @Test
    @Tag("R3")
    void everyCodeAndEveryNameInManyLanguagesIsFound() {
        List<String> wrong = new ArrayList<>();
        for (String code : Locale.getISOCountries()) {
            Region region = Region.getInstance(code);
            check(code, code, wrong);
            check(code, String.format("%03d", region.getNumericCode()), wrong);
            check(code, new ULocale("", code).getISO3Country(), wrong);
            for (String language : List.of("en", "nb", "de", "fr", "es", "sv", "da", "fi", "pl", "ru", "ja", "zh")) {
                check(code, ULocale.getDisplayCountry("und_" + code, language), wrong);
            }
        }
        // ICU's CLDR is newer than a JDK's: a few names may differ, a code never
        assertThat(wrong).filteredOn(said -> said.length() < 8).isEmpty();
        assertThat(wrong).hasSizeLessThan(60);
    }

    private static void check(String code, String said, List<String> wrong) {
        if (!Country.parse(said).alpha2().equals(Optional.of(code))) {
            wrong.add(code + "=" + said);
        }
    }

    @Test
    @Tag("R3")
    void gendersAreReadFromWordsLettersAndIsoNumbers() {
        assertThat(List.of("M", "male", "1", "Mann", "MÄNNLICH"))
                .allMatch(said -> Gender.parse(said).equals(Gender.MALE));
        assertThat(List.of("f", "Female", "2", "kvinne", "K"))
                .allMatch(said -> Gender.parse(said).equals(Gender.FEMALE));
        assertThat(List.of("other", "X", "non-binary"))
                .allMatch(said -> Gender.parse(said).equals(Gender.OTHER));
        assertThat(List.of("unknown", "0")).allMatch(said -> Gender.parse(said).equals(Gender.UNKNOWN));
        assertThat(Gender.parse("Captain").code()).isEmpty();
        assertThat(Gender.parse("Captain").said()).isEqualTo("Captain");
        assertThat(Gender.parse("Captain")).isNotEqualTo(Gender.OTHER);
    }
}
