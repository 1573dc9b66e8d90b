package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.Talk;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.policy.TargetPolicy.OnDelete;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.testkit.system.MemoryTable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A mass mistake stops before its first write (R26). */
@Tag("R26")
final class ChangeLimitTest {
    private static final SystemName ERP = new SystemName("erp");

    private final World world = new World();
    private final MemoryTable crm = world.people("crm");
    private final MemoryTable erp = world.people("erp");
    private final MemoryTable companies = world.organisations("crm");
    private final MemoryTable otherCompanies = world.organisations("erp");

    @BeforeEach
    void settled() {
        world.config = builder -> builder.policy(
                        "erp",
                        PERSON.name(),
                        TargetPolicy.defaults()
                                .deletes(OnDelete.ARCHIVE)
                                .changeLimit(
                                        ChangeLimit.defaults().changes(5, 20).removals(2, 5)))
                .policy("erp", ORGANISATION.name(), TargetPolicy.defaults());
        for (int i = 0; i < 20; i++) {
            crm.add("firstname", "P" + i, "email", "p" + i + "@x.example");
        }
        world.settle();
    }

    private void everybodyIsCalled(String name, int howMany) {
        crm.ids().stream().limit(howMany).forEach(id -> crm.put(id, "lastname", name));
    }

    @Test
    void theFirstRunFillsASystemWithoutAsking() {
        assertThat(erp.ids()).hasSize(20);
    }

    @Test
    void whatIsWithinTheLimitsIsDone() {
        everybodyIsCalled("Oops", 5);

        assertThat(world.sync().heldPlans()).isEmpty();
        assertThat(erp.find("lastname", "Oops")).hasSize(5);
    }

    @Test
    @Tag("acceptance-14")
    void tooManyChangesStopBeforeTheFirstAndTheOtherTypesGoOn() {
        everybodyIsCalled("Oops", 6);
        companies.add("name", "Acme");

        SyncReport report = world.sync();

        assertThat(report.heldPlans()).hasSize(1);
        HeldPlan plan = report.heldPlans().get(0);
        assertThat(plan.system()).isEqualTo(ERP);
        assertThat(plan.changes()).isEqualTo(6);
        assertThat(plan.removals()).isZero();
        assertThat(report.isClean()).isFalse();
        assertThat(erp.find("lastname", "Oops")).isEmpty();
        assertThat(otherCompanies.ids()).hasSize(1);
    }

    @Test
    @Tag("R24")
    void removalsHaveALowerLimit() {
        crm.ids().stream().limit(3).toList().forEach(crm::delete);

        SyncReport report = world.sync();

        assertThat(report.heldPlans().get(0).removals()).isEqualTo(3);
        assertThat(erp.ids()).hasSize(20);
    }

    @Test
    @Tag("acceptance-14")
    void anApprovalIsACeilingForOnePlanAndSurvivesARestart() {
        everybodyIsCalled("Oops", 6);
        world.sync();
        try (Talk talk = world.talk()) {
            assertThat(talk.stewardship().heldPlans()).hasSize(1);
            talk.stewardship().approve(ERP.value(), PERSON.name());
        }
        everybodyIsCalled("More", 7);
        assertThat(world.sync().heldPlans()).hasSize(1);
        assertThat(erp.find("lastname", "More")).isEmpty();

        try (Talk talk = world.talk()) {
            talk.stewardship().approve(ERP.value(), PERSON.name());
        }
        assertThat(world.sync().isClean()).isTrue();
        assertThat(erp.find("lastname", "More")).hasSize(7);

        everybodyIsCalled("Again", 7);
        assertThat(world.sync().heldPlans()).hasSize(1);
        assertThat(erp.find("lastname", "Again")).isEmpty();
    }

    @Test
    @Tag("acceptance-14")
    void aRejectedPlanIsNotCarriedOut() {
        everybodyIsCalled("Oops", 6);
        world.sync();
        try (Talk talk = world.talk()) {
            talk.stewardship().reject(ERP.value(), PERSON.name());
            assertThat(talk.stewardship().heldPlans()).isEmpty();
            assertThatExceptionOfType(TalkException.class)
                    .isThrownBy(() -> talk.stewardship().approve(ERP.value(), PERSON.name()));
        }

        assertThat(world.sync().isClean()).isTrue();
        assertThat(erp.find("lastname", "Oops")).isEmpty();
    }
}
