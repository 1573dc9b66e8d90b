package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Systems may fail for a while, join later or leave. */
final class ComingAndGoingTest {
    private static final SystemName ERP = new SystemName("erp");

    private final World world = new World();
    private final MemoryTable crm = world.people("crm");
    private final MemoryTable erp = world.people("erp");

    @BeforeEach
    void settled() {
        for (int i = 0; i < 12; i++) {
            crm.add("firstname", "P" + i, "email", "p" + i + "@x.example");
        }
        world.settle();
        world.systems.values().forEach(MemorySystem::forgetCounts);
    }

    @Test
    @Tag("R30")
    @Tag("acceptance-26")
    void aSystemWhoseQuotaIsUsedUpWhileReadingCatchesUpWithoutAFullRead() {
        crm.put("1", "lastname", "One");
        world.system("crm").failNextRead(new TalkException(ErrorCode.QUOTA_EXHAUSTED, "come back tomorrow"));
        SyncReport paused = world.sync();
        assertThat(paused.paused()).containsOnlyKeys(new SystemName("crm"));
        world.clock.advance(Duration.ofDays(1));
        world.system("crm").forgetCounts();

        SyncReport report = world.sync();

        assertThat(report.isClean()).isTrue();
        assertThat(erp.find("lastname", "One")).hasSize(1);
        assertThat(world.system("crm").readCalls()).isEqualTo(1);
    }

    @Test
    @Tag("R30")
    void aSystemWhoseQuotaIsUsedUpWhileWritingGetsTheRestLaterAndOnce() {
        for (int i = 1; i <= 9; i++) {
            crm.put(String.valueOf(i), "lastname", "New");
        }
        int[] calls = {0};
        erp.answering(operation -> {
            calls[0]++;
            if (calls[0] == 5) {
                throw new TalkException(ErrorCode.QUOTA_EXHAUSTED, "come back tomorrow");
            }
            return Optional.empty();
        });

        SyncReport stopped = world.sync();
        assertThat(stopped.paused()).containsOnlyKeys(ERP);
        assertThat(erp.find("lastname", "New")).hasSize(4);
        world.systems.values().forEach(MemorySystem::forgetCounts);
        world.clock.advance(Duration.ofDays(1));

        SyncReport report = world.sync();

        assertThat(report.isClean()).isTrue();
        assertThat(erp.find("lastname", "New")).hasSize(9);
        assertThat(world.system("erp").asked()).hasSize(5);
        assertThat(world.system("crm").readCalls()).isLessThanOrEqualTo(4);
    }

    @Test
    @Tag("R16")
    @Tag("R13")
    void aThirdSystemThatComesLaterIsFilledAndItsBlanksClearNothing() {
        MemoryTable staff = world.people("staff");
        staff.add("firstname", "", "email", "p0@x.example");
        staff.add("firstname", "New", "email", "new@x.example");

        world.settle();

        assertThat(staff.ids()).hasSize(13);
        assertThat(crm.ids()).hasSize(13);
        assertThat(erp.ids()).hasSize(13);
        assertThat(staff.text("1", "firstname")).isEqualTo("P0");
        assertThat(crm.text("1", "firstname")).isEqualTo("P0");
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R16")
    @Tag("R17")
    void aThirdSystemWithoutFullSyncGetsOnlyWhatIsNew() {
        MemoryTable staff = world.people("staff");
        world.config = builder ->
                builder.policy("staff", PERSON.name(), TargetPolicy.defaults().fullSync(false));
        world.settle();
        assertThat(staff.ids()).isEmpty();
        crm.add("firstname", "New", "email", "new@x.example");

        world.settle();

        assertThat(staff.ids()).hasSize(1);
    }

    @Test
    @Tag("R16")
    void nothingIsInsertedAnywhereWhileAThirdSystemIsStillBeingRead() {
        MemoryTable staff = world.people("staff");
        staff.add("firstname", "New", "email", "new@x.example");
        crm.add("firstname", "New", "email", "new@x.example");
        world.system("staff").failNextRead(new TalkException(ErrorCode.ACCESS_REFUSED, "token revoked"));

        world.sync();

        assertThat(erp.ids()).hasSize(12);
        world.settle();
        assertThat(erp.ids()).hasSize(13);
        assertThat(staff.ids()).hasSize(13);
    }

    @Test
    @Tag("R16")
    void aSystemThatLeavesTakesNobodyWithIt() {
        world.people("staff");
        world.settle();
        world.systems.remove("staff");

        SyncReport left = world.sync();
        assertThat(left.isClean()).isTrue();
        assertThat(left.writes()).isZero();
        crm.put("1", "lastname", "Changed");
        world.settle();

        assertThat(erp.find("lastname", "Changed")).hasSize(1);
        assertThat(erp.ids()).hasSize(12);
        assertThat(crm.ids()).hasSize(12);
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R16")
    void aSystemThatWasTakenOutAndComesBackGetsWhatHappenedMeanwhile() {
        world.config = builder -> builder.trust("crm", "erp");
        MemoryTable staff = world.people("staff");
        world.settle();
        MemorySystem away = world.systems.remove("staff");
        crm.put("1", "lastname", "Changed");
        crm.add("firstname", "New", "email", "new@x.example");
        world.settle();
        world.systems.put("staff", away);

        world.settle();

        assertThat(staff.find("lastname", "Changed")).hasSize(1);
        assertThat(staff.find("email", "new@x.example")).hasSize(1);
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R16")
    void aSystemThatIsSharedWithAgainGetsWhatHappenedMeanwhile() {
        world.config = builder ->
                builder.policy("erp", PERSON.name(), TargetPolicy.defaults().share(false));
        crm.put("1", "lastname", "Changed");
        world.settle();
        assertThat(erp.find("lastname", "Changed")).isEmpty();
        world.config = builder -> builder;

        world.settle();

        assertThat(erp.find("lastname", "Changed")).hasSize(1);
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R16")
    void aTypeThatTakesPartAgainGetsWhatHappenedMeanwhile() {
        MemoryTable firms = world.organisations("erp");
        world.organisations("crm");
        world.settle();
        world.config = builder -> builder.onlyTypes("erp", ORGANISATION.name());
        crm.put("1", "lastname", "Changed");
        world.settle();
        assertThat(erp.find("lastname", "Changed")).isEmpty();
        assertThat(firms.ids()).isEmpty();
        world.config = builder -> builder;

        world.settle();

        assertThat(erp.find("lastname", "Changed")).hasSize(1);
        assertThat(world.sync().writes()).isZero();
    }
}
