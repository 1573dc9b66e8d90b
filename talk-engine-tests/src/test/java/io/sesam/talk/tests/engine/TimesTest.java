package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.model.Claim;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Provenance;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.policy.RunExecutor;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Times of values: unknown ones, wrong clocks, stamps of the future, and times that cannot be read. */
final class TimesTest {
    private static final String[] ADA = {"firstname", "Ada", "email", "ada@x.example"};
    private static final SystemName CRM = new SystemName("crm");
    private static final SystemName ERP = new SystemName("erp");

    private final World world = new World();

    @Test
    @Tag("R7")
    @Tag("R12")
    void atFirstSightTrustDecidesWhateverIsReadFirst() {
        Set<String> outcomes = new TreeSet<>();
        for (boolean crmFirst : new boolean[] {true, false}) {
            World fresh = new World();
            undated(fresh, "crm").put("1", "firstname", "Ada", "email", "ada@x.example");
            MemoryTable other = undated(fresh, "accounting");
            other.put("1", "firstname", "ADELE", "email", "ada@x.example");
            RunExecutor order = parts -> {
                List<Runnable> inOrder = new ArrayList<>(parts);
                if (!crmFirst) {
                    Collections.reverse(inOrder);
                }
                inOrder.forEach(Runnable::run);
            };
            fresh.config = builder -> builder.trust("crm", "accounting").executor(order);

            fresh.settle();

            assertThat(other.text("1", "firstname")).isEqualTo("Ada");
            outcomes.add(golden(fresh).id() + " " + firstname(fresh));
        }
        assertThat(outcomes).as("golden ids and values").hasSize(1);
    }

    @Test
    @Tag("R12")
    void anUndatedSystemThatJoinsLaterOverwritesNothingThatIsTrustedMoreOrDated() {
        MemoryTable crm = undated(world, "crm");
        MemoryTable erp = world.people("erp");
        crm.add(ADA);
        crm.add("firstname", "Alan", "email", "alan@x.example");
        erp.add(ADA);
        erp.add("firstname", "Grace", "email", "grace@x.example");
        world.settle();

        MemoryTable late = undated(world, "late");
        late.add("firstname", "ADELE", "email", "ada@x.example");
        late.add("firstname", "ALLAN", "email", "alan@x.example");
        late.add("firstname", "GRACIA", "lastname", "Hopper", "email", "grace@x.example");
        world.config = builder -> builder.trust("crm", "erp", "late").changeLimit(ChangeLimit.none());
        world.settle();

        for (MemoryTable table : List.of(crm, erp, late)) {
            assertThat(name(table, "ada")).isEqualTo("Ada");
            assertThat(name(table, "alan")).isEqualTo("Alan");
            assertThat(name(table, "grace")).isEqualTo("Grace");
            assertThat(table.find("lastname", "Hopper")).as("a gap is filled").hasSize(1);
        }
        late.put(late.find("email", "ada@x.example").get(0), "firstname", "Adele");
        world.settle();
        assertThat(name(crm, "ada")).as("an edit travels").isEqualTo("Adele");
    }

    @Test
    @Tag("R12")
    void afterALostStoreTrustDecidesAgain() {
        MemoryTable crm = undated(world, "crm");
        MemoryTable erp = undated(world, "erp");
        crm.put("1", ADA);
        erp.put("1", ADA);
        world.settle();
        erp.put("1", "firstname", "Augusta");

        World lost = new World();
        lost.systems.putAll(world.systems);
        lost.settle();

        assertThat(firstname(lost)).isEqualTo("Ada");
        assertThat(erp.text("1", "firstname")).isEqualTo("Ada");
    }

    @Test
    @Tag("R12")
    void aRecordThatAppearsAfterTheFirstReadingWasSaidWhenItWasSeen() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = undated(world, "erp");
        crm.put("1", ADA);
        world.settle();
        world.clock.advance(Duration.ofDays(1));

        erp.put("9", "firstname", "Augusta", "email", "ada@x.example");
        world.settle();

