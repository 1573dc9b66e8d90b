package io.sesam.talk.enricher.opensesam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.enricher.Answer;
import io.sesam.talk.spi.enricher.Enricher;
import io.sesam.talk.spi.enricher.News;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the local index of Norway's register. */
@Tag("case-24")
final class IndexTest {
    private static final Instant THEN = Instant.parse("2026-11-01T00:00:00Z");

    @TempDir
    private Path directory;

    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    private Path index() {
        return directory.resolve("brreg.db");
    }

    private Enricher open() {
        return scene.open("registers", List.of("brreg"), "index", index().toString());
    }

    private static ObjectNode person(String number, String name) {
        ObjectNode person = FakeRegister.entity(number, name);
        person.putObject("organisasjonsform").put("kode", "ENK");
        return person;
    }

    @Test
    void itIsMadeOfTheBulkFileOnceAndAsksNobodyAnyMore() {
        scene.register
                .enter(FakeRegister.entity(Scene.ONE, "NORDLYS AS").put("hjemmeside", "nordlys.no"))
                .enter(FakeRegister.entity(Scene.TWO, "NORDLYS ASA"))
                .enter(person(Scene.THREE, "OLA HANSEN"));
        Enricher enricher = open();
        Answer.Match match = (Answer.Match) Scene.ask(enricher, "name", "Nordlys AS");
        assertThat(match.id()).isEqualTo(Scene.ONE);
        assertThat(match.fields().text("zip").known()).contains("0150");
        assertThat(match.fields().text("domain").known()).contains("nordlys.no");
        assertThat(((Answer.Match) Scene.ask(enricher, "orgnr", Scene.TWO)).id())
                .isEqualTo(Scene.TWO);
        assertThat(Scene.ask(enricher, "name", "Ola Hansen")).isEqualTo(Answer.none());
        assertThat(Scene.ask(enricher, "orgnr", Scene.THREE)).isEqualTo(Answer.none());
        assertThat(scene.register.takeCalls()).containsExactly("/enheter/lastned");
        assertThat(Scene.ask(open(), "name", "nordlys asa")).isInstanceOf(Answer.Match.class);
        assertThat(scene.register.takeCalls()).isEmpty();
        assertThat(enricher.perRun()).isEqualTo(Integer.MAX_VALUE);
        assertThat(directory.toFile().list()).containsExactly("brreg.db");
    }

    @Test
    void itFollowsTheNewsFromTheDayBeforeTheFileWasMade() {
        scene.register
                .enter(FakeRegister.entity(Scene.ONE, "NORDLYS AS"))
                .enter(FakeRegister.entity(Scene.TWO, "BOLT AS"));
        Enricher enricher = open();
        News news = enricher.news().orElseThrow();
        News.Page begin = news.since(Optional.empty());
        assertThat(begin.next()).isEqualTo(new Position.Token("from 2026-10-31T04:00:00Z"));
        assertThat(begin.hasMore()).isTrue();
        News.Page page = news.since(Optional.of(begin.next()));
        scene.register
                .enter(FakeRegister.entity(Scene.THREE, "NEU AS"))
                .enter(FakeRegister.entity(Scene.ONE, "NORDLYS GRUPPEN AS"))
                .remove(Scene.TWO);
        page = news.since(Optional.of(page.next()));
        assertThat(page.changed()).containsExactlyInAnyOrder(Scene.ONE, Scene.TWO, Scene.THREE);
        assertThat(((Answer.Match) Scene.ask(enricher, "name", "Neu AS")).id()).isEqualTo(Scene.THREE);
        assertThat(((Answer.Match) Scene.ask(enricher, "name", "Nordlys Gruppen AS")).id())
                .isEqualTo(Scene.ONE);
        assertThat(Scene.ask(enricher, "name", "Nordlys AS")).isEqualTo(Answer.none());
        assertThat(Scene.ask(enricher, "name", "Bolt AS")).isEqualTo(Answer.none());
        assertThat(Scene.ask(enricher, "orgnr", Scene.TWO)).isEqualTo(Answer.none());
    }

    @Test
    void aFileThatIsCutOrSomethingElseLeavesTheIndexAsItWas() throws IOException {
        byte[] whole = FakeRegister.packed(JsonValues.array()
                .add(FakeRegister.entity(Scene.ONE, "NORDLYS AS"))
                .toString());
        BrregIndexBuilder.build(file(whole), index(), THEN);
        byte[] many = FakeRegister.packed(JsonValues.array()
                .addAll(Stream.of(Scene.TWO, Scene.THREE)
                        .map(number -> FakeRegister.entity(number, "X"))
                        .toList())
                .toString());
        List<byte[]> broken = List.of(
                Arrays.copyOf(many, many.length / 2),
                FakeRegister.packed("[{\"organisasjonsnummer\":\"900000081\"}"),
                FakeRegister.packed("{\"error\":\"later\"}"),
                FakeRegister.packed("[]"),
                "<html>".getBytes(StandardCharsets.UTF_8),
                new byte[0]);
        for (byte[] bytes : broken) {
            assertThatThrownBy(() -> BrregIndexBuilder.build(file(bytes), index(), THEN))
                    .isInstanceOf(TalkException.class)
                    .hasMessageContaining("the previous index, if any, is kept");
        }
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("bulk.json.gz", "brreg.db");
        try (BrregIndex index = new BrregIndex(index())) {
            assertThat(index.isThere()).isTrue();
            assertThat(index.size()).isEqualTo(1);
            assertThat(index.asOf()).isEqualTo(THEN);
        }
    }

