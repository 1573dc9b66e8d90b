package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.Talk;
import io.sesam.talk.engine.report.SyncPlanData;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.query.RunSummary;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.result.UndoPlan;
import io.sesam.talk.result.UndoScope;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An undo restores Talk's writes and keeps later edits. */
@Tag("R35")
final class UndoTest {
    private static final SystemName ERP = new SystemName("erp");

    private final World world = new World();
    private final MemoryTable crm = world.people("crm");
    private final MemoryTable erp = world.people("erp");
    private final List<PlannedChange> writtenValue = new ArrayList<>();

    @BeforeEach
    void settled() {
        for (int i = 0; i < 5; i++) {
            crm.add("firstname", "P" + i, "lastname", "", "email", "p" + i + "@x.example");
        }
        world.settle();
        world.system("erp").forgetCounts();
    }

    private UndoPlan plan(UndoScope what) {
        writtenValue.clear();
        world.clock.advance(Duration.ofMinutes(1));
        try (Talk talk = world.talk()) {
            return talk.planUndo(what, writtenValue::add);
        }
    }

    private SyncReport undo(UndoScope what) {
        return undo(plan(what));
    }

    private SyncReport undo(UndoPlan plan) {
        world.clock.advance(Duration.ofMinutes(1));
        try (Talk talk = world.talk()) {
            return talk.undo(plan);
        } finally {
            world.clock.advance(Duration.ofMinutes(1));
        }
    }

    private String erpId(String firstname) {
        return erp.find("firstname", firstname).get(0);
    }

    private List<String> reasons() {
        return writtenValue.stream()
                .flatMap(change -> change.refused().stream())
                .toList();
    }

    /** Returns the run that wrote a change made in crm. */
    private String runThatWrote() {
        SyncReport report = world.sync();
        assertThat(report.writes()).isPositive();
        return report.run();
    }

