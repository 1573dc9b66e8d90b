package io.sesam.talk.enricher.opensesam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.model.Country;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.enricher.Answer;
import io.sesam.talk.spi.enricher.Enricher;
import io.sesam.talk.spi.enricher.News;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of Norway's register over its API. */
@Tag("case-24")
final class BrregTest {
    private final Scene scene = new Scene();
    private final FakeRegister register = scene.register;
    private final Enricher enricher = scene.open("registers", List.of("brreg"));

    @AfterEach
    void close() {
        scene.close();
    }

    private Answer.Match match(String... known) {
        return (Answer.Match) Scene.ask(enricher, known);
    }

    @Test
    void whatIsKnownByNumberGetsNameAddressAndDomain() {
        register.enter(FakeRegister.entity(Scene.ONE, "NORDLYS OG SØNN AS").put("hjemmeside", "www.nordlys.no"));
        Answer.Match match = match("orgnr", "900 000 014");
        assertThat(match.id()).isEqualTo(Scene.ONE);
        assertThat(match.fields().text("name").known()).contains("Nordlys og Sønn AS");
        assertThat(match.fields().text("address").known()).contains("Storgata 1");
        assertThat(match.fields().text("zip").known()).contains("0150");
        assertThat(match.fields().country("country").known()).contains(Country.of("NO"));
        assertThat(match.fields().text("domain").known()).contains("nordlys.no");
        assertThat(match.fields().text("orgnr").known()).contains(Scene.ONE);
        assertThat(match.source()).contains("Brønnøysund");
        assertThat(match.licence()).isEqualTo("NLOD 2.0");
        assertThat(match.time()).isEqualTo(scene.clock.instant());
        assertThat(match.remarks()).isEmpty();
        assertThat(register.headers.get(0).getFirst("Accept"))
                .isEqualTo("application/vnd.brreg.enhetsregisteret.enhet.v2+json");
        assertThat(register.headers.get(0).getFirst("User-Agent")).startsWith("Talk");
    }

    @Test
    void aNameThatPeopleSpellIsNotReplaced() {
        register.enter(FakeRegister.entity(Scene.ONE, "NORDLYS AS"));
        assertThat(match("name", "NordLys as").fields().text("name").known()).isEmpty();
    }

    @Test
    void anAddressHasNoneToManyLinesAndLeadingZerosStay() {
        ObjectNode entity = FakeRegister.entity(Scene.ONE, "NORDLYS AS");
        register.enter(
                FakeRegister.address(entity, "forretningsadresse", "0101", "c/o Hansen", "", "Gate 2", "3. etg."));
        assertThat(match("name", "Nordlys AS").fields().text("address").known()).contains("c/o Hansen");
        assertThat(match("name", "Nordlys AS").fields().text("address2").known())
                .contains("Gate 2, 3. etg.");
        entity.remove("forretningsadresse");
        register.enter(FakeRegister.address(entity, "postadresse", "0102"));
        assertThat(match("name", "Nordlys AS").fields().text("zip").known()).contains("0102");
        assertThat(match("name", "Nordlys AS").fields().text("address").known()).isEmpty();
        entity.remove("postadresse");
        entity.putObject("forretningsadresse")
                .put("landkode", "SE")
                .putNull("postnummer")
                .putArray("adresse")
                .addNull();
        register.enter(entity);
        assertThat(match("name", "Nordlys AS").fields().country("country").known())
                .contains(Country.of("SE"));
        entity.remove("forretningsadresse");
        register.enter(entity);
        assertThat(match("name", "Nordlys AS").fields().isAllUnknown()).isFalse();
        assertThat(match("name", "Nordlys AS").fields().country("country").known())
                .isEmpty();
    }

    @Test
    void ofThoseThatTheSearchFindsOnlyTheExactNameCounts() {
        register.enter(FakeRegister.entity(Scene.ONE, "NORDLYS AS"))
                .enter(FakeRegister.entity(Scene.TWO, "NORDLYS ASA"));
        assertThat(match("name", "Nordlys AS").id()).isEqualTo(Scene.ONE);
        assertThat(Scene.ask(enricher, "name", "Nordlys")).isEqualTo(Answer.none());
    }

