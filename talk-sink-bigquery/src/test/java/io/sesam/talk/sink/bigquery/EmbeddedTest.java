package io.sesam.talk.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.result.ErasureReport;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.simulators.SimBigQuery;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of the sink in the engine. Changes arrive, and failed ones arrive with the next run. */
@Tag("R32")
final class EmbeddedTest {
    private final TestClock clock = TestClock.ticking(Duration.ofSeconds(1));
    private final MemorySystem crm = MemorySystem.at(clock);
    private final MemorySystem accounting = MemorySystem.at(clock);
    private final MemoryTable people = crm.holds(spec());
    private SimBigQuery sim;
    private BigQueryPlace place;
    private Talk talk;

    @BeforeEach
    void start() {
        sim = Sims.start();
        place = new BigQueryPlace(sim, "warehouse");
        accounting.holds(spec());
        talk = Talk.builder()
                .clock(clock)
                .connect("crm", crm, Map.of())
                .connect("accounting", accounting, Map.of())
                .sink(
                        "warehouse",
                        "bigquery",
                        Map.of(
                                "project",
                                BigQueryPlace.PROJECT,
                                "dataset",
                                "warehouse",
                                "baseUrl",
                                sim.uri().toString()))
                .build();
    }

    @AfterEach
    void stop() {
        talk.close();
        sim.close();
    }

    @Test
    void everyRunLeavesTheTablesEqualToTheGoldenRecords() {
        String ann = people.add("firstname", "Ann", "email", "ann@acme.example");
        assertThat(talk.sync().paused()).isEmpty();
        assertPeople("[[Ann]]");
        people.add("firstname", "Bea", "email", "bea@acme.example");
        people.put(ann, "firstname", "Anna", "email", "ann@acme.example");
        talk.sync();
        talk.sync();
        assertPeople("[[Anna], [Bea]]");
        assertThat(place.query("SELECT DISTINCT system FROM " + place.named("crosswalk") + " ORDER BY 1"))
                .hasToString("[[accounting], [crm]]");
        assertThat(place.query("SELECT value FROM " + place.named("provenance")
                        + " WHERE property = 'firstname' AND won ORDER BY 1"))
                .hasToString("[[Anna], [Bea]]");
    }

    @Test
    @Tag("R27")
    @Tag("R46")
    void anErasureRemovesTheRowsAndNamesWhereBigQueryKeepsThem() {
        people.add("firstname", "Ann", "email", "ann@acme.example");
        talk.sync();

        ErasureReport report = talk.stewardship().erase("person", "ann@acme.example");

        assertPeople("[]");
        assertThat(report.remains()).singleElement().asString().contains("time travel", "fail-safe");
    }

    @Test
    void runWithoutChangesLoadsNothing() {
        people.add("firstname", "Ann", "email", "ann@acme.example");
        talk.sync();
        talk.sync();
        sim.server().forget();
        talk.sync();
        assertThat(sim.server().count(request -> request.path().contains("/upload/")))
                .isZero();
        assertThat(sim.server().requests()).isNotEmpty();
    }

    @Test
    void whatFailsPausesTheSinkAndArrivesWithTheNextRun() {
        people.add("firstname", "Ann", "email", "ann@acme.example");
        talk.sync();
        people.add("firstname", "Bea", "email", "bea@acme.example");
        sim.server().fail(EmbeddedTest::makesTable, new SimFault.Answer(503, "{}"));
        SyncReport report = talk.sync();
        assertThat(report.paused().toString()).contains("warehouse", "staging table", "run again later");
        assertPeople("[[Ann]]");
        assertThat(talk.sync().paused()).isEmpty();
        assertPeople("[[Ann], [Bea]]");
    }

    private static boolean makesTable(SimRequest request) {
        return request.method().equals("POST") && request.path().endsWith("/tables");
    }

    private void assertPeople(String rows) {
        assertThat(place.query("SELECT firstname FROM " + place.named(EntityType.PERSON.name()) + " ORDER BY 1"))
                .hasToString(rows);
    }

    private static TypeSpec spec() {
        List<FieldSpec> fields = Person.SCHEMA.properties().stream()
                .map(property -> FieldSpec.of(property.name()))
                .toList();
        return TypeSpec.of(Person.SCHEMA, fields).inserts().updates().build();
    }
}
