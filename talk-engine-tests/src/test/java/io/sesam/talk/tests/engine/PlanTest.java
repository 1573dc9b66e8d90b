package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.engine.report.SyncPlanData;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.result.SyncPlan;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A plan shows what a sync would write. */
@Tag("R33")
@Tag("acceptance-31")
final class PlanTest {
    private static final SystemName ERP = new SystemName("erp");

    private final World world = new World();
    private final MemoryTable crm = world.people("crm");
    private final MemoryTable erp = world.people("erp");
    private final List<PlannedChange> changes = new ArrayList<>();

    @BeforeEach
    void settled() {
        for (int i = 0; i < 9; i++) {
            crm.add("firstname", "P" + i, "email", "p" + i + "@x.example");
        }
        world.settle();
        world.system("erp").forgetCounts();
    }

    private SyncPlan plan() {
        world.clock.advance(Duration.ofMinutes(1));
        changes.clear();
        try (Talk talk = world.talk()) {
            return talk.plan(changes::add);
        }
    }

    @Test
    void fieldByFieldAndWithWhoseWordItIs() {
        crm.put("1", "lastname", "Lovelace");
        crm.add("firstname", "New", "email", "new@x.example");

        SyncPlan plan = plan();

        assertThat(world.system("erp").writeCalls()).isZero();
        assertThat(plan.writes().get(ERP).get(PERSON)).isEqualTo(new SyncPlanData.PlannedData(1, 1, 0, 0, 1));
        PlannedChange change = changes.stream()
                .filter(one -> one.kind() == Operation.Kind.UPDATE)
                .findFirst()
                .orElseThrow();
        assertThat(change.recordId()).isPresent();
        assertThat(change.after().originalText(change.after().schema().index("lastname")))
                .contains("Lovelace");
        assertThat(change.after().originalText(change.after().schema().index("firstname")))
                .isEmpty();
        assertThat(change.cause()).isEqualTo("because of crm/person/1");
        assertThat(world.sync().writes()).isEqualTo(plan.touched());
    }

    @Test
    void aPlanThatFollowsAPlanIsTheSame() {
        crm.put("1", "lastname", "Lovelace");
        SyncPlan first = plan();
        List<PlannedChange> written = List.copyOf(changes);

        assertThat(plan()).isEqualTo(first);
        assertThat(changes.stream().map(PlannedChange::after))
                .isEqualTo(written.stream().map(PlannedChange::after).toList());
    }

    @Test
    @Tag("R19")
    void whatIsEditedAfterwardsIsNotOverwrittenBecauseAPlanSaidSo() {
        crm.put("1", "lastname", "Lovelace");
        plan();
        world.clock.advance(Duration.ofMinutes(1));
        String id = erp.find("firstname", "P0").get(0);
        erp.put(id, "lastname", "Byron");

        world.settle();

        assertThat(erp.text(id, "lastname")).isEqualTo("Byron");
        assertThat(crm.text("1", "lastname")).isEqualTo("Byron");
    }

    @Test
    @Tag("R26")
    void whatTheBrakeWouldStopIsToldAndNotYetStopped() {
        world.config = builder -> builder.policy(
                "erp",
                PERSON.name(),
                TargetPolicy.defaults()
                        .changeLimit(ChangeLimit.defaults().changes(2, 20).removals(2, 5)));
        crm.ids().forEach(id -> crm.put(id, "lastname", "Oops"));

        SyncPlan plan = plan();

        assertThat(plan.heldPlans()).hasSize(1);
        assertThat(plan.heldPlans().get(0).changes()).isEqualTo(9);
        try (Talk talk = world.talk()) {
            assertThat(talk.stewardship().heldPlans()).isEmpty();
        }
        assertThat(world.sync().heldPlans()).hasSize(1);
    }

    @Test
    void countsWhatIsRefusedAndTheCallsThatItTakes() {
        World other = new World();
        MemoryTable some = other.people("crm");
        other.people("erp", facts -> facts.writeLimit(4));
        other.sync();
        for (int i = 0; i < 9; i++) {
            some.add("firstname", "P" + i, "email", "p" + i + "@x.example");
        }
        try (Talk talk = other.talk()) {
            other.clock.advance(Duration.ofMinutes(1));
            assertThat(talk.plan().writes().get(ERP).get(PERSON))
                    .isEqualTo(new SyncPlanData.PlannedData(9, 0, 0, 0, 3));
        }
    }

    @Test
    void whatCannotBeWrittenIsCountedAsRefused() {
        World other = new World();
        other.people("crm").add("firstname", "Ada", "email", "ada@x.example");
        other.holds(
                "erp",
                TypeSpec.of(
                                Person.SCHEMA,
                                List.of(
                                        FieldSpec.of("email"),
                                        FieldSpec.of("lastname").required()))
                        .inserts()
                        .updates()
                        .build());
        other.clock.advance(Duration.ofMinutes(1));
        try (Talk talk = other.talk()) {
            assertThat(talk.plan().writes().get(ERP).get(PERSON))
                    .isEqualTo(new SyncPlanData.PlannedData(0, 0, 0, 1, 0));
        }
    }

    @Test
    void otherSettingsArePlannedToo() {
        erp.put(erp.ids().get(0), "lastname", "Lovelace");
        world.config = builder ->
                builder.policy("crm", PERSON.name(), TargetPolicy.defaults().share(false));
        assertThat(plan().touched()).isZero();
        world.sync();
        world.config = builder -> builder;
        SyncPlan again = plan();
        assertThat(again.writes().get(new SystemName("crm")).get(PERSON).updates())
                .isEqualTo(1);
    }
}