    @Test
    void ofTwoOfOneNameThePostalCodeDecidesOrNothing() {
        ObjectNode other = FakeRegister.address(
                FakeRegister.entity(Scene.TWO, "NORDLYS AS"), "forretningsadresse", "5003", "Nygata 2");
        register.enter(FakeRegister.entity(Scene.ONE, "NORDLYS AS")).enter(other);
        assertThat(Scene.ask(enricher, "name", "Nordlys AS"))
                .isEqualTo(new Answer.Ambiguous(2, List.of(Scene.ONE, Scene.TWO)));
        assertThat(match("name", "Nordlys AS", "zip", "5003").id()).isEqualTo(Scene.TWO);
        assertThat(Scene.ask(enricher, "name", "Nordlys AS", "zip", "9999")).isInstanceOf(Answer.Ambiguous.class);
    }

    @Test
    void anotherPostalCodeInACountryThatNobodyNamesIsNoMatch() {
        register.enter(FakeRegister.entity(Scene.ONE, "NORDLYS AS"));
        assertThat(Scene.ask(enricher, "name", "Nordlys AS", "zip", "SW1A 1AA")).isEqualTo(Answer.none());
        assertThat(match("name", "Nordlys AS", "zip", "5003", "country", "NO").id())
                .isEqualTo(Scene.ONE);
    }

    @Test
    void thePostalCodeOfEitherAddressTellsThemApart() {
        ObjectNode other = FakeRegister.entity(Scene.TWO, "NORDLYS AS");
        register.enter(FakeRegister.entity(Scene.ONE, "NORDLYS AS"))
                .enter(FakeRegister.address(other, "postadresse", "0501", "Postboks 1"));
        assertThat(match("name", "Nordlys AS", "zip", "0501").id()).isEqualTo(Scene.TWO);
        assertThat(match("name", "Nordlys AS", "zip", "0501")
                        .fields()
                        .text("zip")
                        .known())
                .contains("0150");
    }

    @Test
    void whoHasNoPostalCodeInTheRegisterIsNotElsewhere() {
        ObjectNode entity = FakeRegister.entity(Scene.ONE, "NORDLYS AS");
        register.enter(FakeRegister.address(entity, "forretningsadresse", "", "Storgata 1"));
        assertThat(match("name", "Nordlys AS", "zip", "SW1A 1AA").id()).isEqualTo(Scene.ONE);
        register.enter(FakeRegister.address(entity, "postadresse", "0501", "Postboks 1"));
        assertThat(Scene.ask(enricher, "name", "Nordlys AS", "zip", "SW1A 1AA")).isEqualTo(Answer.none());
    }

    @Test
    void anEntryWithoutANumberIsNobody() {
        register.enter(FakeRegister.entity("12", "NORDLYS AS"));
        assertThat(Scene.ask(enricher, "name", "Nordlys AS")).isEqualTo(Answer.none());
    }

    @Test
    void onlyNorwegianOrganisationsAndThoseOfNoCountryAreAskedAbout() {
        register.enter(FakeRegister.entity(Scene.ONE, "NORDLYS AS"));
        assertThat(Scene.ask(enricher, "name", "Nordlys AS", "country", "Sweden"))
                .isEqualTo(Answer.none());
        assertThat(Scene.ask(enricher, "orgnr", Scene.ONE, "country", "SE")).isEqualTo(Answer.none());
        assertThat(register.takeCalls()).isEmpty();
        assertThat(match("name", "Nordlys AS", "country", "Norge").id()).isEqualTo(Scene.ONE);
    }