    @Test
    void aRunIsTakenBackEverywhereAndStaysSo() {
        crm.put("1", "lastname", "Oops");
        crm.put("2", "firstname", "Oops");
        String made = crm.add("firstname", "New", "email", "new@x.example");
        String run = runThatWrote();

        UndoPlan plan = plan(UndoScope.run(run));

        assertThat(plan.writes().get(ERP).get(PERSON)).isEqualTo(new SyncPlanData.PlannedData(0, 2, 1, 0, 1));
        assertThat(writtenValue).allMatch(change -> change.cause().equals("undoing run " + run));
        assertThat(writtenValue).allMatch(change -> change.refused().isEmpty());
        SyncReport undone = undo(plan);
        assertThat(undone.written().get(ERP).get(PERSON).touched()).isEqualTo(3);
        assertThat(erp.find("lastname", "Oops")).isEmpty();
        assertThat(erp.find("firstname", "P1")).hasSize(1);
        assertThat(erp.find("firstname", "New")).isEmpty();

        world.settle();
        assertThat(crm.text("1", "lastname")).isEmpty();
        assertThat(crm.text("2", "firstname")).isEqualTo("P1");
        assertThat(crm.ids()).contains(made);
        assertThat(erp.ids()).as("what a person takes away is not made again").hasSize(5);
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    void aRunThatWasUndoneSaysSoAndItsJournalIsItsOwn() {
        crm.put("1", "lastname", "Oops");
        String run = runThatWrote();
        crm.put("2", "lastname", "Right");
        String other = runThatWrote();
        Instant now = world.clock.instant();
        undo(UndoScope.run(run));
        try (Talk talk = world.talk()) {
            assertThat(talk.records().runs(100).stream()
                            .filter(past -> past.undone().isPresent())
                            .map(RunSummary::run))
                    .containsExactly(run);
            assertThat(talk.records().runs(100).stream().flatMap(past -> past.undone().stream()))
                    .allMatch(time -> !time.isBefore(now));
            assertThat(talk.records().journal(other, 0, 10))
                    .hasSize(1)
                    .allMatch(entry -> entry.run().equals(other));
            assertThat(talk.records().journal(other, 1, 10)).isEmpty();
        }
    }

    @Test
    void itIsInTheJournalAndCanItselfBeUndone() {
        crm.put("1", "lastname", "Right");
        SyncReport undone = undo(UndoScope.run(runThatWrote()));
        try (Talk talk = world.talk()) {
            AuditEntry entry = talk.records().journal(0, 1).get(0);
            assertThat(entry.run()).isEqualTo(undone.run());
            assertThat(entry.outcome()).isEqualTo(AuditEntry.Outcome.UPDATED);
            assertThat(entry.before().originalText(Person.SCHEMA.index("lastname")))
                    .contains("Right");
            assertThat(entry.reason()).startsWith("undoing run ");
        }
        undo(UndoScope.run(undone.run()));
        world.settle();
        assertThat(erp.text(erpId("P0"), "lastname")).isEqualTo("Right");
        assertThat(crm.text("1", "lastname")).isEqualTo("Right");
    }

    @Test
    @Tag("R19")
    void whatSomebodyHasSaidSinceStays() {
        crm.put("1", "lastname", "Oops", "firstname", "Oops");
        String run = runThatWrote();
        String id = erpId("Oops");
        erp.put(id, "lastname", "Byron");

        undo(UndoScope.run(run));

        assertThat(reasons()).containsExactly("lastname: the value was edited since");
        assertThat(erp.text(id, "lastname")).isEqualTo("Byron");
        assertThat(erp.text(id, "firstname")).isEqualTo("P0");
    }

    @Test
    void whatALaterRunHasWrittenStays() {
        crm.put("1", "lastname", "Oops", "firstname", "Oops");
        String run = runThatWrote();
        crm.put("1", "lastname", "Lovelace");
        String later = runThatWrote();

        undo(UndoScope.run(run));

        assertThat(reasons()).containsExactly("lastname: it was written again since, by run " + later);
        assertThat(erp.text(erpId("P0"), "lastname")).isEqualTo("Lovelace");
    }

    @Test
    void severalRunsOfARecordAreTakenBackToTheFirst() {
        String id = erpId("P0");
        String another = erpId("P1");
        Instant before = world.clock.instant();
        crm.put("1", "lastname", "One");
        runThatWrote();
        crm.put("1", "lastname", "Two", "firstname", "Two");
        crm.put("2", "lastname", "Two");
        runThatWrote();

        undo(UndoScope.system(ERP, before));
        assertThat(erp.text(id, "lastname")).isEmpty();
        assertThat(erp.text(id, "firstname")).isEqualTo("P0");
        assertThat(erp.text(another, "lastname")).isEmpty();
        assertThat(world.system("erp").asked().stream()
                        .filter(operation -> operation.recordId().equals(Optional.of(id))))
                .as("written twice, taken back once")
                .hasSize(3);
        assertThat(erp.ids()).as("what was made before").hasSize(5);
    }

    @Test
    void allThatWasEverWrittenToARecordIsThatItWasMade() {
        RecordRef record = new RecordRef(ERP, PERSON, erpId("P0"));
        SyncReport undone = undo(UndoScope.record(record));
        assertThat(undone.written().get(ERP).get(PERSON).archived()).isEqualTo(1);
        assertThat(erp.ids()).hasSize(4);
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> plan(UndoScope.record(new RecordRef(ERP, PERSON, "none"))))
                .withMessageContaining("the journal has no writes to erp/person/none")
                .matches(refusal -> refusal.code() == ErrorCode.CONFIGURATION);
    }

    @Test
    void whatWasMadeAndWorkedOnSinceIsNotTakenAway() {
        String id = erpId("P0");
        erp.put(id, "lastname", "Byron");
        world.settle();

        SyncReport undone = undo(UndoScope.record(new RecordRef(ERP, PERSON, id)));

        assertThat(undone.writes()).isZero();
        assertThat(reasons()).containsExactly("it was inserted, and edited since; archive it there by hand");
        assertThat(erp.ids()).contains(id);
    }

    @Test
    void nothingIsWrittenThatThePlanDoesNotHave() {
        Instant since = world.clock.instant();
        crm.put("1", "lastname", "Oops");
        runThatWrote();
        UndoPlan plan = plan(UndoScope.system(ERP, since));
        crm.put("2", "lastname", "Oops");
        runThatWrote();
        world.system("erp").forgetCounts();

        assertThat(undo(plan).writes()).isEqualTo(1);
        assertThat(world.system("erp").asked())
                .extracting(Operation::existingId)
                .containsExactly(erpId("P0"));
        assertThat(erp.find("lastname", "Oops")).containsExactly(erpId("P1"));
        assertThat(undo(plan).writes()).as("a second time").isZero();
    }

    @Test
    @Tag("R19")
    void whatAColleagueChangesAtThatMomentStays() {
        String id = erpId("P0");
        crm.put("1", "firstname", "Oops");
        String run = runThatWrote();
        UndoPlan plan = plan(UndoScope.run(run));
        erp.answering(operation -> {
            erp.put(id, "firstname", "Ada");
            erp.answering(other -> Optional.empty());
            return Optional.empty();
        });

        SyncReport undone = undo(plan);

        assertThat(undone.written().get(ERP).get(PERSON).failed()).isEqualTo(1);
        world.settle();
        assertThat(crm.text("1", "firstname")).isEqualTo("Ada");
    }

