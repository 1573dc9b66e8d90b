package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.ReadState;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reading of systems, and proof of deletions. */
final class ReadingTest {
    private static final SystemName CRM = new SystemName("crm");

    private final World world = new World();

    @Test
    @Tag("R23")
    void aPageThatFailsIsReadAgainAndThoseBeforeItAreNot() {
        MemoryTable crm = world.people("crm");
        world.people("erp");
        for (int i = 0; i < 10; i++) {
            crm.add("firstname", "P" + i, "email", "p" + i + "@x.example");
        }
        world.system("crm").interceptReads(call -> {
            if (call == 3) {
                throw new TalkException(ErrorCode.ACCESS_REFUSED, "revoked in the middle");
            }
        });

        SyncReport broken = world.sync();
        ReadState readState = world.store.reading(CRM, PERSON).orElseThrow();
        assertThat(broken.read().get(CRM).get(PERSON)).isEqualTo(6);
        assertThat(readState.completed()).isNull();
        assertThat(world.store.liveRecords(CRM, PERSON)).isEqualTo(6);

        world.system("crm").interceptReads(call -> {});
        SyncReport rest = world.sync();
        assertThat(rest.read().get(CRM).get(PERSON)).isEqualTo(4);
        assertThat(world.store.liveRecords(CRM, PERSON)).isEqualTo(10);
    }

    @Test
    @Tag("R28")
    void unchangedReReadsCostNothingAndTheOverlapLosesNothing() {
        MemoryTable crm = world.people("crm", facts -> facts.indexLag(Duration.ofMinutes(3)));
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.settle();

        crm.put("1", "firstname", "Augusta");
        world.sync();
        assertThat(erp.text("1", "firstname")).isEqualTo("Ada");
        world.sync();
        world.sync();
        world.sync();

        assertThat(erp.text("1", "firstname")).isEqualTo("Augusta");
        assertThat(world.sync().goldenChanges()).isZero();
    }

    @Test
    @Tag("R28")
    void aReaderThatStandsStillIsAnErrorNotALoop() {
        MemoryTable crm = world.people("crm");
        world.people("erp").add("firstname", "Ada", "email", "ada@x.example");
        crm.answeringReads(request -> Page.more(List.of(), new Position.Token("here")));

        SyncReport report = world.sync();

        assertThat(report.paused().get(CRM)).contains("crm/person").contains("loop for ever");
        assertThat(report.read().get(new SystemName("erp")).get(PERSON)).isEqualTo(1);
    }

    @Test
    @Tag("R25")
    @Tag("acceptance-12")
    void anEmptyListingOfASystemThatHadRecordsDeletesNobody() {
        MemoryTable crm = world.people("crm", facts -> facts.deletes(Deletes.ID_SWEEP));
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        crm.add("firstname", "Alan", "email", "alan@x.example");
        world.settle();
        Runnable restore = crm.hideAll();
        crm.losesPositionOnce();

        SyncReport report = world.sync();

        assertThat(report.paused().get(CRM))
                .contains("returned an empty listing")
                .contains("nothing was deleted");
        assertThat(world.store.liveRecords(CRM, PERSON)).isEqualTo(2);
        assertThat(report.golden().get(PERSON).total()).isEqualTo(2);
        restore.run();
        crm.losesPositionOnce();
        assertThat(world.sync().paused()).isEmpty();
        assertThat(erp.ids()).hasSize(2);
    }

    @Test
    @Tag("R25")
    @Tag("acceptance-13")
    void whatACompleteListingLacksIsLookedUpBeforeItCountsAsGone() {
        MemoryTable crm = world.people("crm", facts -> facts.deletes(Deletes.ID_SWEEP));
        world.people("erp");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        crm.add("firstname", "Alan", "email", "alan@x.example");
        crm.add("firstname", "Grace", "email", "grace@x.example");
        world.settle();
        crm.delete("1");
        crm.hidesFromListings("2");
        crm.losesPositionOnce();

        world.sync();

        assertThat(world.store.liveRecords(CRM, PERSON)).isEqualTo(2);
        assertThat(world.store.records(List.of(ref("crm", "2"))).get(0).isLive())
                .isTrue();
        assertThat(world.store.records(List.of(ref("crm", "1"))).get(0).isLive())
                .isFalse();
    }

    @Test
    @Tag("R24")
    @Tag("R25")
    void whatAPersonDeletedIsNotMadeAgainAndNotDeletedElsewhere() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.settle();

        crm.delete("1");
        SyncReport report = world.settle();
        world.sync();

