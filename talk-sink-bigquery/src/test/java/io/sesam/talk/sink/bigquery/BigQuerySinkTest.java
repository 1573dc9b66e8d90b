package io.sesam.talk.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.simulators.SimBigQuery;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkBatch;
import io.sesam.talk.spi.sink.SinkMark;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.testkit.sink.SinkSamples;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of this sink, beside the contract. */
final class BigQuerySinkTest {
    private SimBigQuery sim;
    private BigQueryPlace place;

    @BeforeEach
    void start() {
        sim = Sims.start();
        place = new BigQueryPlace(sim, "analytics");
    }

    @AfterEach
    void stop() {
        sim.close();
    }

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(SinkPlugin.class))
                .extracting(plugin -> plugin.spec().name())
                .contains("bigquery");
    }

    @Test
    void tablesHaveKeysLabelsDescriptionsAndAnOrder() {
        SinkSamples.fill(place, SinkSamples.person("1", "Ann", 1));
        JsonNode crosswalk = table("crosswalk");
        assertThat(crosswalk.path("tableConstraints").path("primaryKey").path("columns"))
                .hasToString("[\"type\",\"system\",\"record_id\"]");
        assertThat(crosswalk.path("clustering").path("fields")).hasToString("[\"type\",\"system\",\"record_id\"]");
        assertThat(crosswalk.path("labels")).hasToString("{\"talk\":\"table\"}");
        assertThat(crosswalk.path("description").asText()).startsWith("Kept by Talk");
        assertThat(crosswalk
                        .path("schema")
                        .path("fields")
                        .get(3)
                        .path("description")
                        .asText())
                .isEqualTo("the golden record it belongs to");
        assertThat(sim.partitioning(BigQueryPlace.PROJECT, "analytics", "provenance"))
                .isEqualTo("TIMESTAMP_TRUNC(`said_at`, YEAR)");
        assertThat(table("talk_state").path("labels")).hasToString("{\"talk\":\"state\"}");
    }

    @Test
    void stagingIsDroppedInAnyCaseAndExpiresOtherwise() {
        SinkSamples.fill(place, SinkSamples.person("1", "Ann", 1));
        assertThat(place.staging()).isEmpty();
        try (Sink sink = place.open(SinkSamples.context())) {
            sink.prepare();
            sim.failNextJob("backendError", "no luck");
            assertThatThrownBy(() -> sink.apply(SinkSamples.batch(SinkSamples.person("2", "Bea", 2))))
                    .isInstanceOf(TalkException.class);
            assertThat(place.staging()).as("after a load that failed").isEmpty();
            Sink.Rebuild left = sink.rebuild();
            left.add(SinkSamples.batch(SinkSamples.person("2", "Bea", 2)));
            assertThat(place.staging()).hasSize(1);
            assertThat(table(place.staging().get(0)).path("expirationTime").asLong())
                    .isBetween(System.currentTimeMillis() + 3_600_000L, System.currentTimeMillis() + 2 * 86_400_000L);
        }
    }

    @Test
    void typesNamedAsOurOwnTablesAreRefused() {
        for (String name : List.of("crosswalk", "talk_state", "talk_staging", "talk_staging_x", "talk_news")) {
            Schema schema = Schema.of(new EntityType(name), Property.text("name"));
            assertThatThrownBy(() -> place.open(SinkSamples.context(schema)))
                    .isInstanceOf(TalkException.class)
                    .hasMessageContaining("another name");
        }
    }

    @Test
    void allProblemsOfTheSettingsAreToldAtOnce() {
        Map<String, Object> wrong = Map.of(
                "project", "No Project", "dataset", "a-b", "patience", "PT0S", "pause", "PT-1S", "baseUrl", "nowhere");
        assertThatThrownBy(() -> BigQueryPlace.open(SinkSamples.context(), wrong))
                .isInstanceOfSatisfying(TalkException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.CONFIGURATION);
                    assertThat(refusal.problems()).hasSize(5);
                });
    }

    @Test
    void timesThatDoNotFitAreCutToTheFirstAndTheLast() {
        SinkSamples.fill(
                place,
                SinkSamples.person("1", "Ann", Instant.MIN.plusSeconds(1), 1),
                SinkSamples.person("2", "Bea", Instant.MAX, 2),
                SinkSamples.person("3", "Cid", Instant.parse("1969-12-31T23:59:59.999999999Z"), 3));
        assertThat(place.query("SELECT DISTINCT said_at FROM " + place.named("provenance")
                        + " WHERE said_at IS NOT NULL ORDER BY 1"))
                .extracting(row -> row.get(0).toString())
                .containsExactly("1969-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z");
    }

    @Test
    void halfACharacterIsKeptAsAQuestionMark() {
        SinkSamples.fill(place, SinkSamples.person("1", "Ann \uD83D", 1));
        assertThat(place.query("SELECT firstname FROM " + place.named("person")))
                .hasToString("[[Ann ?]]");
    }

    @Test
    void uploadInManyPiecesKeepsEveryCharacter() {
        String long1 = "æ😀".repeat(400_000);
        SinkSamples.fill(place, SinkSamples.person("1", long1, 1), SinkSamples.person("2", "ø" + long1, 2));
        assertThat(sim.server()
                        .count(request -> request.path().contains("/upload/")
                                && request.method().equals("PUT")))
                .as("pieces")
                .isGreaterThan(2);
        assertThat(place.query("SELECT firstname FROM " + place.named("person") + " ORDER BY version"))
                .isEqualTo(List.of(List.of(long1), List.of("ø" + long1)));
    }

    @Test
    @Tag("R32")
    @Tag("acceptance-30")
    void tablesAndColumnsNoLongerDeclaredGoWithTheRebuild() {
        SinkSamples.fill(place, SinkSamples.person("1", "Ann", 1));
        sim.run("ALTER TABLE " + new BigQueryNames(BigQueryPlace.PROJECT, "analytics").of("person")
                + " ADD COLUMN IF NOT EXISTS `mine` STRING");
        try (Sink sink = place.open(SinkSamples.context(Person.SCHEMA))) {
            assertThat(sink.prepare()).isEmpty();
            SinkSamples.rebuild(sink, SinkSamples.person("1", "Ann", 1));
            assertThat(sink.prepare()).contains(SinkSamples.mark(1));
        }
        assertThat(sim.tables(BigQueryPlace.PROJECT, "analytics"))
                .containsExactly("crosswalk", "person", "provenance", "talk_removed", "talk_state");
        assertThat(table("person").toString()).doesNotContain("mine");
    }

    @Test
    @Tag("R32")
    @Tag("acceptance-30")
    void tableThatSomebodyChangedIsMadeAnewByTheRebuild() {
        SinkSamples.fill(place, SinkSamples.person("1", "Ann", 1));
        sim.run("CREATE OR REPLACE TABLE " + new BigQueryNames(BigQueryPlace.PROJECT, "analytics").of("person")
                + " (`id` STRING, `firstname` INT64) OPTIONS (labels = [('talk', 'table')])");
        try (Sink sink = place.open(SinkSamples.context())) {
            assertThat(sink.prepare()).as("the mark of tables that do not fit").isEmpty();
            assertThat(sink.prepare())
                    .as("the mark as long as nothing was rebuilt")
                    .isEmpty();
            SinkSamples.rebuild(sink, SinkSamples.person("1", "Bea", 1));
            assertThat(sink.prepare()).contains(SinkSamples.mark(1));
        }
        assertThat(place.query("SELECT firstname FROM " + place.named("person")))
                .hasToString("[[Bea]]");
    }

    @Test
    @Tag("R32")
    void changesAreRefusedWhereWhatCameBeforeIsNotThere() {
        try (Sink sink = place.open(SinkSamples.context())) {
            sink.prepare();
            assertBug(() -> sink.apply(SinkSamples.batch(SinkSamples.person("1", "Ann", 1))), "rebuild them");
            SinkSamples.rebuild(sink, SinkSamples.person("1", "Ann", 1));
            SinkMark theirs = new SinkMark("another store's", 2);
            assertBug(() -> sink.apply(new SinkBatch(List.of(SinkSamples.person("1", "Bea", 2)), theirs)), "rebuild");
            assertThat(place.query("SELECT firstname FROM " + place.named("person")))
                    .hasToString("[[Ann]]");
        }
    }

    @Test
    @Tag("R32")
    void goldenRecordThatComesTwiceIntoARebuildIsRefused() {
        SinkSamples.fill(place, SinkSamples.person("1", "Ann", 1));
        try (Sink sink = place.open(SinkSamples.context())) {
            sink.prepare();
            assertBug(
                    () -> SinkSamples.rebuild(
                            sink, SinkSamples.person("1", "Ann", 1), SinkSamples.person("1", "Bea", 2)),
                    "was added twice");
            assertThat(sink.prepare()).contains(SinkSamples.mark(1));
        }
    }

    @Test
    void nothingElseIsDoneWhileARebuildIsNotOver() {
        try (Sink sink = place.open(SinkSamples.context())) {
            sink.prepare();
            Sink.Rebuild rebuild = sink.rebuild();
            assertBug(sink::prepare, "still in progress");
            assertBug(sink::rebuild, "still in progress");
            assertBug(() -> sink.apply(SinkSamples.batch(SinkSamples.person("1", "Ann", 1))), "still in progress");
            rebuild.finish(SinkSamples.mark(0));
            rebuild.close();
            assertBug(() -> rebuild.finish(SinkSamples.mark(1)), "has already ended");
            assertThat(sink.prepare()).contains(SinkSamples.mark(0));
        }
    }

    @Test
    void tablesOfAnotherMakerAreNeverTouched() {
        sim.makeDataset(BigQueryPlace.PROJECT, "analytics", "EU");
        sim.run("CREATE TABLE " + new BigQueryNames(BigQueryPlace.PROJECT, "analytics").of("Person")
                + " (`whose` STRING)");
        try (Sink sink = place.open(SinkSamples.context())) {
            assertThatThrownBy(sink::prepare).isInstanceOfSatisfying(TalkException.class, refusal -> {
                assertThat(refusal.code()).isEqualTo(ErrorCode.CONFIGURATION);
                assertThat(refusal.getMessage()).contains("\"Person\" that Talk did not create");
            });
            assertThat(sink.check().isFine()).isFalse();
        }
        assertThat(sim.tables(BigQueryPlace.PROJECT, "analytics")).containsExactly("Person");
    }

    @Test
    void tablesOfANewerTalkAreRefused() {
        SinkSamples.fill(place, SinkSamples.person("1", "Ann", 1));
        sim.run("UPDATE " + new BigQueryNames(BigQueryPlace.PROJECT, "analytics").of("talk_state")
                + " SET format = 99 WHERE TRUE");
        try (Sink sink = place.open(SinkSamples.context())) {
            assertThatThrownBy(sink::prepare).hasMessageContaining("newer version of Talk");
        }
    }

    private JsonNode table(String name) {
        return sim.table(BigQueryPlace.PROJECT, "analytics", name);
    }

    private static void assertBug(Runnable call, String words) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(TalkException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.BUG);
            assertThat(refusal.getMessage()).contains(words);
        });
    }
}
