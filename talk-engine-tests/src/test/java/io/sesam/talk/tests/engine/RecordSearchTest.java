package io.sesam.talk.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Provenance;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.query.Contradiction;
import io.sesam.talk.query.ContradictionPage;
import io.sesam.talk.query.FoundRecord;
import io.sesam.talk.query.QualityPoint;
import io.sesam.talk.query.QualityReport;
import io.sesam.talk.query.RecordPage;
import io.sesam.talk.query.RecordQuery;
import io.sesam.talk.query.RunSummary;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Searches, quality and past runs. */
final class RecordSearchTest {
    private static final SystemName CRM = new SystemName("crm");
    private static final SystemName ERP = new SystemName("erp");

    private final World world = new World();
    private final MemoryTable crm = world.people("crm");
    private final MemoryTable erp = world.people("erp");

    private List<String> found(UnaryOperator<RecordQuery> conditions) {
        List<String> names = new ArrayList<>();
        try (Talk talk = world.talk()) {
            RecordQuery query = conditions.apply(RecordQuery.of("person"));
            RecordPage page = talk.records().search(query);
            for (int pages = 0; pages < 100; pages++) {
                assertThat(page.records()).hasSizeLessThanOrEqualTo(query.limit());
                page.records().forEach(record -> names.add(name(record.golden())));
                Optional<String> next = page.next();
                if (next.isEmpty()) {
                    return names;
                }
                page = talk.records().search(query.after(next.get()));
            }
        }
        throw new AssertionError("the pages have no end");
    }

    private static String name(GoldenRecord golden) {
        return golden.values().text("firstname").fold(() -> "?", () -> "?", name -> name);
    }

    private void onlyInCrm() {
        world.config = builder ->
                builder.policy("erp", "person", TargetPolicy.defaults().share(false));
    }

    @Test
    void peopleAreFoundByTheBeginningsOfTheirNamesAndAddress() {
        crm.add("firstname", "Ada", "lastname", "Lovelace", "email", "ada.l@x.example");
        crm.add("firstname", "Åse-Marie", "lastname", "O'Brien", "email", "aase@y.example");
        crm.add("firstname", "Adam", "lastname", "Smith", "email", "smith@x.example");
        world.settle();
        assertThat(found(query -> query.text("ada"))).containsExactlyInAnyOrder("Ada", "Adam");
        assertThat(found(query -> query.text("LOVE ad"))).containsExactly("Ada");
        assertThat(found(query -> query.text("Ada.L@X"))).containsExactly("Ada");
        assertThat(found(query -> query.text("marie obr"))).containsExactly("Åse-Marie");
        assertThat(found(query -> query.text("ase"))).containsExactly("Åse-Marie");
        assertThat(found(query -> query.text("lace"))).isEmpty();
        assertThat(found(query -> query.text("?!"))).isEmpty();
        assertThat(found(query -> query.text("  "))).hasSize(3);
        assertThat(found(query -> query.text("ada").limit(1))).containsExactlyInAnyOrder("Ada", "Adam");
    }

