package io.sesam.talk.enricher.opensesam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sesam.talk.http.JsonValues;
import io.sesam.talk.model.Country;
import io.sesam.talk.spi.enricher.Answer;
import io.sesam.talk.spi.enricher.Enricher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests of the Global LEI Index, alone and as second register. */
final class GleifTest {
    private final Scene scene = new Scene();
    private final FakeRegister register = scene.register;

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void anExactNameGetsTheLegalAddress() {
        register.enterLei(Scene.LEI, "Nordlys plc", "IE", "ISSUED").enterLei("X", "Nordlys plc fund", "IE", "ISSUED");
        Enricher enricher = scene.open("registers", List.of("gleif"));
        Answer.Match match = (Answer.Match) Scene.ask(enricher, "name", "NORDLYS PLC");
        assertThat(match.id()).isEqualTo("LEI " + Scene.LEI);
        assertThat(match.fields().text("address").known()).contains("1 High Street");
        assertThat(match.fields().text("address2").known()).contains("Floor 2, Suite 3");
        assertThat(match.fields().country("country").known()).contains(Country.of("IE"));
        assertThat(match.fields().text("lei").known()).contains(Scene.LEI);
        assertThat(match.fields().text("orgnr").known()).isEmpty();
        assertThat(match.source()).isEqualTo("GLEIF");
        assertThat(match.licence()).isEqualTo("CC0 1.0");
        assertThat(register.headers.get(0).getFirst("Accept")).isEqualTo("application/vnd.api+json");
    }

    @Test
    void theCountryNarrowsItDown() {
        register.enterLei("A", "Nordlys plc", "IE", "ISSUED").enterLei("B", "Nordlys plc", "GB", "ISSUED");
        Enricher enricher = scene.open("registers", List.of("gleif"));
        assertThat(Scene.ask(enricher, "name", "Nordlys plc")).isEqualTo(new Answer.Ambiguous(2, List.of("A", "B")));
        assertThat(((Answer.Match) Scene.ask(enricher, "name", "Nordlys plc", "country", "UK")).id())
                .isEqualTo("LEI B");
        assertThat(Scene.ask(enricher, "name", "Nordlys plc", "country", "FR")).isEqualTo(Answer.none());
    }

    @Test
    void aLapsedRegistrationIsShownAndNotCopiedAndADuplicateIsNobody() {
        register.enterLei("A", "Lapsed plc", "IE", "LAPSED").enterLei("B", "Twice plc", "IE", "DUPLICATE");
        Enricher enricher = scene.open("registers", List.of("gleif"));
        Answer.Match match = (Answer.Match) Scene.ask(enricher, "name", "Lapsed plc");
        assertThat(match.fields().isAllUnknown()).isTrue();
        assertThat(match.remarks()).hasSize(1).first().asString().contains("not renewed");
        assertThat(Scene.ask(enricher, "name", "Twice plc")).isEqualTo(Answer.none());
    }

    @Test
    void whoSaysItsIdentifierIsLookedUpByItWhateverItIsCalled() {
        register.enterLei(Scene.LEI, "Nordlys plc", "IE", "ISSUED");
        Enricher enricher = scene.open("registers", List.of("gleif"));
        Answer.Match match = (Answer.Match)
                Scene.ask(enricher, "name", "Called something else", "lei", Scene.LEI.toLowerCase(Locale.ROOT));
        assertThat(match.id()).isEqualTo("LEI " + Scene.LEI);
        assertThat(match.fields().text("zip").known()).contains("D01 W213");
        assertThat(register.takeCalls()).containsExactly("/lei-records/" + Scene.LEI);
        scene.register.forgetLeis();
        assertThat(Scene.ask(enricher, "name", "Nordlys plc", "lei", Scene.LEI)).isEqualTo(Answer.none());
    }

    @Test
    void whoIsNotActiveIsShownAndNotCopied() {
        register.enterLei("A", "Nordlys plc", "IE", "ISSUED", "INACTIVE");
        Answer.Match match = (Answer.Match) Scene.ask(scene.open("registers", List.of("gleif")), "name", "Nordlys plc");
        assertThat(match.fields().isAllUnknown()).isTrue();
        assertThat(match.remarks()).hasSize(1).first().asString().contains("INACTIVE");
    }

    @Test
    void moreHitsThanAPageHoldsAreTooMany() {
        register.enterLei("A", "Nordlys plc", "IE", "ISSUED");
        register.hits = 500;
        Enricher enricher = scene.open("registers", List.of("gleif"));
        assertThat(Scene.ask(enricher, "name", "Nordlys plc")).isEqualTo(new Answer.Ambiguous(500, List.of("A")));
    }

    @Test
    void theSecondRegisterAnswersWhereTheFirstKnowsNothing() {
        register.enterLei(Scene.LEI, "Nordlys AS", "NO", "ISSUED").enterLei("B", "Nordlys plc", "IE", "ISSUED");
        register.enter(FakeRegister.entity(Scene.ONE, "NORDLYS AS"));
        Enricher enricher = scene.open();
        assertThat(((Answer.Match) Scene.ask(enricher, "name", "Nordlys AS")).id())
                .isEqualTo(Scene.ONE);
        assertThat(((Answer.Match) Scene.ask(enricher, "name", "Nordlys plc")).id())
                .isEqualTo("LEI B");
        register.enter(FakeRegister.entity(Scene.TWO, "NORDLYS AS"));
        assertThat(Scene.ask(enricher, "name", "Nordlys AS")).isInstanceOf(Answer.Ambiguous.class);
        Enricher otherWay = scene.open("registers", List.of("gleif", "brreg"));
        assertThat(((Answer.Match) Scene.ask(otherWay, "name", "Nordlys AS")).id())
                .isEqualTo("LEI " + Scene.LEI);
    }

    @Test
    void recordedAnswersAreUnderstood() throws IOException {
        Optional<Path> samples = Samples.of("gleif");
        assumeTrue(samples.isPresent(), "no recorded answers beside the project");
        Entity lapsed = read(samples.get(), "549300LBI3LRIZ2V8V66_lapsed.json");
        assertThat(lapsed.warnings()).hasSize(1);
        assertThat(lapsed.address().orElseThrow().line1()).isEqualTo("JP MORGAN HOUSE");
        assertThat(EntityNumbers.lei(lapsed.id())).isPresent();
        Entity issued = read(samples.get(), "9845001B2AD43E664E58_issued.json");
        assertThat(issued.warnings()).isEmpty();
        assertThat(issued.address().orElseThrow().country()).hasSize(2);
        Entity sparse = read(samples.get(), "sparse_record.json");
        assertThat(sparse.address().orElseThrow()).isEqualTo(new RegistryAddress(List.of(), "", "SE"));
    }

    private static Entity read(Path folder, String file) throws IOException {
        return GleifEntity.read(
                        JsonValues.read(Files.readString(folder.resolve(file))).path("data"))
                .orElseThrow();
    }
}