        assertThat(crm.text("1", "firstname")).isEqualTo("Augusta");
    }

    @Test
    @Tag("R12")
    @Tag("R15")
    @Tag("R34")
    void provenanceAndExplanationsSayThatATimeIsUnknown() {
        undated(world, "crm").put("1", ADA);
        undated(world, "erp").put("1", "firstname", "ADELE", "email", "ada@x.example");

        try (Talk talk = world.talk()) {
            talk.plan();
            GoldenRecord golden = golden(talk);
            Provenance provenance = golden.provenance("firstname").orElseThrow();
            assertThat(provenance.winner().isTimeKnown()).isFalse();
            assertThat(provenance.lost()).extracting(Claim::isTimeKnown).containsExactly(false);
            assertThat(provenance.winner()).hasToString("claim of crm/person/1 at an unknown time");
            assertThat(String.join("\n", talk.records().explain(golden.id()).lines()))
                    .contains("at an unknown time")
                    .doesNotContain("-290");
        }
    }

    @Test
    @Tag("R12")
    void aHostsClockThatWasWrongForOneRunRevertsNoEdit() {
        for (Duration wrong :
                List.of(Duration.ofMinutes(10), Duration.ofDays(366), Duration.ofMinutes(-10), Duration.ofDays(-366))) {
            World fresh = new World();
            MemoryTable crm = undated(fresh, "crm");
            MemoryTable erp = undated(fresh, "erp");
            crm.put("1", ADA);
            erp.put("1", ADA);
            fresh.settle();

            erp.put("1", "firstname", "Augusta");
            host(fresh, wrong);
            fresh.settle();
            assertThat(crm.text("1", "firstname")).as("%s", wrong).isEqualTo("Augusta");
            host(fresh, Duration.ZERO);

            for (int edit = 0; edit < 3; edit++) {
                MemoryTable edited = edit % 2 == 0 ? crm : erp;
                edited.put("1", "firstname", "Ada " + edit);
                fresh.settle();
                assertThat(List.of(crm.text("1", "firstname"), erp.text("1", "firstname")))
                        .as("edit %s after a clock was wrong by %s", edit, wrong)
                        .containsOnly("Ada " + edit);
            }
        }
    }

    @Test
    @Tag("R12")
    void anEditInADatedSystemBeatsAnObservationOfAClockThatWasAhead() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = undated(world, "erp");
        crm.put("1", ADA);
        erp.put("1", ADA);
        world.settle();

        erp.put("1", "firstname", "Augusta");
        host(world, Duration.ofDays(366));
        world.settle();
        host(world, Duration.ZERO);
        world.settle();
        crm.put("1", "firstname", "Adele");
        world.settle();

        assertThat(erp.text("1", "firstname")).isEqualTo("Adele");
        assertThat(crm.text("1", "firstname")).isEqualTo("Adele");
    }

    @Test
    @Tag("R12")
    void anOldStoreContinuesAfterItsLastRun() {
        MemoryTable crm = undated(world, "crm");
        MemoryTable erp = undated(world, "erp");
        crm.put("1", ADA);
        erp.put("1", ADA);
        world.settle();
        erp.put("1", "firstname", "Augusta");
        world.settle();
        world.store.commit(new Commit().remove(StateKey.observed()));
        Instant ended = world.store.state(StateKey.lastRun()).orElseThrow().ended();
        host(world, Duration.ofDays(-3));

        crm.put("1", "firstname", "Adele");
        world.settle();

        assertThat(erp.text("1", "firstname")).isEqualTo("Adele");
        assertThat(world.store
                        .state(StateKey.observed())
                        .map(EngineState.Moment::time)
                        .orElseThrow())
                .isAfter(ended);
    }

    @Test
    @Tag("R12")
    void aStampOfTheFutureCountsAsWhenItWasFirstSeenAndIsReported() {
        for (String year : List.of("2062", "2099")) {
            World fresh = new World();
            MemoryTable crm = fresh.people("crm");
            MemoryTable erp = fresh.people("erp");
            Instant future = Instant.parse(year + "-01-01T00:00:00Z");
            crm.put("1", ADA);
            erp.answeringReads(request -> Page.last(
                    List.of(snapshot("1", "Future").modified(future).created(future)), new Position.Token("all")));

            SyncReport report = fresh.sync();
            assertThat(report.futureTimes()).containsExactly(Map.entry(ERP, Map.of(PERSON, 1L)));
            assertThat(report.text()).contains("erp/person: 1 record has a time in the future");
            assertThat(report.unreadableTimes()).isEmpty();
            assertThat(firstname(fresh)).isEqualTo("Future");

            crm.put("1", "firstname", "Present");
            fresh.sync();
            assertThat(firstname(fresh)).isEqualTo("Present");
        }
    }

    @Test
    @Tag("R12")
    void anEditWithAStampOfTheFutureLosesToTheNextEdit() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.put("1", ADA);
        erp.put("1", ADA);
        world.settle();
        Instant future = Instant.parse("2062-01-01T00:00:00Z");
        erp.answeringReads(request -> Page.last(
                List.of(snapshot("1", "Future").modified(future).times(Map.of("firstname", future.plusSeconds(1)))),
                new Position.Token("all")));

        world.sync();
        assertThat(crm.text("1", "firstname")).isEqualTo("Future");
        world.clock.advance(Duration.ofHours(1));
        crm.put("1", "firstname", "Present");
        world.sync();

        assertThat(firstname(world)).isEqualTo("Present");
    }

    /** Many systems date by whole seconds: such a stamp is older than the moment of the edit. */
    @Test
    @Tag("R12")
    void anEditInTheSecondInWhichAStampOfTheFutureWasSeenIsNewer() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        world.clock.advance(Duration.ofMillis(600));
        crm.answeringReads(request -> Page.last(
                List.of(snapshot("1", "Future").modified(Instant.parse("2020-01-01T00:00:00Z"))),
                new Position.Token("one")));
        erp.answeringReads(request -> Page.last(
                List.of(snapshot("1", "Future").modified(Instant.parse("2062-01-01T00:00:00Z"))),
                new Position.Token("all")));
        world.sync();
        assertThat(firstname(world)).isEqualTo("Future");

        StoredRecord seen = world.store.recordsAfter(ERP, PERSON, null, 1).get(0);
        Instant second = SourceRecord.instant(seen.record().firstSeen()).truncatedTo(ChronoUnit.SECONDS);
        crm.answeringReads(
                request -> Page.last(List.of(snapshot("1", "Present").modified(second)), new Position.Token("two")));
        world.sync();

        assertThat(firstname(world)).isEqualTo("Present");
    }

    @Test
    @Tag("R12")
    void aRecordThatWasNeverModifiedIsAsOldAsItsCreation() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.answeringReads(request -> Page.last(
                List.of(snapshot("1", "May").modified(Instant.parse("2025-05-01T00:00:00Z"))),
                new Position.Token("all")));
        erp.answeringReads(request -> Page.last(
                List.of(snapshot("1", "Old").created(Instant.parse("2020-01-01T00:00:00Z"))),
                new Position.Token("all")));

        world.sync();

        assertThat(firstname(world)).isEqualTo("May");
        try (Talk talk = world.talk()) {
            Provenance provenance = golden(talk).provenance("firstname").orElseThrow();
            assertThat(provenance.lost().get(0).time()).isEqualTo(Instant.parse("2020-01-01T00:00:00Z"));
        }
    }

    @Test
    @Tag("R12")
    @Tag("R43")
    void aTimeThatCannotBeReadBeatsNoneThatCanAndIsCounted() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        RecordSnapshot unreadable = snapshot("1", "Unreadable").withUnreadableTime();
        crm.put("1", ADA);
        erp.answeringReads(request -> Page.last(List.of(unreadable), new Position.Token("all")));

        SyncReport report = world.sync();

        assertThat(firstname(world)).isEqualTo("Ada");
        assertThat(report.unreadableTimes()).containsExactly(Map.entry(ERP, Map.of(PERSON, 1L)));
        assertThat(report.futureTimes()).isEmpty();
        assertThat(report.text()).contains("erp/person: 1 record has a time that cannot be read");
        assertThat(report.unreadableTimes()).doesNotContainKey(CRM);

        RecordSnapshot later = snapshot("2", "Later").withUnreadableTime();
        crm.put("2", "firstname", "Grace", "email", "later@x.example");
        erp.answeringReads(request -> Page.last(List.of(unreadable, later), new Position.Token("more")));
        world.sync();
        assertThat(crm.text("2", "firstname"))
                .as("it does not count as seen now")
                .isEqualTo("Grace");
    }

    private static String name(MemoryTable table, String person) {
        return table.text(table.find("email", person + "@x.example").get(0), "firstname");
    }

    /** Sets the host's clock; the systems have their own. */
    private static void host(World world, Duration ahead) {
        world.config = builder -> builder.clock(Clock.offset(world.clock, ahead));
    }

    private static MemoryTable undated(World world, String system) {
        return world.people(system).keepsNoTimes();
    }

    private static RecordSnapshot snapshot(String id, String firstname) {
        String email = id.equals("1") ? "ada@x.example" : "later@x.example";
        return RecordSnapshot.of(
                id,
                Fields.builder(Person.SCHEMA)
                        .text("firstname", firstname)
                        .text("email", email)
                        .build());
    }

    private static GoldenRecord golden(Talk talk) {
        return talk.records().byKey(PERSON.name(), "ada@x.example").stream()
                .findFirst()
                .orElseThrow();
    }

    private static StoredGolden golden(World world) {
        List<StoredGolden> live = world.store.goldensAfter(0, 100).stream()
                .filter(golden -> !golden.removed())
                .collect(Collectors.toList());
        assertThat(live).hasSize(1);
        return live.get(0);
    }

    private static String firstname(World world) {
        return golden(world).values().originalText(0).orElse("");
    }
}