    @Test
    @Tag("R14")
    void anAddressIsTakenBackAsAWholeOrNot() {
        World other = new World();
        MemoryTable crmOrganisations = other.organisations("crm");
        MemoryTable erpOrganisations = other.organisations("erp");
        String acme = crmOrganisations.add("name", "Acme", "address", "Road 1", "zip", "0150", "country", "NO");
        other.settle();
        String there = erpOrganisations.ids().get(0);
        crmOrganisations.put(acme, "address", "Oops 2", "zip", "9999");
        String run = other.sync().run();
        erpOrganisations.put(there, "zip", "0151");
        other.clock.advance(Duration.ofMinutes(1));
        try (Talk talk = other.talk()) {
            UndoPlan plan = talk.planUndo(UndoScope.run(run), writtenValue::add);
            assertThat(plan.touched()).isZero();
        }
        assertThat(reasons())
                .containsExactlyInAnyOrder("address: the value was edited since", "zip: the value was edited since");
        assertThat(Organisation.SCHEMA
                        .property(Organisation.SCHEMA.index("zip"))
                        .unit())
                .isEqualTo(Organisation.SCHEMA
                        .property(Organisation.SCHEMA.index("address"))
                        .unit());
        assertThat(other.table("erp", ORGANISATION).text(there, "address")).isEqualTo("Oops 2");
    }