    @Test
    @Tag("R31")
    void soleProprietorsAreSkipped() {
        ObjectNode person = FakeRegister.entity(Scene.ONE, "OLA HANSEN");
        person.putObject("organisasjonsform").put("kode", "ENK");
        register.enter(person);
        assertThat(Scene.ask(enricher, "orgnr", Scene.ONE)).isEqualTo(Answer.none());
        assertThat(Scene.ask(enricher, "name", "Ola Hansen")).isEqualTo(Answer.none());
        register.enter(FakeRegister.entity(Scene.TWO, "OLA HANSEN"));
        assertThat(match("name", "Ola Hansen").id()).isEqualTo(Scene.TWO);
    }

    @Test
    void whoIsBankruptOrDissolvedIsShownAndNotCopied() {
        register.enter(FakeRegister.entity(Scene.ONE, "NORDLYS AS")
                .put("konkurs", true)
                .put("underAvvikling", true));
        Answer.Match match = match("name", "Nordlys AS");
        assertThat(match.fields().isAllUnknown()).isTrue();
        assertThat(match.remarks()).hasSize(2).first().asString().contains(Scene.ONE + " is bankrupt");
    }

    @Test
    void whoIsStruckOffIsAnsweredWith200AndIsNobody() {
        register.enter(JsonValues.object()
                .put("organisasjonsnummer", Scene.ONE)
                .put("navn", "NORDLYS AS")
                .put("respons_klasse", "SlettetEnhet")
                .put("slettedato", "2025-03-01"));
        Answer.None none = (Answer.None) Scene.ask(enricher, "orgnr", Scene.ONE);
        assertThat(none.remarks())
                .hasSize(1)
                .first()
                .asString()
                .contains("deleted from the register")
                .contains("2025-03-01");
        assertThat(Scene.ask(enricher, "name", "Nordlys AS")).isEqualTo(Answer.none());
    }

    @Test
    void whoIsRemovedForReasonsOfLawIsGoneAndWhoIsUnknownIsNone() {
        register.answering(Scene.ONE, 410);
        Answer.None none = (Answer.None) Scene.ask(enricher, "orgnr", Scene.ONE);
        assertThat(none.remarks()).hasSize(1).first().asString().contains("removed");
        assertThat(Scene.ask(enricher, "orgnr", Scene.TWO)).isEqualTo(Answer.none());
    }

    @Test
    void aListingOfNothingHasNoListInIt() {
        assertThat(Scene.ask(enricher, "name", "Nobody AS")).isEqualTo(Answer.none());
        assertThat(register.takeCalls()).containsExactly("/enheter");
    }

    @Test
    void nothingLiesDeeperThanTenThousand() {
        register.enter(FakeRegister.entity(Scene.ONE, "NORDLYS AS"));
        register.hits = 10_001;
        assertThat(Scene.ask(enricher, "name", "Nordlys AS"))
                .isEqualTo(new Answer.Ambiguous(10_001, List.of(Scene.ONE)));
        assertThat(register.takeCalls()).hasSize(1);
        register.hits = 10_000;
        assertThat(match("name", "Nordlys AS").id()).isEqualTo(Scene.ONE);
        assertThat(register.takeCalls()).hasSize(20);
        try (HttpApi http = HttpApi.to("Enhetsregisteret", URI.create(register.url()), scene.context())
                .build()) {
            BrregApi api = new BrregApi(http);
            assertThat(api.search(ApiCall.get("/enheter"), 19, 500).isObject()).isTrue();
            assertThatThrownBy(() -> api.search(ApiCall.get("/enheter"), 20, 500))
                    .isInstanceOf(TalkException.class)
                    .hasMessageContaining("no more than 10000")
                    .hasMessageContaining("bulk file");
        }
        assertThat(register.takeCalls()).hasSize(1);
    }

    @Test
    @Tag("R31")
    void whoCannotBeAskedIsNotAskedOnAndOnAndThatIsNotNone() {
        register.down = true;
        List<Answer> answers = enricher.ask(List.of(
                Scene.question("name", "One AS"),
                Scene.question("name", "Two AS"),
                Scene.question("name", "Three AS")));
        assertThat(answers).hasSize(3).allMatch(Answer.CouldNotAsk.class::isInstance);
        assertThat(((Answer.CouldNotAsk) answers.get(0)).reason()).contains("Enhetsregisteret", "503");
        assertThat(register.takeCalls()).hasSizeLessThanOrEqualTo(5);
        assertThat(enricher.check().isFine()).isFalse();
        register.down = false;
        assertThat(enricher.check().isFine()).isTrue();
    }

