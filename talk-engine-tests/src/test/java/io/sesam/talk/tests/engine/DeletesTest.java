package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.policy.TargetPolicy.OnDelete;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Deletions are proven, and followed as configured (R24, R25, R10). */
@Tag("R24")
final class DeletesTest {
    private static final SystemName ERP = new SystemName("erp");

    private final World world = new World();
    private final MemoryTable crm = world.people("crm");
    private final MemoryTable erp = world.people("erp");
    private final MemoryTable staff = world.people("staff");

    @BeforeEach
    void settled() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        crm.add("firstname", "Alan", "email", "alan@x.example");
        world.settle();
        erpAnswers(OnDelete.ARCHIVE);
        world.settle();
        world.systems.values().forEach(MemorySystem::forgetCounts);
    }

    private void erpAnswers(OnDelete answer) {
        world.config = builder ->
                builder.policy("erp", PERSON.name(), TargetPolicy.defaults().deletes(answer));
    }

    @Test
    void whatIsGoneIsArchivedWhereTheHostWantsItAndNowhereElse() {
        crm.delete("1");

        SyncReport report = world.sync();

        assertThat(report.written().get(ERP).get(PERSON).archived()).isEqualTo(1);
        assertThat(erp.find("firstname", "Ada")).isEmpty();
        assertThat(erp.find("firstname", "Alan")).hasSize(1);
        assertThat(staff.find("firstname", "Ada")).hasSize(1);
        assertThat(crm.find("firstname", "Ada")).isEmpty();
        AuditEntry entry = world.store.audit(0, 1).get(0);
        assertThat(entry.outcome()).isEqualTo(AuditEntry.Outcome.ARCHIVED);
        for (int run = 0; run < 10; run++) {
            assertThat(world.sync().writes()).isZero();
        }
    }

    @Test
    void aTargetThatIgnoresGoesOnBeingWritten() {
        erpAnswers(OnDelete.IGNORE);
        crm.delete("1");
        world.settle();
        staff.put(staff.find("firstname", "Ada").get(0), "lastname", "Lovelace");

        world.settle();

        assertThat(erp.find("lastname", "Lovelace")).hasSize(1);
        assertThat(crm.ids()).containsExactly("2");
    }

    @Test
    void aTargetThatUnlinksKeepsTheRecordAndIsNoLongerWritten() {
        erpAnswers(OnDelete.UNLINK);
        crm.delete("1");
        world.settle();
        world.system("erp").forgetCounts();
        staff.put(staff.find("firstname", "Ada").get(0), "lastname", "Lovelace");

        world.settle();

        assertThat(erp.find("firstname", "Ada")).hasSize(1);
        assertThat(world.system("erp").asked()).isEmpty();
    }

    @Test
    void aRecordThatComesBackIsWrittenAgainWhereItStayed() {
        erpAnswers(OnDelete.UNLINK);
        crm.delete("1");
        world.settle();
        world.clock.advance(Duration.ofMinutes(1));
        crm.put("1", "firstname", "Ada", "lastname", "Back", "email", "ada@x.example");

        world.settle();

        assertThat(erp.find("lastname", "Back")).hasSize(1);
        assertThat(erp.ids()).hasSize(2);
        assertThat(staff.ids()).hasSize(2);
    }

    @Test
    void aRecordThatComesBackIsNotArchivedAgain() {
        crm.delete("1");
        world.settle();
        crm.put("1", "firstname", "Ada", "email", "ada@x.example");

        world.settle();

        assertThat(crm.ids()).hasSize(2);
        assertThat(staff.ids()).hasSize(2);
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    void anEditOfWhatWasUnlinkedStillReachesTheOthers() {
        erpAnswers(OnDelete.UNLINK);
        crm.delete("1");
        world.settle();

        erp.put(erp.find("firstname", "Ada").get(0), "lastname", "Lovelace");
        world.settle();

        assertThat(staff.find("lastname", "Lovelace")).hasSize(1);
        assertThat(crm.ids()).containsExactly("2");
    }

    @Test
    void whatAPersonBringsBackAfterTalkArchivedItIsNotArchivedAgain() {
        String id = erp.find("firstname", "Ada").get(0);
        crm.delete("1");
        world.settle();
        assertThat(erp.ids()).doesNotContain(id);
        erp.put(id, "firstname", "Ada", "lastname", "Back", "email", "ada@x.example");

        world.settle();

        assertThat(erp.ids()).contains(id);
        assertThat(staff.find("lastname", "Back")).hasSize(1);
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    void whatGoesASecondTimeIsArchivedAlthoughItWasBroughtBackBefore() {
        String id = erp.find("firstname", "Ada").get(0);
        crm.delete("1");
        world.settle();
        erp.put(id, "firstname", "Ada", "email", "ada@x.example");
        crm.put("1", "firstname", "Ada", "email", "ada@x.example");
        world.settle();
        assertThat(erp.ids()).contains(id);

        crm.delete("1");
        world.settle();

        assertThat(erp.ids()).doesNotContain(id);
    }

    @Test
    void whatAPersonDeletedAndBroughtBackIsKeptUpToDateAgain() {
        erpAnswers(OnDelete.IGNORE);
        String id = erp.find("firstname", "Ada").get(0);
        erp.delete(id);
        world.settle();
        assertThat(erp.ids()).hasSize(1);
        erp.put(id, "firstname", "Ada", "email", "ada@x.example");
        world.settle();

        crm.put("1", "lastname", "Lovelace");
        world.settle();

        assertThat(erp.text(id, "lastname")).isEqualTo("Lovelace");
    }

    @Test
    @Tag("R10")
    void aMergeThatIsUndoneOverThereMakesAndArchivesNobody() {
        crm.put("2", "email", "ada@x.example");
        crm.merge("1", "2");
        world.settle();
        int inErp = erp.ids().size();
        world.systems.values().forEach(MemorySystem::forgetCounts);
        crm.put("1", "firstname", "Ada", "email", "ada@x.example");

        world.settle();

        assertThat(world.system("erp").asked()).noneMatch(operation -> operation.kind() != Operation.Kind.UPDATE);
        assertThat(world.system("staff").asked()).noneMatch(operation -> operation.kind() != Operation.Kind.UPDATE);
        assertThat(erp.ids()).hasSize(inErp);
        assertThat(crm.ids()).hasSize(2);
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R10")
    void aMergeOverThereArchivesNobody() {
        crm.put("2", "email", "ada@x.example");
        crm.merge("1", "2");

        world.settle();

        assertThat(world.system("erp").asked()).noneMatch(operation -> operation.kind() == Operation.Kind.ARCHIVE);
        assertThat(erp.ids()).hasSize(2);
    }

    @Test
    @Tag("R25")
    void aTenantThatIsGoneArchivesNobody() {
        World other = new World();
        MemoryTable lost = other.people("crm", facts -> facts.deletes(Deletes.ID_SWEEP));
        MemoryTable target = other.people("erp");
        other.config = builder ->
                builder.policy("erp", PERSON.name(), TargetPolicy.defaults().deletes(OnDelete.ARCHIVE));
        for (int i = 0; i < 7; i++) {
            lost.add("firstname", "P" + i, "email", "p" + i + "@x.example");
        }
        other.settle();
        Runnable back = lost.hideAll();
        lost.losesPositionOnce();

        SyncReport report = other.sync();

        assertThat(report.paused()).containsOnlyKeys(new SystemName("crm"));
        assertThat(target.ids()).hasSize(7);
        back.run();
        other.settle();
        assertThat(target.ids()).hasSize(7);
    }

    @Test
    @Tag("R25")
    @Tag("acceptance-12")
    void whatAHalfListingLacksIsArchivedOnlyWhenItIsReallyGone() {
        World other = new World();
        MemoryTable half = other.people("crm", facts -> facts.deletes(Deletes.ID_SWEEP));
        MemoryTable target = other.people("erp");
        other.config = builder ->
                builder.policy("erp", PERSON.name(), TargetPolicy.defaults().deletes(OnDelete.ARCHIVE));
        for (int i = 0; i < 7; i++) {
            half.add("firstname", "P" + i, "email", "p" + i + "@x.example");
        }
        other.settle();
        half.hidesFromListings("2");
        half.hidesFromListings("3");
        half.hidesFromListings("4");
        half.delete("5");
        half.losesPositionOnce();

        other.settle();

        assertThat(target.find("firstname", "P4")).isEmpty();
        assertThat(target.ids()).hasSize(6);
    }

    @Test
    @Tag("R22")
    void aRefusedArchivingIsParkedWithItsReason() {
        erp.answering(operation -> operation.kind() == Operation.Kind.ARCHIVE
                ? Optional.of(new Outcome.Rejected("it has invoices"))
                : Optional.empty());
        crm.delete("1");

        SyncReport report = world.sync();

        assertThat(report.parked()).isEqualTo(1);
        world.system("erp").forgetCounts();
        world.sync();
        assertThat(world.system("erp").asked()).isEmpty();
    }
}
