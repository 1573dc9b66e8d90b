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
    void everySpellingOfNorwayIsNorway(String originalText) {
        Country country = Country.parse(originalText);

        assertThat(country).isEqualTo(Country.of("NO"));
        assertThat(country.original()).isEqualTo(originalText);
        assertThat(country.alpha3()).contains("NOR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UK", "U.K.", "GB", "GBR", "826", "Great Britain", "England", "Storbritannia"})
    @Tag("R3")
    void aliasesOfTheUnitedKingdomAreUnderstood(String originalText) {
        assertThat(Country.parse(originalText).alpha2()).contains("GB");
    }

    @Test
    @Tag("R3")
    void whatIsNoCountryIsKeptAsItWasSaid() {
        Country outside = Country.parse(" Scandinavia");

        assertThat(outside.alpha2()).isEmpty();
        assertThat(outside.original()).isEqualTo(" Scandinavia");
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
        assertThat(wrong).filteredOn(originalText -> originalText.length() < 8).isEmpty();
        assertThat(wrong).hasSizeLessThan(60);
    }

    private static void check(String code, String originalText, List<String> wrong) {
        if (!Country.parse(originalText).alpha2().equals(Optional.of(code))) {
            wrong.add(code + "=" + originalText);
        }
    }

    @Test
    @Tag("R3")
    void gendersAreReadFromWordsLettersAndIsoNumbers() {
        assertThat(List.of("M", "male", "1", "Mann", "MÄNNLICH"))
                .allMatch(originalText -> Gender.parse(originalText).equals(Gender.MALE));
        assertThat(List.of("f", "Female", "2", "kvinne", "K"))
                .allMatch(originalText -> Gender.parse(originalText).equals(Gender.FEMALE));
        assertThat(List.of("other", "X", "non-binary"))
                .allMatch(originalText -> Gender.parse(originalText).equals(Gender.OTHER));
        assertThat(List.of("unknown", "0"))
                .allMatch(originalText -> Gender.parse(originalText).equals(Gender.UNKNOWN));
        assertThat(Gender.parse("Captain").code()).isEmpty();
        assertThat(Gender.parse("Captain").original()).isEqualTo("Captain");
        assertThat(Gender.parse("Captain")).isNotEqualTo(Gender.OTHER);
    }

    /** As ISO 3166 and the United Nations publish them. */
    private static final String OFFICIAL = """
            AE=the United Arab Emirates|Emirats arabes unis (les)|Emiratos Árabes Unidos (los)
            AF=Islamic Republic of Afghanistan
            AG=Antigua and Barbuda|Antigua-et-Barbuda|Antigua y Barbuda|Antigua og Barbuda|Antigua und Barbuda
            AX=Åland Islands
            BA=Bosnia and Herzegovina|Bosnie-Herzégovine
            BO=Bolivia (Plurinational State of)|Bolivie (État plurinational de)|Bolivia (Estado Plurinacional de)
            BO=Bolivia, Plurinational State of
            BQ=Bonaire, Sint Eustatius and Saba
            BN=Brunei Darussalam|Brunéi Darussalam
            BS=Bahamas (the)|Bahamas (les)|the Commonwealth of The Bahamas
            CC=Cocos (Keeling) Islands (the)
            CD=Congo (the Democratic Republic of the)|Congo (la République démocratique du)|Demokratische Republik Kongo
            CD=Democratic Republic of the Congo
            CF=Central African Republic (the)|République centrafricaine (la)|República Centroafricana (la)
            CG=Congo (the)|Congo|Republic of the Congo
            CI=Côte d'Ivoire|Cote d’Ivoire
            CN=the People's Republic of China|Volksrepublik China|République populaire de Chine
            CV=Cabo Verde
            DE=the Federal Republic of Germany|Bundesrepublik Deutschland|República Federal de Alemania
            DO=Dominican Republic (the)|República Dominicana (la)
            DZ=People's Democratic Republic of Algeria
            ES=Kingdom of Spain|Reino de España|Kongeriket Spania|Königreich Spanien|Royaume d'Espagne
            FK=Falkland Islands (the) [Malvinas]
            FM=Micronesia (Federated States of)|Micronésie (États fédérés de)
            GB=United Kingdom of Great Britain and Northern Ireland (the)
            GB=Royaume-Uni de Grande-Bretagne et d'Irlande du Nord (le)
            GB=Reino Unido de Gran Bretaña e Irlanda del Norte (el)|Storbritannia og Nord-Irland
            GM=Gambia (the)|Republic of The Gambia
            GQ=Republic of Equatorial Guinea
            GS=South Georgia and the South Sandwich Islands
            HK=China, Hong Kong Special Administrative Region
            HM=Heard Island and McDonald Islands
            IR=Iran (Islamic Republic of)|Iran, Islamic Republic of|Iran (République islamique d')|Islamische Republik Iran
            IR=Irán (República Islámica del)|Den islamske republikken Iran
            JO=Hashemite Kingdom of Jordan
            KN=Saint Kitts and Nevis|Saint-Kitts-et-Nevis
            KP=Korea (the Democratic People's Republic of)|Democratic People's Republic of Korea
            KR=Korea (the Republic of)|Republic of Korea|République de Corée|Republik Korea
            LA=Lao People's Democratic Republic (the)|République démocratique populaire lao
            LY=State of Libya
            MD=Moldova (the Republic of)|Moldova, Republic of|Republic of Moldova|Republik Moldau|République de Moldova
            MF=Saint Martin (French part)
            MH=Marshall Islands (the)|Republic of the Marshall Islands
            MK=North Macedonia|Republic of North Macedonia
            MO=China, Macao Special Administrative Region|Macao
            MP=Northern Mariana Islands (the)
            NL=Netherlands (the)|Netherlands (Kingdom of the)|Pays-Bas (les)|Países Bajos (los)|Königreich der Niederlande
            NL=Netherlands, Kingdom of the
            NO=Kingdom of Norway|Kongeriket Norge|Königreich Norwegen|Royaume de Norvège|Reino de Noruega
            PH=Philippines (the)|Filipinas (las)
            PS=Palestine, State of|State of Palestine|État de Palestine
            PN=Pitcairn
            RU=Russian Federation (the)|Fédération de Russie (la)|Federación de Rusia (la)
            SD=Sudan (the)|Republic of the Sudan
            SH=Saint Helena, Ascension and Tristan da Cunha
            SJ=Svalbard and Jan Mayen|Svalbard og Jan Mayen
            SS=Republic of South Sudan
            ST=Sao Tome and Principe|São Tomé and Príncipe
            SX=Sint Maarten (Dutch part)
            SY=Syrian Arab Republic (the)|República Árabe Siria (la)
            TF=French Southern Territories (the)
            TL=Timor-Leste
            TR=Türkiye|Republic of Türkiye
            TT=Trinidad and Tobago|Trinité-et-Tobago|Trinidad y Tabago
            TW=Taiwan (Province of China)|Taiwan, Province of China|Republic of China
            TZ=Tanzania, the United Republic of|United Republic of Tanzania|Vereinigte Republik Tansania
            UM=United States Minor Outlying Islands (the)
            US=United States of America (the)|États-Unis d'Amérique (les)|Estados Unidos de América (los)
            VA=Holy See (the)|Saint-Siège (le)|Santa Sede (la)|Holy See (Vatican City State)
            VC=Saint Vincent and the Grenadines
            VE=Venezuela (Bolivarian Republic of)|Venezuela, Bolivarian Republic of
            VG=Virgin Islands (British)|Virgin Islands, British|British Virgin Islands
            VI=Virgin Islands (U.S.)|United States Virgin Islands
            VN=Viet Nam|Socialist Republic of Viet Nam
            WF=Wallis and Futuna
            WS=Independent State of Samoa
            YE=Republic of Yemen""";

    @Test
    @Tag("R43")
    void officialNamesOfCountriesAreUnderstood() {
        List<String> wrong = new ArrayList<>();
        OFFICIAL.lines()
                .forEach(line -> List.of(line.substring(3).split("\\|", -1))
                        .forEach(name -> check(line.substring(0, 2), name, wrong)));
        check("AF", "4", wrong);
        check("AL", "8", wrong);
        check("DZ", "12", wrong);
        assertThat(wrong).isEmpty();
    }

    @Test
    @Tag("R43")
    void whatOnlyLooksLikeACountryIsNotTakenForOne() {
        // codes of FIFA, of the Olympic committee and of car plates, a state of the USA, what several countries share
        for (String originalText : List.of(
                "SIN",
                "GER",
                "SUI",
                "DEN",
                "NED",
                "POR",
                "State of Georgia",
                "Popular Republic of Congo",
                "Turkish Republic of Northern Cyprus",
                "German Democratic Republic",
                "Republic",
                "Kingdom of",
                "the",
                "999",
                "1")) {
            assertThat(Country.parse(originalText).alpha2()).as(originalText).isEmpty();
        }
    }

    @Test
    @Tag("R43")
    void gendersAreReadInTheLanguagesOfTheForms() {
        assertThat(List.of("Herr", "Hr.", "H", "homme", "masculin", "hombre", "Mr.", "mannlig"))
                .allMatch(originalText -> Gender.parse(originalText).equals(Gender.MALE));
        assertThat(List.of("Frau", "w", "femme", "Féminin", "mujer", "Mrs", "kvinnelig", "kvinna"))
                .allMatch(originalText -> Gender.parse(originalText).equals(Gender.FEMALE));
        assertThat(List.of("divers", "d", "autre"))
                .allMatch(originalText -> Gender.parse(originalText).equals(Gender.OTHER));
    }
}
