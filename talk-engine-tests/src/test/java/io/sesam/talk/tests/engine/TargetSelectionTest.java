package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.result.Explanation;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Selection of targets and inserts (R16, R17). */
final class TargetSelectionTest {
    private static final SystemName ERP = new SystemName("erp");

    private final World world = new World();

    @Test
    @Tag("R16")
    void nothingIsInsertedBeforeEverySystemHasBeenReadOnce() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        MemoryTable staff = world.people("staff");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        staff.add("firstname", "Alan", "email", "alan@x.example");
        world.system("staff").failNextRead(new TalkException(ErrorCode.ACCESS_REFUSED, "token revoked"));

        SyncReport first = world.sync();
        assertThat(first.paused()).containsOnlyKeys(new SystemName("staff"));
        assertThat(first.writes()).isZero();
        assertThat(erp.ids()).isEmpty();

        world.sync();
        assertThat(erp.ids()).hasSize(2);
        assertThat(crm.ids()).hasSize(2);
        assertThat(staff.ids()).hasSize(2);
    }

    @Test
    @Tag("R16")
    void noFilledValueIsOverwrittenBeforeEverySystemHasBeenReadOnce() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        world.people("staff");
        crm.add("firstname", "Ada", "lastname", "Byron", "email", "ada@x.example");
        world.clock.advance(Duration.ofHours(1));
        String there = erp.add("firstname", "Augusta", "lastname", "", "email", "ada@x.example");
        world.system("staff").failNextRead(new TalkException(ErrorCode.ACCESS_REFUSED, "token revoked"));

        world.sync();

        assertThat(crm.text("1", "firstname")).as("filled, so it waits").isEqualTo("Ada");
        assertThat(erp.text(there, "lastname")).as("blank, so it is filled").isEqualTo("Byron");
        try (Talk talk = world.talk()) {
            assertThat(talk.records().explain("crm", "person", "1").systems())
                    .filteredOn(system -> system.system().value().equals("crm"))
                    .extracting(Explanation.Destination::because)
                    .containsExactly(
                            "filled values are not overwritten before every system has been read completely once");
        }
        world.settle();
        assertThat(crm.text("1", "firstname")).isEqualTo("Augusta");
    }

    @Test
    @Tag("R16")
    void aTypeThatNoSystemHeldUntilNowHasNotBeenRead() {
        world.people("crm");
        world.people("erp");
        world.settle();
        MemoryTable crm = world.organisations("crm");
        MemoryTable erp = world.organisations("erp");
        world.organisations("staff");
        crm.add("name", "Acme", "domain", "old.example");
        world.clock.advance(Duration.ofHours(1));
        erp.add("name", "Acme", "domain", "new.example");
        world.system("staff").failNextRead(new TalkException(ErrorCode.ACCESS_REFUSED, "token revoked"));

        world.sync();

        assertThat(crm.text("1", "domain")).isEqualTo("old.example");
        world.settle();
        assertThat(crm.text("1", "domain")).isEqualTo("new.example");
    }

    @Test
    @Tag("R16")
    void aSystemThatJoinsLaterHoldsUpInsertsOnly() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.settle();
        world.people("staff");
        crm.put("1", "firstname", "Augusta");
        crm.add("firstname", "Alan", "email", "alan@x.example");
        world.system("staff").failNextRead(new TalkException(ErrorCode.ACCESS_REFUSED, "token revoked"));

        world.sync();

        assertThat(erp.text("1", "firstname")).isEqualTo("Augusta");
        assertThat(erp.ids()).hasSize(1);
        world.settle();
        assertThat(erp.ids()).hasSize(2);
    }

    @Test
    @Tag("R16")
    @Tag("R26")
    void insertsThatHadToWaitStillBelongToTheFirstRun() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        world.people("staff");
        for (int i = 0; i < 150; i++) {
            crm.add("firstname", "P" + i, "email", "p" + i + "@x.example");
        }
        world.system("staff").failNextRead(new TalkException(ErrorCode.ACCESS_REFUSED, "token revoked"));
        world.sync();

        SyncReport report = world.sync();

        assertThat(report.heldPlans()).isEmpty();
        assertThat(erp.ids()).hasSize(150);
    }

    @Test
    @Tag("R9")
    void whatTalkMakesIsNeverTheOldestOfItsClusterHoweverCoarseTheClock() {
        world.people("crm");
        world.people("erp");
        MemoryTable staff = world.people("staff");
        String alan = staff.add("firstname", "Alan", "email", "alan@x.example");

        SyncReport report = world.sync();

        GoldenId id = GoldenId.foundedBy(RecordRef.of("staff", PERSON, alan));
        assertThat(world.store.goldens(List.of(id))).noneMatch(StoredGolden::removed);
        assertThat(report.golden().get(PERSON).created()).isEqualTo(1);
        assertThat(report.goldenChanges()).isEqualTo(1);
    }

    @Test
    @Tag("R21")
    @Tag("R19")
    void whatTurnsOutToBelongTogetherWhileWritingIsNotMadeTwice() {
        MemoryTable crm = world.people("crm", facts -> facts.writeLimit(1));
        MemoryTable erp = world.people("erp", facts -> facts.writeLimit(1));
        for (int i = 0; i < 6; i++) {
            crm.add("firstname", "P" + i, "email", "p" + i + "@x.example");
        }
        List<String> byDecision = new ArrayList<>(crm.ids());
        byDecision.sort(Comparator.comparing(id -> GoldenId.foundedBy(RecordRef.of("crm", PERSON, id))));
        String last = byDecision.get(5);
        crm.delete(last);
        world.settle();

        crm.put(last, "firstname", "New", "email", "new@x.example");
        String first = byDecision.get(0);
        crm.put(first, "lastname", "Changed");
        erp.answering(operation -> {
            if (operation.kind() == Operation.Kind.UPDATE) {
                erp.put(operation.existingId(), "email", "new@x.example");
                erp.answering(other -> Optional.empty());
            }
            return Optional.empty();
        });
        world.settle();

        assertThat(erp.find("email", "new@x.example")).hasSize(1);
        assertThat(erp.ids()).hasSize(5);
    }

    @Test
    @Tag("R16")
    void oneSystemAloneIsReadAndNeverWritten() {
        MemoryTable crm = world.people("crm");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        crm.add("firstname", "", "email", "ada@x.example");

        SyncReport report = world.sync();

        assertThat(report.golden().get(PERSON).total()).isEqualTo(1);
        assertThat(crm.ids()).hasSize(2);
    }

    @Test
    @Tag("R17")
    void sharingOffMeansReadOnly() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        erp.add("firstname", "Alan", "email", "alan@x.example");
        world.config = builder ->
                builder.policy("erp", PERSON.name(), TargetPolicy.defaults().share(false));

        world.settle();

        assertThat(erp.ids()).hasSize(1);
        assertThat(crm.ids()).hasSize(2);
        assertThat(world.system("erp").writeCalls()).isZero();
    }

    @Test
    @Tag("R17")
    void withoutFullSyncOnlyWhatIsNewerThanTheConnectionIsInserted() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.keepsNoTimes().add("firstname", "Old", "email", "old@x.example");
        world.config = builder ->
                builder.policy("erp", PERSON.name(), TargetPolicy.defaults().fullSync(false));
        world.settle();
        assertThat(erp.ids()).isEmpty();

        crm.add("firstname", "New", "email", "new@x.example");
        world.settle();

        assertThat(erp.ids()).hasSize(1);
        assertThat(erp.text(erp.ids().get(0), "firstname")).isEqualTo("New");
    }

    @Test
    @Tag("R17")
    @Tag("R22")
    void aMissingRequiredFieldRefusesTheInsertAndIsTriedAgainWhenItComes() {
        MemoryTable crm = world.people("crm");
        TypeSpec spec = TypeSpec.of(
                        Person.SCHEMA,
                        FieldSpec.of("firstname"),
                        FieldSpec.of("lastname").required(),
                        FieldSpec.of("email"))
                .inserts()
                .updates()
                .build();
        MemoryTable erp = world.holds("erp", spec);
        String ada = crm.add("firstname", "Ada", "email", "ada@x.example");

        SyncReport refused = world.sync();
        assertThat(refused.written().get(ERP).get(PERSON).refused()).isEqualTo(1);
        assertThat(refused.parked()).isEqualTo(1);
        assertThat(world.store.parked(null, 10).get(0).reason()).contains("erp").contains("lastname");
        assertThat(erp.ids()).isEmpty();
        world.sync();
        assertThat(world.system("erp").writeCalls()).isZero();

        crm.put(ada, "lastname", "Lovelace");
        SyncReport done = world.settle();
        assertThat(erp.ids()).hasSize(1);
        assertThat(done.parked()).isZero();
    }
}