    @Test
    void aBulkFileAtHandIsTakenAsItIsPackedOrNot() throws IOException {
        Path bulk = file(JsonValues.array()
                .add(FakeRegister.entity(Scene.ONE, "NORDLYS AS"))
                .toString()
                .getBytes(StandardCharsets.UTF_8));
        Enricher enricher =
                scene.open("registers", List.of("brreg"), "index", index().toString(), "bulkFile", bulk.toString());
        assertThat(Scene.ask(enricher, "name", "Nordlys AS")).isInstanceOf(Answer.Match.class);
        assertThat(scene.register.takeCalls()).isEmpty();
    }

    @Test
    void anIndexThatIsNoneSaysWhatToDo() throws IOException {
        Files.writeString(index(), "this is no database, however long it is looked at");
        Answer answer = Scene.ask(open(), "name", "Nordlys AS");
        assertThat(((Answer.CouldNotAsk) answer).reason()).contains("delete the file");
    }

    @Test
    void nobodyIsKeptFromWritingItBetweenQuestions() throws SQLException {
        scene.register.enter(FakeRegister.entity(Scene.ONE, "NORDLYS AS"));
        Enricher enricher = open();
        assertThat(Scene.ask(enricher, "name", "Nordlys AS")).isInstanceOf(Answer.Match.class);
        assertThat(Scene.ask(enricher, "name", "Nordlys AS")).isInstanceOf(Answer.Match.class);
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + index());
                Statement statement = other.createStatement()) {
            statement.execute("pragma busy_timeout = 0");
            assertThat(statement.executeUpdate("delete from entities")).isEqualTo(1);
        }
        assertThat(Scene.ask(enricher, "name", "Nordlys AS")).isEqualTo(Answer.none());
    }

    @Test
    void whateverCharactersAreInIt() {
        ObjectNode entity =
                FakeRegister.entity(Scene.ONE, "NORD\u001fLYS\u001e\tAS\n").put("hjemmeside", "nordlys.no\u001f");
        scene.register.enter(FakeRegister.address(entity, "forretningsadresse", "0150", "Stor\u001egata\u001f1", "B"));
        Answer.Match match = (Answer.Match) Scene.ask(open(), "orgnr", Scene.ONE);
        assertThat(match.fields().text("zip").known()).contains("0150");
        assertThat(match.fields().text("address").known()).contains("Stor gata 1");
        assertThat(match.fields().text("address2").known()).contains("B");
        assertThat(match.fields().text("domain").known()).contains("nordlys.no");
    }

    @Test
    void peopleAndThoseStruckOffAreNotEvenInIt() throws IOException {
        byte[] bulk = JsonValues.array()
                .add(FakeRegister.entity(Scene.ONE, "NORDLYS AS"))
                .add(person(Scene.TWO, "OLA HANSEN"))
                .add(FakeRegister.entity(Scene.THREE, "BOLT AS").put("slettedato", "2025-03-01"))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        assertThat(BrregIndexBuilder.build(file(bulk), index(), THEN)).isEqualTo(1);
        try (BrregIndex index = new BrregIndex(index())) {
            assertThat(index.size()).isEqualTo(1);
            assertThat(index.byNumber(Scene.TWO).entity()).isEmpty();
        }
    }

    @Test
    void oneOfAnotherVersionIsMadeAnew() throws SQLException {
        scene.register.enter(FakeRegister.entity(Scene.ONE, "NORDLYS AS"));
        assertThat(Scene.ask(open(), "name", "Nordlys AS")).isInstanceOf(Answer.Match.class);
        try (Connection index = DriverManager.getConnection("jdbc:sqlite:" + index());
                Statement statement = index.createStatement()) {
            statement.execute("update meta set value = '0' where name = 'version'");
            statement.execute("delete from entities");
        }
        scene.register.takeCalls();
        assertThat(Scene.ask(open(), "name", "Nordlys AS")).isInstanceOf(Answer.Match.class);
        assertThat(scene.register.takeCalls()).containsExactly("/enheter/lastned");
    }

    @Test
    void aBulkFileThatIsNotThereIsToldByTheCheck() throws IOException {
        Path bulk = directory.resolve("bulk.json.gz");
        Enricher enricher =
                scene.open("registers", List.of("brreg"), "index", index().toString(), "bulkFile", bulk.toString());
        assertThat(enricher.check().findings())
                .hasSize(1)
                .first()
                .asString()
                .contains("does not exist or is not readable");
        file(FakeRegister.packed(JsonValues.array()
                .add(FakeRegister.entity(Scene.ONE, "NORDLYS AS"))
                .toString()));
        assertThat(enricher.check().isFine()).isTrue();
        assertThat(Scene.ask(enricher, "name", "Nordlys AS")).isInstanceOf(Answer.Match.class);
        Files.delete(bulk);
        assertThat(enricher.check().isFine())
                .as("it is indexed, and of no more use")
                .isTrue();
    }

    @Test
    @Tag("R36")
    void makingItEndsWhenTheHostWishesAndLeavesNothingBehind() throws IOException {
        ArrayNode many = JsonValues.array();
        for (int i = 0; i < 2_000; i++) {
            many.add(FakeRegister.entity("%09d".formatted(i), "NORDLYS " + i));
        }
        Path bulk = file(many.toString().getBytes(StandardCharsets.UTF_8));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> BrregIndexBuilder.build(bulk, index(), THEN))
                    .isInstanceOfSatisfying(
                            TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(directory.toFile().list()).containsExactly("bulk.json.gz");
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("bulk.json.gz"), bytes);
    }
}