    @Test
    void everyRunMayAskAgainAsOftenAsTheOneBefore() {
        register.down = true;
        int patient = callsOfOneQuestion();
        assertThat(patient).isGreaterThan(1);
        int questions = 1;
        while (callsOfOneQuestion() > 1) {
            assertThat(++questions).as("questions until nothing is asked twice").isLessThan(500);
        }
        enricher.news();
        assertThat(callsOfOneQuestion()).isEqualTo(patient);
    }

    private int callsOfOneQuestion() {
        assertThat(Scene.ask(enricher, "name", "Nordlys AS")).isInstanceOf(Answer.CouldNotAsk.class);
        return register.takeCalls().size();
    }

    @Test
    void nobodyIsAskedOnceItIsClosed() {
        enricher.close();
        assertThat(Scene.ask(enricher, "name", "Nordlys AS")).isInstanceOf(Answer.CouldNotAsk.class);
        assertThat(register.takeCalls()).isEmpty();
    }

    @Test
    void newsGoOnAfterTheLastIdAndNameWhateverHappened() {
        News news = enricher.news().orElseThrow();
        News.Page begin = news.since(Optional.empty());
        assertThat(begin.changed()).isEmpty();
        register.tell(Scene.ONE, "Ny")
                .tell(Scene.TWO, "Sletting")
                .tell(Scene.THREE, "Ukjent")
                .tell(Scene.ONE, "Fjernet");
        News.Page page = news.since(Optional.of(begin.next()));
        assertThat(page.changed()).containsExactlyInAnyOrder(Scene.ONE, Scene.TWO, Scene.THREE);
        assertThat(page.next()).isEqualTo(new Position.Token("104"));
        News.Page nothing = news.since(Optional.of(page.next()));
        assertThat(nothing.changed()).isEmpty();
        assertThat(nothing.next()).isEqualTo(page.next());
        assertThat(nothing.hasMore()).isFalse();
    }

    @Test
    void moreNewsThanAPageHoldsAreReadPageByPage() {
        News news = enricher.news().orElseThrow();
        for (int i = 0; i < 1_500; i++) {
            register.tell("%09d".formatted(i), "Endring");
        }
        News.Page first = news.since(Optional.of(new Position.Token("100")));
        assertThat(first.changed()).hasSize(1_000);
        assertThat(first.hasMore()).isTrue();
        News.Page second = news.since(Optional.of(first.next()));
        assertThat(second.changed()).hasSize(500);
        assertThat(second.hasMore()).isFalse();
    }

    @Test
    void recordedAnswersAreUnderstood() throws IOException {
        Optional<Path> samples = Samples.of("brreg/samples");
        assumeTrue(samples.isPresent(), "no recorded answers beside the project");
        int read = 0;
        try (Stream<Path> files = Files.list(samples.get())) {
            for (Path file : files.toList()) {
                JsonNode json = JsonValues.read(Files.readString(file));
                List<JsonNode> nodes = json.has("organisasjonsnummer")
                        ? List.of(json)
                        : JsonValues.items(JsonValues.at(json, "_embedded.enheter"))
                                .toList();
                for (JsonNode node : nodes) {
                    Entity entity = BrregEntity.read(node).orElseThrow();
                    assertThat(entity.name()).as(file.toString()).isNotBlank();
                    assertThat(EntityText.read(entity.id(), EntityText.write(entity)))
                            .isEqualTo(entity);
                    assertThat(entity.deleted().isPresent()).isEqualTo(node.has("slettedato"));
                    assertThat(entity.address().isPresent())
                            .isEqualTo(node.has("forretningsadresse") || node.has("postadresse"));
                    read++;
                }
            }
        }
        assertThat(read).isGreaterThan(10);
    }
}
