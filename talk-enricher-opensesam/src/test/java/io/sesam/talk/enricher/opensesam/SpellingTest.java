package io.sesam.talk.enricher.opensesam;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of names, numbers and domains in many spellings. */
final class SpellingTest {
    @ParameterizedTest
    @CsvSource({
        "NORDLYS OG SØNN AS, Nordlys og Sønn AS",
        "FISK I NORD ASA, Fisk i Nord ASA",
        "DEN GODE KAFFE DA, Den Gode Kaffe DA",
        "A/S BRYGGEN, A/S Bryggen",
        "H2O PARTNER AS, H2O Partner AS",
        "ØST-VEST BBL, Øst-Vest BBL",
        "iDeal AS, iDeal AS",
        "Nordlys AS, Nordlys AS"
    })
    void aNameInCapitalsIsMadePresentableAndNoOther(String registered, String presentable) {
        assertThat(LegalNames.presentable(registered)).isEqualTo(presentable);
    }

    @Test
    void namesAreTheSameWhateverTheirCaseAndSpacesAndTheFormOfTheirLetters() {
        assertThat(LegalNames.key("  Nordlys\u00a0  og So\u0308nner as "))
                .isEqualTo(LegalNames.key("NORDLYS OG SÖNNER AS"));
        assertThat(LegalNames.key("Nordlys AS")).isNotEqualTo(LegalNames.key("Nordlys"));
    }

    @ParameterizedTest
    @CsvSource({
        "www.nordlys.com, nordlys.com",
        "https://www.nordlys.no/om-oss?x=1, nordlys.no",
        "HTTP://Shop.Nordlys.CO.UK:8080, nordlys.co.uk",
        "nordlys.blogspot.com, nordlys.blogspot.com",
        "www.sør.nordlys.no., nordlys.no",
        "post@nordlys.no, nordlys.no"
    })
    void aDomainIsOneBelowAPublicSuffix(String homepage, String domain) {
        assertThat(Domains.of(homepage)).contains(domain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no",
                "co.uk",
                "www.facebook.com/nordlys",
                "under arbeid",
                "http://",
                "127.0.0.1",
                "-.no",
                "www.nordlys.example"
            })
    void whatIsNobodysDomainIsNone(String homepage) {
        assertThat(Domains.of(homepage)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"900000014", "900 000 014", "NO900000014MVA", "Org.nr: 900.000.014", "no 900 000 014 mva"})
    void aNumberIsReadOutOfWhatPeopleWrite(String text) {
        assertThat(EntityNumbers.norwegian(text)).contains("900000014");
    }

    @ParameterizedTest
    @ValueSource(strings = {"900000015", "90000001", "9000000140", "SE5560000000", "", "000"})
    void aWrongNumberIsNone(String text) {
        assertThat(EntityNumbers.norwegian(text)).isEmpty();
    }

    @Test
    void anIdentifierHasCheckDigits() {
        assertThat(EntityNumbers.lei(" talktest000000000169 ")).contains(Scene.LEI);
        assertThat(EntityNumbers.lei("TALKTEST000000000168")).isEmpty();
        assertThat(EntityNumbers.lei("900000014")).isEmpty();
    }
}
