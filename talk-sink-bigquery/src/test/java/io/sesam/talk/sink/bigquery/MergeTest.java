package io.sesam.talk.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.simulators.SimBigQuery;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkChange;
import io.sesam.talk.testkit.sink.SinkSamples;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of the merge script, case by case. DuckDB runs it. */
@Tag("R32")
@Tag("case-25")
@Tag("acceptance-30")
final class MergeTest {
    private SimBigQuery sim;
    private BigQueryPlace place;

    @BeforeEach
    void start() {
        sim = Sims.start();
        place = new BigQueryPlace(sim, "analytics");
        SinkSamples.fill(place);
    }

    @AfterEach
    void stop() {
        sim.close();
    }

    @Test
    void lateRowsNeverOverwriteNewerOnes() {
        merge(person(5, "Bea", "1"));
        merge(person(3, "Ann", "1"));
        assertPeople("Bea 5");
        assertThat(sequence()).as("the mark").isEqualTo(5);
    }

    @Test
    void doubledRowsCountOnceAndTheNewestOfThem() {
        merge(person(2, "Ann", "1"), person(4, "Cid", "1"), person(3, "Bea", "1"), person(4, "Cid", "1"));
        assertPeople("Cid 4");
        assertThat(crosswalk()).containsExactly("1 " + id("1"));
        assertThat(place.query("SELECT value FROM " + place.named("provenance") + " WHERE property = 'firstname'"))
                .hasToString("[[Cid]]");
    }

    @Test
    void rowsOutOfOrderLeadToTheSameTables() {
        merge(person(7, "Eva", "2"));
        merge(person(6, "Dag", "1"));
        merge(removed(4, "2"), person(5, "Cid", "1"));
        assertPeople("Dag 6", "Eva 7");
        assertThat(sequence()).isEqualTo(7);
    }

    @Test
    void deletedRowsGoEverywhereAndOldNewsDoesNotBringThemBack() {
        merge(person(2, "Ann", "1"), person(3, "Bea", "2"));
        merge(removed(4, "1"));
        merge(person(2, "Ann", "1"));
        assertPeople("Bea 3");
        assertThat(crosswalk()).containsExactly("2 " + id("2"));
        assertThat(place.query("SELECT DISTINCT golden_id FROM " + place.named("provenance")))
                .isEqualTo(List.of(List.of(id("2"))));
        assertThat(place.query("SELECT id, version FROM " + place.named("talk_removed")))
                .isEqualTo(List.of(List.of(id("1"), 4L)));
    }

    @Test
    void recreatedRowsOutliveTheirOldDeath() {
        merge(person(2, "Ann", "1"));
        merge(removed(3, "1"));
        merge(person(4, "Ada", "1"));
        merge(removed(3, "1"));
        assertPeople("Ada 4");
        assertThat(place.query("FROM " + place.named("talk_removed"))).isEmpty();
    }

    @Test
    void joinedRecordsBelongToOne() {
        merge(person(2, "Ann", "1"), person(3, "Bea", "2"));
        merge(person(4, "Ann", "1", "2"), removed(5, "2"));
        assertPeople("Ann 4");
        assertThat(crosswalk()).containsExactly("1 " + id("1"), "2 " + id("1"));
    }

    @Test
    void splitRecordsBelongToTwoWhicheverIsToldFirst() {
        merge(person(2, "Ann", "1", "2"));
        merge(person(4, "Bea", "2"));
        assertThat(crosswalk()).containsExactly("1 " + id("1"), "2 " + id("2"));
        merge(person(3, "Ann", "1"));
        assertPeople("Ann 3", "Bea 4");
        assertThat(crosswalk()).containsExactly("1 " + id("1"), "2 " + id("2"));
    }

    private void merge(SinkChange... rows) {
        PluginContext context = SinkSamples.context();
        BigQuerySettings settings = new BigQuerySettings(
                BigQueryPlace.PROJECT,
                "analytics",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(sim.uri().toString()),
                Duration.ofMinutes(1),
                Duration.ofMillis(1),
                BigQuerySettings.Mode.MERGE,
                Optional.empty(),
                Duration.ZERO);
        BigQueryClient bigQueryClient = new BigQueryClient(settings);
        Jobs jobs = new Jobs(bigQueryClient, context);
        BigQueryLayout layout = new BigQueryLayout(context.schemas().values());
        long last = Arrays.stream(rows).mapToLong(SinkChange::sequence).max().orElseThrow();
        try (Staging staging = Staging.open(bigQueryClient, jobs, layout, System.currentTimeMillis())) {
            staging.add(List.of(rows));
            staging.load();
            MergeStatements merging =
                    new MergeStatements(new BigQueryNames(settings.project(), settings.dataset()), layout);
            jobs.run("merging", merging.script(staging.name(), staging.types()), SinkSamples.mark(last));
        }
        try (Sink sink = place.open(context)) {
            assertThat(sink.counts().get("person"))
                    .isEqualTo(place.query("FROM " + place.named("person")).size());
        }
    }

    private static SinkChange person(long sequence, String firstname, String... records) {
        Fields fields = Person.of(firstname, "Lee", "").toFields();
        SourceRecord[] members = Arrays.stream(records)
                .map(record -> SourceRecord.of(RecordRef.of("crm", EntityType.PERSON, record), fields))
                .toArray(SourceRecord[]::new);
        return SinkChange.upserted(SinkSamples.merged(members), sequence);
    }

    private static SinkChange removed(long sequence, String record) {
        return SinkChange.removed(new GoldenId(id(record)), EntityType.PERSON, sequence);
    }

    private static String id(String record) {
        return GoldenId.foundedBy(RecordRef.of("crm", EntityType.PERSON, record))
                .value();
    }

    private long sequence() {
        return (Long) place.query("SELECT sequence FROM " + place.named("talk_state"))
                .get(0)
                .get(0);
    }

    private List<String> crosswalk() {
        return place
                .query("SELECT record_id || ' ' || golden_id FROM " + place.named("crosswalk") + " ORDER BY record_id")
                .stream()
                .map(row -> row.get(0).toString())
                .toList();
    }

    private void assertPeople(String... people) {
        assertThat(place.query(
                        "SELECT firstname || ' ' || version FROM " + place.named("person") + " ORDER BY version"))
                .extracting(row -> row.get(0))
                .containsExactly((Object[]) people);
    }
}