    @Test
    void oneIsFoundByEachOfItsIdsAndByAnAddressThatLost() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.settle();
        String inErp = erp.ids().get(0);
        GoldenId id;
        try (Talk talk = world.talk()) {
            GoldenRecord golden = talk.records().golden("erp", "person", inErp).orElseThrow();
            id = golden.id();
        }
        assertThat(found(query -> query.text(id.value()))).containsExactly("Ada");
        assertThat(found(query -> query.text(inErp))).containsExactly("Ada");
        assertThat(found(query -> query.text("ADA@x.example").limit(1))).containsExactly("Ada");
        assertThat(found(query -> query.text(id.value()).missingIn("erp"))).isEmpty();
    }

    @Test
    void conditionsAreCombined() {
        onlyInCrm();
        crm.add("firstname", "Ada", "email", "ada@x.example");
        crm.add("firstname", "Adam", "email", "adam@x.example");
        crm.add("firstname", "Adam", "email", "adam@x.example");
        erp.add("firstname", "Ada", "email", "ada@x.example");
        erp.add("firstname", "Bo", "email", "bo@x.example");
        world.sync();
        assertThat(found(query -> query.in("crm"))).contains("Ada", "Adam").hasSize(3);
        assertThat(found(query -> query.in("erp"))).containsExactlyInAnyOrder("Ada", "Bo");
        assertThat(found(query -> query.missingIn("erp"))).containsExactly("Adam");
        assertThat(found(query -> query.missingIn("erp").text("bo"))).isEmpty();
        assertThat(found(query -> query.duplicates())).containsExactly("Adam");
        assertThat(found(query -> query.duplicates().text("ada").in("crm").missingIn("erp")))
                .containsExactly("Adam");
    }

    @Test
    void parkedOnesComeOnceTheLongestParkedFirst() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        crm.add("firstname", "Bo", "email", "bo@x.example; other@x.example");
        world.settle();
        crm.add("firstname", "Cy", "email", "cy@x.example; third@x.example");
        world.settle();
        assertThat(found(query -> query.parked())).containsExactly("Bo", "Cy");
        assertThat(found(query -> query.parked().limit(1))).containsExactly("Bo", "Cy");
        assertThat(found(query -> query.parked().text("cy"))).containsExactly("Cy");
        try (Talk talk = world.talk()) {
            assertThat(talk.records().search(RecordQuery.of("person").parked()).records())
                    .extracting(FoundRecord::parked)
                    .allMatch(parked -> parked > 0);
        }
    }

    @Test
    void whatChangedSinceATimeIsToldToThePrecisionOfRuns() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        crm.add("firstname", "Bo", "email", "bo@x.example");
        world.settle();
        Instant before = world.clock.instant();
        crm.put("2", "lastname", "Bolt");
        world.settle();
        assertThat(found(query -> query.changedSince(before))).containsExactly("Bo");
        assertThat(found(query -> query.changedSince(world.clock.instant()))).isEmpty();
        assertThat(found(query -> query.changedSince(Instant.EPOCH).limit(1))).hasSize(2);
    }

    @Test
    void aTypeThatIsNotDeclaredIsRefused() {
        try (Talk talk = world.talk()) {
            assertThatExceptionOfType(TalkException.class)
                    .isThrownBy(() -> talk.records().search(RecordQuery.of("deal")))
                    .matches(e -> e.code() == ErrorCode.CONFIGURATION);
        }
    }

    @Test
    @Tag("R27")
    void whoWasErasedIsNotFound() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.settle();
        try (Talk talk = world.talk()) {
            talk.stewardship().erase("person", "ada@x.example");
        }
        assertThat(found(query -> query.text("ada"))).isEmpty();
        assertThat(found(query -> query)).isEmpty();
    }

    @Test
    void contradictionsAreFilledValuesOfSeveralSystemsWithTheReasonOfTheOneThatSurvives() {
        onlyInCrm();
        crm.add("firstname", "Ada", "lastname", "L", "email", "ada@x.example");
        crm.add("firstname", "Bo", "email", "bo@x.example");
        crm.add("firstname", "Cy", "lastname", "D", "email", "cy@x.example");
        crm.add("firstname", "Other", "lastname", "D", "email", "cy@x.example");
        erp.add("firstname", "Augusta", "lastname", "", "email", "ADA@x.example");
        erp.add("firstname", "Bo", "lastname", "Berg", "email", "bo@x.example");
        erp.add("firstname", "Eve", "email", "eve@x.example");
        world.sync();
        try (Talk talk = world.talk()) {
            ContradictionPage page = talk.records().contradictions("person", 10);
            assertThat(page.next()).isEmpty();
            assertThat(page.found()).hasSize(1);
            Contradiction found = page.found().get(0);
            assertThat(found.golden().members()).hasSize(2);
            assertThat(found.values()).extracting(Provenance::property).containsExactly("firstname");
            Provenance first = found.values().get(0);
            assertThat(first.rule()).isNotBlank();
            assertThat(first.winner().source().system())
                    .isNotEqualTo(first.lost().get(0).source().system());
            assertThat(List.of(
                            first.winner().value().toString(),
                            first.lost().get(0).value().toString()))
                    .anyMatch(value -> value.contains("Ada"))
                    .anyMatch(value -> value.contains("Augusta"));
        }
    }

    @Test
    void contradictionsAreCompleteOverTheirPages() {
        onlyInCrm();
        for (int i = 0; i < 600; i++) {
            crm.add("firstname", "P" + i, "email", "p" + i + "@x.example");
            if (i % 2 == 0) {
                erp.add("firstname", i % 20 == 0 ? "Q" + i : "P" + i, "email", "p" + i + "@x.example");
            }
        }
        world.sync();
        try (Talk talk = world.talk()) {
            List<GoldenId> found = new ArrayList<>();
            Optional<String> position = Optional.of("");
            while (position.isPresent()) {
                ContradictionPage page = talk.records().contradictions("person", position.get(), 7);
                assertThat(page.found()).hasSizeLessThanOrEqualTo(7);
                page.found().forEach(one -> found.add(one.golden().id()));
                position = page.next();
            }
            assertThat(found).hasSize(30).doesNotHaveDuplicates();
        }
    }

    @Test
    void qualityCountsWhatIsFilledDistinctAndEqual() {
        onlyInCrm();
        crm.add("firstname", "Ada", "lastname", "L", "email", "ada@x.example", "gender", "F");
        crm.add("firstname", "Ada", "lastname", "", "email", "bo@x.example", "gender", "robot");
        erp.add("firstname", "Augusta", "lastname", "L", "email", "ADA@x.example");
        world.sync();
        QualityReport quality;
        try (Talk talk = world.talk()) {
            quality = talk.records().quality("person");
        }
        assertThat(quality.golden()).isEqualTo(2);
        QualityReport.SystemQuality inCrm = quality.systems().get(CRM);
        assertThat(inCrm).isNotNull();
        assertThat(inCrm.records()).isEqualTo(2);
        assertThat(inCrm.duplicates()).isZero();
        assertThat(inCrm.properties().get("firstname")).matches(first -> first.filled() == 2 && first.unique() == 0);
        assertThat(inCrm.properties().get("lastname")).matches(last -> last.known() == 2 && last.filled() == 1);
        assertThat(inCrm.properties().get("gender")).matches(gender -> gender.filled() == 2 && gender.valid() == 1);
        assertThat(inCrm.properties().get("email")).matches(email -> email.unique() == 2 && email.agreeing() == 2);
        QualityReport.SystemQuality inErp = quality.systems().get(ERP);
        assertThat(inErp).isNotNull();
        assertThat(inErp.properties().get("email")).matches(email -> email.agreeing() == 1);
        assertThat(inCrm.properties().get("firstname").agreeing()
                        + inErp.properties().get("firstname").agreeing())
                .as("one of two first names won")
                .isEqualTo(2);
        assertThat(quality.overlap().get(CRM)).containsEntry(CRM, 2L).containsEntry(ERP, 1L);
        assertThat(quality.overlap().get(ERP)).containsEntry(CRM, 1L).containsEntry(ERP, 1L);
        assertThat(quality.alone()).containsEntry(CRM, 1L).doesNotContainKey(ERP);
    }

    @Test
    void theTrendHasOnePointForEachRunAndTheOldestChangesGo() {
        onlyInCrm();
        crm.add("firstname", "Ada", "lastname", "L", "email", "ada@x.example", "gender", "robot");
        erp.add("firstname", "Augusta", "email", "ada@x.example");
        try (Talk talk = world.talk()) {
            assertThat(talk.records().qualityTrend("person")).isEmpty();
            talk.sync();
            talk.sync();
        }
        List<String> runs;
        try (Talk talk = world.talk()) {
            runs = talk.records().runs(9).stream().map(RunSummary::run).toList();
            List<QualityPoint> trend = talk.records().qualityTrend("person");
            assertThat(trend).extracting(QualityPoint::run).containsExactly(runs.get(1), runs.get(0));
            assertThat(trend).extracting(QualityPoint::golden).containsExactly(1L, 1L);
            QualityPoint.Sums sums = trend.get(1).systems().get(CRM);
            assertThat(sums).isNotNull();
            assertThat(List.of(sums.cells(), sums.filled(), sums.valid(), sums.agreeing()))
                    .isEqualTo(List.of(4L, 4L, 3L, 4L));
            assertThat(trend.get(1).systems().get(ERP))
                    .isNotNull()
                    .matches(erp -> erp.cells() == 2 && erp.agreeing() == 1);
            for (int i = 0; i < 70; i++) {
                crm.add("firstname", "Bo", "email", "bo" + i + "@x.example");
                talk.sync();
                talk.sync();
            }
            trend = talk.records().qualityTrend("person");
            assertThat(trend).hasSizeBetween(102, 120);
            assertThat(trend.get(trend.size() - 1).run())
                    .isEqualTo(talk.records().runs(1).get(0).run());
            assertThat(trend.get(trend.size() - 1).golden()).isEqualTo(71);
            assertThat(trend.get(trend.size() - 3).golden()).isEqualTo(70);
        }
    }

    @Test
    void pastRunsAreKeptNewestFirstAndTheOldestOnesGo() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        for (int i = 0; i < 3; i++) {
            world.sync();
        }
        List<RunSummary> runs;
        try (Talk talk = world.talk()) {
            runs = talk.records().runs(10);
        }
        assertThat(runs).hasSize(3);
        assertThat(runs).extracting(RunSummary::writes).containsExactly(0L, 0L, 1L);
        assertThat(runs.get(2).read()).isEqualTo(1);
        assertThat(runs.get(2).outcome()).isEqualTo("CLEAN");
        assertThat(runs.get(2).duration()).isEqualTo(Duration.ZERO);
        assertThat(runs).isSortedAccordingTo((one, other) -> other.started().compareTo(one.started()));
        for (int i = 0; i < 520; i++) {
            world.sync();
        }
        try (Talk talk = world.talk()) {
            assertThat(talk.records().runs(1_000))
                    .hasSizeBetween(450, 500)
                    .extracting(RunSummary::run)
                    .doesNotHaveDuplicates();
        }
    }
}