        assertThat(crm.ids()).isEmpty();
        assertThat(erp.ids()).hasSize(1);
        assertThat(report.golden().get(PERSON).total()).isEqualTo(1);
        erp.put("1", "lastname", "Lovelace");
        world.settle();
        assertThat(crm.ids()).isEmpty();
    }

    @Test
    @Tag("R10")
    @Tag("acceptance-21")
    void aMergeOverThereIsFollowedAndIsNoDelete() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        crm.add("firstname", "Countess", "email", "countess@x.example");
        world.settle();
        assertThat(erp.ids()).hasSize(2);

        crm.merge("1", "2");
        SyncReport report = world.settle();

        assertThat(report.golden().get(PERSON).total()).isEqualTo(1);
        assertThat(crm.ids()).containsExactly("2");
        assertThat(erp.ids()).hasSize(2);
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R30")
    @Tag("acceptance-26")
    void aSystemThatIsDownDoesNotKeepTheOthersFromEachOther() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        MemoryTable staff = world.people("staff");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.settle();
        crm.put("1", "lastname", "Lovelace");
        world.system("staff").failNextRead(new TalkException(ErrorCode.ACCESS_REFUSED, "renew the key of staff"));

        SyncReport report = world.sync();

        assertThat(report.paused()).containsEntry(new SystemName("staff"), "renew the key of staff");
        assertThat(erp.text("1", "lastname")).isEqualTo("Lovelace");
        assertThat(staff.text("1", "lastname")).isNull();

        assertThat(world.sync().paused()).isEmpty();
        assertThat(staff.text("1", "lastname")).isEqualTo("Lovelace");
    }

    @Test
    @Tag("R30")
    void aPluginWithAMistakePausesItselfAlone() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.settle();
        crm.put("1", "lastname", "Lovelace");
        world.system("erp").failNextWrite(new IllegalStateException("secret-canary"));

        SyncReport report = world.sync();

        assertThat(report.paused().get(new SystemName("erp"))).doesNotContain("secret-canary");
        assertThat(report.written().get(new SystemName("erp")).get(PERSON).inDoubt())
                .isEqualTo(1);
        world.settle();
        assertThat(erp.text("1", "lastname")).isEqualTo("Lovelace");
    }

    @Test
    @Tag("R21")
    void anInsertWhoseAnswerWasLostIsNotSentAgain() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp").losesReplies(true);
        crm.add("firstname", "Ada", "lastname", "Lovelace", "email", "ada@x.example");

        SyncReport lost = world.sync();
        assertThat(lost.written().get(new SystemName("erp")).get(PERSON).inDoubt())
                .isEqualTo(1);
        assertThat(erp.ids()).hasSize(1);
        erp.losesReplies(false);
        for (int run = 0; run < 5; run++) {
            world.sync();
        }

        assertThat(erp.ids()).hasSize(1);
        assertThat(world.store.intents()).isEmpty();
    }

    private static RecordRef ref(String system, String id) {
        return RecordRef.of(system, PERSON, id);
    }

    @Test
    @Tag("R25")
    void whatOnlyAListingCanShowIsLookedForAsOftenAsTheSystemSays() {
        MemoryTable crm =
                world.people("crm", facts -> facts.deletes(Deletes.ID_SWEEP).relistEvery(Duration.ofHours(1)));
        world.people("erp");
        String id = crm.add("firstname", "Ada", "email", "ada@x.example");
        crm.add("firstname", "Bob", "email", "bob@x.example");
        world.settle();

        crm.delete(id);
        world.sync();
        assertThat(world.store.liveRecords(CRM, PERSON)).isEqualTo(2);

        world.clock.advance(Duration.ofHours(1));
        world.sync();
        assertThat(world.store.liveRecords(CRM, PERSON)).isEqualTo(1);
        world.system("crm").forgetCounts();
        world.sync();
        assertThat(world.system("crm").readCalls())
                .as("readings after the listing, which was just made")
                .isEqualTo(1);
    }

    @Test
    @Tag("R1")
    void aFieldThatCanBeReadSinceIsReadFromEveryRecordOnce() {
        World other = new World();
        List<FieldSpec> some = List.of(FieldSpec.of("email"), FieldSpec.of("firstname"));
        MemoryTable crm = other.holds(
                "crm", TypeSpec.of(Person.SCHEMA, some).inserts().updates().build());
        MemoryTable erp = other.people("erp");
        crm.add("firstname", "Ada", "lastname", "Byron", "email", "ada@x.example");
        crm.add("firstname", "Bo", "lastname", "Berg", "email", "bo@x.example");
        other.clock.advance(Duration.ofDays(1));
        erp.add("lastname", "Lovelace", "email", "ada@x.example");
        other.settle();
        assertThat(erp.find("lastname", "Berg")).isEmpty();
        other.system("crm").forgetCounts();
        other.sync();
        assertThat(other.system("crm").readCalls()).isEqualTo(1);

        crm.becomes(World.full(Person.SCHEMA).build());
        other.settle();

        assertThat(erp.find("lastname", "Berg")).hasSize(1);
        assertThat(crm.text("1", "lastname"))
                .as("what was said later, though it was read first")
                .isEqualTo("Lovelace");
        other.system("crm").forgetCounts();
        assertThat(other.sync().writes()).isZero();
        assertThat(other.system("crm").readCalls()).isEqualTo(1);
        crm.becomes(TypeSpec.of(Person.SCHEMA, some).inserts().updates().build());
        assertThat(other.sync().writes()).isZero();
        assertThat(crm.text("1", "lastname")).isEqualTo("Lovelace");
    }

    @Test
    @Tag("R1")
    @Tag("R23")
    void aFieldThatCanBeReadSinceIsStillReadWhenTheFirstTryFails() {
        World other = new World();
        List<FieldSpec> some = List.of(FieldSpec.of("email"), FieldSpec.of("firstname"));
        MemoryTable crm = other.holds(
                "crm",
                TypeSpec.of(Person.SCHEMA, some)
                        .readLimit(2)
                        .inserts()
                        .updates()
                        .build());
        MemoryTable erp = other.people("erp");
        for (int i = 0; i < 7; i++) {
            crm.add("lastname", "L" + i, "email", i + "@x.example");
        }
        other.clock.advance(Duration.ofDays(1));
        erp.add("lastname", "Newer", "email", "6@x.example");
        other.settle();
        crm.becomes(World.full(Person.SCHEMA).readLimit(2).build());
        other.system("crm").interceptReads(call -> {
            if (call == 2) {
                throw new TalkException(ErrorCode.ACCESS_REFUSED, "token revoked");
            }
        });
        other.sync();
        other.system("crm").interceptReads(call -> {});

        other.settle();

        for (int i = 0; i < 6; i++) {
            assertThat(erp.find("lastname", "L" + i)).as("L%s", i).hasSize(1);
        }
        assertThat(crm.text("7", "lastname"))
                .as("on the last page, in a later run")
                .isEqualTo("Newer");
    }
}
