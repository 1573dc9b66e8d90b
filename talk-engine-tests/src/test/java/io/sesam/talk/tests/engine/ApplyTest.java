package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.result.ApplyResult;
import io.sesam.talk.result.PlanDigest;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.result.SyncPlan;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An approved plan is carried out, and nothing else. */
@Tag("R33")
@Tag("slow")
final class ApplyTest {
    private static final SystemName CRM = new SystemName("crm");
    private static final SystemName ERP = new SystemName("erp");

    private final World world = new World();
    private final MemoryTable crm = world.people("crm");
    private final MemoryTable erp = world.people("erp");
    private final List<PlannedChange> left = new ArrayList<>();

    @BeforeEach
    void settled() {
        for (int i = 0; i < 9; i++) {
            crm.add("firstname", "P" + i, "email", "p" + i + "@x.example");
        }
        world.settle();
        world.system("erp").forgetCounts();
    }

    private SyncPlan plan() {
        return plan(world, new ArrayList<>());
    }

    private static SyncPlan plan(World world, List<PlannedChange> changes) {
        world.clock.advance(Duration.ofMinutes(1));
        try (Talk talk = world.talk()) {
            return talk.plan(changes::add);
        }
    }

    private ApplyResult apply(PlanDigest plan) {
        left.clear();
        return apply(world, plan, left);
    }

    private static ApplyResult apply(World world, PlanDigest plan, List<PlannedChange> left) {
        world.clock.advance(Duration.ofMinutes(1));
        try (Talk talk = world.talk()) {
            return talk.apply(plan, left::add);
        } finally {
            world.clock.advance(Duration.ofMinutes(1));
        }
    }

    private String erpId(String firstname) {
        return erp.find("firstname", firstname).get(0);
    }