    @Test
    @Tag("R20")
    void aSystemThatSpellsInItsOwnWayComesToRest() {
        MemoryTable loud = world.people("loud").makes("lastname", text -> text.toUpperCase(Locale.ROOT));
        crm.put("1", "lastname", "Berg");
        world.settle();
        crm.put("1", "lastname", "Oops");
        String run = runThatWrote();
        world.sync();

        undo(UndoScope.run(run));
        world.settle();

        assertThat(crm.text("1", "lastname")).isEqualToIgnoringCase("Berg");
        assertThat(loud.find("lastname", "BERG")).hasSize(1);
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R30")
    void aSystemThatIsDownOrGoneIsToldAndTheOthersGoOn() {
        MemoryTable web = world.people("web");
        world.settle();
        crm.put("1", "lastname", "Oops");
        String run = runThatWrote();
        UndoPlan plan = plan(UndoScope.run(run));
        assertThat(plan.touched()).isEqualTo(2);
        world.system("erp").failNextWrite(new TalkException(ErrorCode.UNREACHABLE, "erp is down"));

        SyncReport undone = undo(plan);

        assertThat(undone.paused()).containsOnlyKeys(ERP);
        assertThat(undone.written().get(ERP).get(PERSON).failed()).isEqualTo(1);
        assertThat(web.find("lastname", "Oops")).isEmpty();
        world.systems.remove("erp");
        assertThat(plan(UndoScope.run(run)).paused().get(ERP)).contains("erp is not connected");
    }

    @Test
    @Tag("R22")
    void whatIsRefusedIsToldOneByOne() {
        crm.put("1", "lastname", "Oops");
        crm.put("2", "lastname", "Oops");
        String run = runThatWrote();
        UndoPlan plan = plan(UndoScope.run(run));
        world.system("erp").failNextWrite(new TalkException(ErrorCode.BATCH_REFUSED, "one of them is wrong"));
        String refused = erpId("P0");
        erp.answering(operation -> operation.recordId().equals(Optional.of(refused))
                ? Optional.of(new Outcome.Rejected("not that one"))
                : Optional.empty());

        SyncReport undone = undo(plan);

        assertThat(undone.written().get(ERP).get(PERSON).refused()).isEqualTo(1);
        assertThat(undone.written().get(ERP).get(PERSON).updated()).isEqualTo(1);
        try (Talk talk = world.talk()) {
            assertThat(talk.records().journal(0, 2))
                    .extracting(entry -> entry.outcome().text())
                    .containsExactlyInAnyOrder("refused", "updated");
        }
    }

    @Test
    void whatCannotBeChangedThereIsToldAndNotTried() {
        crm.put("1", "lastname", "Oops");
        String run = runThatWrote();
        world.config = builder ->
                builder.policy("erp", PERSON.name(), TargetPolicy.defaults().share(false));
        assertThat(plan(UndoScope.run(run)).touched()).isZero();
        assertThat(reasons()).containsExactly("sharing with erp is off, so nothing is written there");
        world.config = builder -> builder;
        erp.delete(erpId("P0"));
        assertThat(plan(UndoScope.run(run)).touched()).isZero();
        assertThat(reasons()).containsExactly("it was deleted there, and only a person can restore it");
    }

    @Test
    @Tag("slow")
    void aRunThatIsLargerThanAPageOfTheJournalIsTakenBackOnceAndWhole() {
        world.config = builder -> builder.policy(
                "erp",
                PERSON.name(),
                TargetPolicy.defaults()
                        .changeLimit(
                                ChangeLimit.defaults().changes(100_000, 100).removals(100_000, 100)));
        for (int i = 0; i < 603; i++) {
            crm.add("firstname", "Many", "lastname", "", "email", "m" + i + "@x.example");
        }
        world.settle();
        crm.find("firstname", "Many").forEach(id -> crm.put(id, "lastname", "Oops"));
        String run = runThatWrote();
        world.system("erp").forgetCounts();

        SyncReport undone = undo(UndoScope.run(run));

        assertThat(reasons()).isEmpty();
        assertThat(undone.written().get(ERP).get(PERSON).updated()).isEqualTo(603);
        assertThat(world.system("erp").asked()).hasSize(603);
        assertThat(world.system("erp").asked().stream().map(Operation::recordId).distinct())
                .hasSize(603);
        assertThat(erp.find("lastname", "Oops")).isEmpty();
    }

    @Test
    @Tag("R30")
    @Tag("slow")
    void aSystemThatFailsInTheMiddleOfALargeRunTakesNothingAwayFromTheOthers() {
        ChangeLimit none = ChangeLimit.defaults().changes(100_000, 100).removals(100_000, 100);
        MemoryTable web = world.people("web");
        world.config = builder -> builder.policy(
                        "erp", PERSON.name(), TargetPolicy.defaults().changeLimit(none))
                .policy("web", PERSON.name(), TargetPolicy.defaults().changeLimit(none));
        for (int i = 0; i < 601; i++) {
            crm.add("firstname", "Many", "lastname", "", "email", "m" + i + "@x.example");
        }
        world.settle();
        crm.find("firstname", "Many").forEach(id -> crm.put(id, "lastname", "Oops"));
        String run = runThatWrote();
        UndoScope what = UndoScope.run(run);
        UndoPlan plan = plan(what);
        world.systems.values().forEach(system -> system.forgetCounts());
        world.system("erp").failNextWrite(new TalkException(ErrorCode.UNREACHABLE, "erp is down"));

        SyncReport undone = undo(plan);

        assertThat(undone.paused()).containsOnlyKeys(ERP);
        assertThat(world.system("web").asked().stream().map(Operation::recordId))
                .hasSize(601)
                .doesNotHaveDuplicates();
        assertThat(web.find("lastname", "Oops")).isEmpty();
        assertThat(undo(plan).written().get(ERP).get(PERSON).updated()).isEqualTo(601);
        assertThat(erp.find("lastname", "Oops")).isEmpty();
    }

    /** After an undo every system is as before the run, and comes to rest. */
    @Test
    @Tag("slow")
    void everySystemIsAsItWasBeforeTheRun() {
        long first = Long.getLong("talk.seed", 1);
        for (long seed = first; seed < first + 100; seed++) {
            live(seed);
        }
    }

    private void live(long seed) {
        Random random = new Random(seed);
        World lives = new World();
        List<String> names = List.of("crm", "erp", "staff").subList(0, 2 + random.nextInt(2));
        names.forEach(lives::people);
        lives.edit(names, random);
        lives.settle();
        lives.edit(names, random);
        Map<String, String> before = everything(lives, names);
        SyncReport run = lives.sync();
        if (run.writes() == 0) {
            return;
        }
        UndoScope what = UndoScope.run(run.run());
        try (Talk talk = lives.talk()) {
            talk.undo(talk.planUndo(what, change -> {}));
        }
        assertThat(everything(lives, names)).as("seed %s", seed).isEqualTo(before);
        lives.settle();
        assertThat(lives.sync().writes()).as("seed %s", seed).isZero();
    }

    private static Map<String, String> everything(World lives, List<String> names) {
        Map<String, String> everything = new TreeMap<>();
        for (String name : names) {
            MemoryTable table = lives.table(name, PERSON);
            for (String id : table.ids()) {
                for (String property : List.of("firstname", "lastname", "email")) {
                    everything.put(
                            name + "/" + id + "/" + property, Objects.requireNonNullElse(table.text(id, property), ""));
                }
            }
        }
        return everything;
    }
}