    @Test
    void whatWasPlannedIsDoneAndNothingIsLeft() {
        crm.put("1", "lastname", "Lovelace");
        crm.add("firstname", "New", "email", "new@x.example");
        SyncPlan plan = plan();

        ApplyResult applyResult = apply(plan.digest());

        assertThat(applyResult.report().writes()).isEqualTo(2);
        assertThat(applyResult.left().touched()).isZero();
        assertThat(applyResult.left().digest().size()).isZero();
        assertThat(left).isEmpty();
        assertThat(erp.text(erpId("P0"), "lastname")).isEqualTo("Lovelace");
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    void whatCameLaterIsLeftAndTold() {
        crm.put("1", "lastname", "Lovelace");
        SyncPlan plan = plan();
        crm.put("2", "lastname", "Later");
        crm.add("firstname", "New", "email", "new@x.example");

        ApplyResult applyResult = apply(plan.digest());

        assertThat(applyResult.report().writes()).isEqualTo(1);
        assertThat(world.system("erp").asked()).hasSize(1);
        assertThat(applyResult.left().writes().get(ERP).get(PERSON).touched()).isEqualTo(2);
        assertThat(left).extracting(PlannedChange::cause).contains("because of crm/person/2");
        assertThat(erp.text(erpId("P1"), "lastname")).isNull();

        assertThat(apply(applyResult.left().digest()).left().touched()).isZero();
        assertThat(erp.text(erpId("P1"), "lastname")).isEqualTo("Later");
    }

    @Test
    void anotherValueThanThePlannedOneIsPlannedAnew() {
        crm.put("1", "lastname", "Lovelace");
        SyncPlan plan = plan();
        crm.put("1", "lastname", "Byron");

        assertThat(apply(plan.digest()).report().writes()).isZero();

        assertThat(erp.text(erpId("P0"), "lastname")).isNull();
        assertThat(left).hasSize(1);
        assertThat(left.get(0).after().originalText(Person.SCHEMA.index("lastname")))
                .contains("Byron");
    }

    @Test
    void whatWouldReplaceSomethingElseThanPlannedIsPlannedAnew() {
        String id = erpId("P0");
        crm.put("1", "lastname", "Lovelace");
        SyncPlan plan = plan();
        world.config = builder -> builder.trust("crm");
        erp.keepsNoTimes();
        erp.put(id, "lastname", "Typo");

        ApplyResult applyResult = apply(plan.digest());

        assertThat(world.system("erp").asked()).isEmpty();
        assertThat(applyResult.left().touched()).isPositive();
    }

    @Test
    @Tag("R19")
    void whatAColleagueChangesAtTheLastMomentIsNotOverwritten() {
        String id = erpId("P0");
        crm.put("1", "firstname", "Augusta");
        SyncPlan plan = plan();
        erp.answering(operation -> {
            erp.put(id, "firstname", "Ada");
            erp.answering(other -> Optional.empty());
            return Optional.empty();
        });

        ApplyResult applyResult = apply(plan.digest());

        assertThat(world.system("erp").asked()).hasSize(1);
        assertThat(erp.text(id, "firstname")).isEqualTo("Ada");
        assertThat(applyResult.report().writes()).isZero();
        assertThat(applyResult.left().writes().get(CRM).get(PERSON).updates()).isEqualTo(1);
        assertThat(crm.text("1", "firstname")).isEqualTo("Augusta");
    }

    @Test
    void aSecondTimeNothingOfItIsDone() {
        crm.put("1", "lastname", "Lovelace");
        SyncPlan plan = plan();
        apply(plan.digest());
        world.system("erp").forgetCounts();

        assertThat(apply(plan.digest()).report().writes()).isZero();
        assertThat(world.system("erp").writeCalls()).isZero();
    }

    @Test
    @Tag("R26")
    void theBrakeHoldsAndItsApprovalIsNotUsedUpByAnotherPlan() {
        world.config = builder -> builder.policy(
                "erp",
                PERSON.name(),
                TargetPolicy.defaults()
                        .changeLimit(ChangeLimit.defaults().changes(2, 20).removals(2, 5)));
        crm.put("1", "lastname", "Fine");
        SyncPlan small = plan();
        crm.ids().forEach(id -> crm.put(id, "lastname", "Oops"));
        SyncPlan large = plan();

        assertThat(apply(small.digest()).report().heldPlans()).isEmpty();
        assertThat(apply(large.digest()).report().heldPlans()).hasSize(1);
        assertThat(world.system("erp").asked()).isEmpty();

        try (Talk talk = world.talk()) {
            talk.stewardship().approve(ERP.value(), PERSON.name());
        }
        apply(small.digest());
        try (Talk talk = world.talk()) {
            assertThat(talk.stewardship().heldPlans()).hasSize(1).allMatch(brake -> brake.approved());
        }
        assertThat(apply(large.digest()).report().writes()).isEqualTo(9);
        try (Talk talk = world.talk()) {
            assertThat(talk.stewardship().heldPlans()).isEmpty();
        }
    }

    @Test
    void whatFollowsFromAWriteIsPlannedAfterIt() {
        World other = new World();
        EntityType organisation = EntityType.ORGANISATION;
        other.config = builder -> builder.type(Person.SCHEMA.with(Property.reference("organisation", organisation)));
        for (String system : List.of("crm", "erp")) {
            other.organisations(system);
            other.holds(
                    system,
                    World.full(Person.SCHEMA.with(Property.reference("organisation", organisation)))
                            .build());
        }
        other.sync();
        String acme = other.table("crm", organisation).add("name", "Acme");
        other.table("crm", PERSON).add("firstname", "Ada", "email", "ada@x.example", "organisation", acme);

        SyncPlan first = plan(other, new ArrayList<>());
        ApplyResult applyResult = apply(other, first.digest(), left);
        assertThat(other.table("erp", organisation).ids()).hasSize(1);
        for (int again = 0; again < 3 && applyResult.left().touched() > 0; again++) {
            applyResult = apply(other, applyResult.left().digest(), left);
        }
        MemoryTable erpPeople = other.table("erp", PERSON);
        assertThat(erpPeople.text(erpPeople.ids().get(0), "organisation"))
                .isEqualTo(other.table("erp", organisation).ids().get(0));
        assertThat(other.sync().writes()).isZero();
    }

    @Test
    void aPlanIsCarriedOutByAnotherProcess() throws IOException {
        crm.put("1", "lastname", "Lovelace");
        SyncPlan plan = plan();
        StringWriter file = new StringWriter();
        plan.digest().write(file);
        PlanDigest read = PlanDigest.read(new StringReader(file.toString()));

        assertThat(read).isEqualTo(plan.digest()).hasSameHashCodeAs(plan.digest());
        assertThat(read.size()).isEqualTo(1);
        assertThat(file.toString()).doesNotContain("Lovelace");
        assertThat(apply(read).report().writes()).isEqualTo(1);
    }

    @Test
    void aFileThatIsNoPlanOrNotWholeIsRefused() throws IOException {
        crm.put("1", "lastname", "Lovelace");
        crm.put("2", "lastname", "Byron");
        StringWriter file = new StringWriter();
        plan().digest().write(file);
        String text = file.toString();
        for (String other : List.of(
                "",
                "firstname,lastname\n",
                text.substring(0, text.length() - 17),
                text.replaceFirst("\n.", "\nx"),
                text.replace(": 2", ": 3"),
                text.replace(": 2", ": two"),
                text + "ff\n")) {
            assertThatExceptionOfType(TalkException.class)
                    .as(other)
                    .isThrownBy(() -> PlanDigest.read(new StringReader(other)))
                    .withMessageStartingWith("the plan cannot be read: ")
                    .withMessageEndingWith("; make it anew")
                    .matches(refusal -> refusal.code() == ErrorCode.UNREADABLE);
        }
    }

    @Test
    void howLongItTakesIsToldByTheLimitsThatAreKnown() {
        world.system("erp").allows(2, Duration.ofSeconds(10)).allows(1, Duration.ofSeconds(1));
        for (int i = 0; i < 26; i++) {
            crm.add("firstname", "N" + i, "email", "n" + i + "@x.example");
        }

        SyncPlan plan = plan();

        // Seven calls of four records: two at once, and two more after ten, twenty and thirty seconds.
        assertThat(plan.writes().get(ERP).get(PERSON).calls()).isEqualTo(7);
        assertThat(plan.atLeast()).containsOnlyKeys(ERP).containsEntry(ERP, Duration.ofSeconds(30));
    }

    private record Write(String system, Operation.Kind kind, Optional<String> record, Fields fields) {}

    /** Only planned writes are sent, whatever people do meanwhile. All of them when they do nothing. */
    @Test
    void nothingIsEverWrittenThatWasNotPlanned() {
        long first = Long.getLong("talk.seed", 1);
        for (long seed = first; seed < first + 60; seed++) {
            live(seed);
        }
    }

    private void live(long seed) {
        Random random = new Random(seed);
        World lives = new World();
        List<String> names = List.of("crm", "erp", "staff").subList(0, 2 + random.nextInt(2));
        names.forEach(lives::people);
        lives.sync();
        for (int round = 0; round < 4; round++) {
            lives.edit(names, random);
            List<PlannedChange> planned = new ArrayList<>();
            SyncPlan plan = plan(lives, planned);
            boolean quiet = random.nextBoolean();
            if (!quiet) {
                lives.edit(names, random);
            }
            lives.systems.values().forEach(MemorySystem::forgetCounts);
            apply(lives, plan.digest(), new ArrayList<>());
            List<Write> promised = planned.stream()
                    .map(change -> new Write(change.system().value(), change.kind(), change.recordId(), change.after()))
                    .toList();
            List<Write> asked = names.stream()
                    .flatMap(name -> lives.system(name).asked().stream()
                            .map(operation ->
                                    new Write(name, operation.kind(), operation.recordId(), operation.fields())))
                    .toList();
            assertThat(promised).as("seed %s, round %s", seed, round).containsAll(asked);
            if (quiet) {
                assertThat(asked).as("seed %s, round %s", seed, round).containsExactlyInAnyOrderElementsOf(promised);
            }
        }
        ApplyResult rest = apply(lives, plan(lives, new ArrayList<>()).digest(), new ArrayList<>());
        for (int again = 0; again < 9 && rest.left().touched() > 0; again++) {
            rest = apply(lives, rest.left().digest(), new ArrayList<>());
        }
        assertThat(rest.left().touched()).as("seed %s", seed).isZero();
        assertThat(lives.sync().writes()).as("seed %s", seed).isZero();
    }
}
