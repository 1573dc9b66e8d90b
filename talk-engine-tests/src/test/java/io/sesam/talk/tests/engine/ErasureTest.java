package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.policy.TargetPolicy.OnDelete;
import io.sesam.talk.result.ErasureReport;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Erasure;
import io.sesam.talk.store.Erasure.State;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.testkit.system.MemorySink;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An erased person disappears everywhere and stays away (R27). */
@Tag("R27")
final class ErasureTest {
    private static final String ADA = "ada@x.example";

    private final World world = new World();
    private final MemorySink sink = new MemorySink();
    private final MemoryTable crm = world.people("crm").erases();
    private final MemoryTable erp = world.people("erp");
    private final MemoryTable staff = world.holds(
            "staff",
            TypeSpec.of(
                            Person.SCHEMA,
                            Person.SCHEMA.properties().stream()
                                    .map(property -> FieldSpec.of(property.name()))
                                    .toList())
                    .inserts()
                    .updates()
                    .build());

    @BeforeEach
    void adaIsEverywhere() {
        world.config = builder -> builder.sink("sink", sink, Map.of());
        crm.add("firstname", "Ada", "lastname", "Byron", "email", ADA);
        erp.add("firstname", "Alan", "email", "alan@x.example");
        world.settle();
        crm.put("1", "lastname", "Lovelace");
        world.settle();
        world.systems.values().forEach(MemorySystem::forgetCounts);
    }

    private ErasureReport erase(Function<Talk, ErasureReport> whom) {
        try (Talk talk = world.talk()) {
            return whom.apply(talk);
        }
    }

    private ErasureReport eraseAda() {
        return erase(talk -> talk.stewardship().erase(PERSON.name(), " Ada@X.example "));
    }

    private Map<String, State> open() {
        try (Talk talk = world.talk()) {
            return talk.status().erasures().stream()
                    .collect(Collectors.toMap(
                            erasure -> erasure.record().system() + "/"
                                    + erasure.record().id(),
                            Erasure::state));
        }
    }

    @Test
    void everySystemDoesWhatItCanAndTheReportSaysWhich() {
        ErasureReport report = eraseAda();

        Map<String, State> states = report.records().stream()
                .collect(Collectors.toMap(erasure -> erasure.record().system().value(), Erasure::state));
        assertThat(states).isEqualTo(Map.of("crm", State.ERASED, "erp", State.ARCHIVED, "staff", State.IMPOSSIBLE));
        assertThat(report.golden()).isEqualTo(1);
        assertThat(report.isDone()).isFalse();
        assertThat(report.sinks()).containsExactly(new SystemName("sink"));
        assertThat(crm.find("firstname", "Ada")).isEmpty();
        assertThat(erp.find("firstname", "Ada")).isEmpty();
        assertThat(crm.find("firstname", "Alan")).hasSize(1);
        assertThat(report.records())
                .filteredOn(erasure -> erasure.state() == State.IMPOSSIBLE)
                .allMatch(erasure ->
                        erasure.reason().contains("staff") && erasure.reason().contains("by hand"));
    }

    @Test
    void nothingThatWasSaidIsLeftInTheStoreOrTheSinks() {
        assertThat(sink.rows().toString()).contains("Lovelace");
        List<GoldenId> ids = world.store.goldensAfter(0, 10).stream()
                .filter(golden -> golden.values().toString().contains("lastname"))
                .map(StoredGolden::id)
                .toList();

        eraseAda();

        assertThat(sink.rows().toString())
                .doesNotContain("Lovelace")
                .doesNotContain(ADA)
                .contains("Alan");
        assertThat(world.store.members(ids)).isEmpty();
        assertThat(world.store.goldens(ids))
                .hasSize(1)
                .allMatch(golden -> golden.removed() && golden.values().equals(Fields.unknown(Person.SCHEMA)));
        List<AuditEntry> journal = world.store.audit(0, 100);
        assertThat(journal)
                .filteredOn(entry -> ids.contains(entry.golden()))
                .hasSizeGreaterThan(3)
                .allMatch(entry -> entry.after().equals(Fields.unknown(Person.SCHEMA))
                        && entry.before().equals(Fields.unknown(Person.SCHEMA)));
        assertThat(journal)
                .extracting(entry -> entry.outcome().text())
                .contains("erased", "archived", "inserted", "updated");
        assertThat(world.store.counts().get(new SystemName("staff"))).containsEntry(PERSON, 1L);
    }

    @Test
    void theRunsThatFollowChangeNothing() {
        eraseAda();
        world.systems.values().forEach(MemorySystem::forgetCounts);

        for (int run = 0; run < 10; run++) {
            SyncReport report = world.sync();
            assertThat(report.writes()).isZero();
            assertThat(report.goldenChanges()).isZero();
        }
        assertThat(world.systems.values()).allMatch(system -> system.writeCalls() == 0);
    }

    @Test
    void whoeverShowsUpAgainReachesNobodyAndIsToldOfUntilGone() {
        eraseAda();
        String again = crm.add("firstname", "Ada", "email", "ADA@x.example");

        SyncReport report = world.sync();

        assertThat(report.isClean()).isFalse();
        assertThat(report.goldenChanges()).isZero();
        assertThat(erp.find("firstname", "Ada")).isEmpty();
        assertThat(staff.find("firstname", "Ada")).hasSize(1);
        assertThat(sink.rows().toString()).doesNotContain("Ada");
        assertThat(open()).containsEntry("crm/" + again, State.BACK);

        crm.delete(again);
        world.sync();
        assertThat(open()).doesNotContainKey("crm/" + again);
    }

    @Test
    void anotherPersonWhoGetsAnErasedAddressKeepsWhatWasKnownOfThem() {
        eraseAda();
        erp.put("1", "firstname", "Alan M.", "email", ADA);

        world.settle();

        assertThat(crm.find("firstname", "Alan")).hasSize(1);
        assertThat(open()).containsEntry("erp/1", State.BACK);
        erp.put("1", "email", "alan@x.example");
        world.settle();
        assertThat(crm.find("firstname", "Alan M.")).hasSize(1);
        assertThat(open()).doesNotContainKey("erp/1");
    }

    @Test
    void whatComesBackCanBeErasedAgain() {
        eraseAda();
        String again = crm.add("firstname", "Ada", "email", ADA);
        world.sync();

        ErasureReport report = erase(talk -> talk.stewardship().erase(RecordRef.of("crm", PERSON, again)));

        assertThat(report.records()).extracting(Erasure::state).containsExactly(State.ERASED);
        assertThat(crm.find("firstname", "Ada")).isEmpty();
        assertThat(open()).containsOnlyKeys("staff/1");
    }

    @Test
    void whoComesBackForGoodIsReadmitted() {
        eraseAda();
        String again = crm.add("firstname", "Ada", "email", ADA);
        world.sync();

        try (Talk talk = world.talk()) {
            talk.stewardship().readmit(RecordRef.of("crm", PERSON, again));
        }
        world.settle();

        assertThat(erp.find("firstname", "Ada")).hasSize(1);
        assertThat(open()).doesNotContainKey("crm/" + again);
    }

    @Test
    void aSystemThatCannotIsToldOfUntilAPersonHasDoneIt() {
        eraseAda();
        world.sync();
        String left = staff.find("firstname", "Ada").get(0);
        assertThat(open()).containsExactly(Map.entry("staff/" + left, State.IMPOSSIBLE));

        staff.delete(left);

        assertThat(world.sync().isClean()).isTrue();
        assertThat(open()).isEmpty();
    }

    @Test
    @Tag("R30")
    void aSystemThatIsDownIsAskedAgainByEachRunUntilItIsDone() {
        world.system("crm").failNextWrite(new TalkException(ErrorCode.UNREACHABLE, "crm is down"));
        world.system("crm").failNextWrite(new TalkException(ErrorCode.UNREACHABLE, "crm is down"));

        ErasureReport report = eraseAda();
        assertThat(report.paused()).containsEntry(new SystemName("crm"), "crm is down");
        assertThat(erp.find("firstname", "Ada")).isEmpty();
        assertThat(open()).containsEntry("crm/1", State.PENDING);
        assertThat(world.store.erasures()).anyMatch(erasure -> erasure.reason().equals("crm is down"));

        world.sync();
        assertThat(open()).containsEntry("crm/1", State.PENDING);
        assertThat(crm.find("firstname", "Ada")).hasSize(1);
        assertThat(sink.rows().toString()).doesNotContain("Ada");

        SyncReport done = world.sync();
        assertThat(crm.find("firstname", "Ada")).isEmpty();
        assertThat(done.erasures()).anyMatch(erasure -> erasure.state() == State.ERASED);
        assertThat(open()).containsOnlyKeys("staff/1");
    }

    @Test
    void whatASystemRefusesIsAskedAgainByHand() {
        erp.answering(operation -> Optional.of(new Outcome.Rejected("it has invoices")));
        eraseAda();
        String id = erp.find("firstname", "Ada").get(0);
        assertThat(open()).containsEntry("erp/" + id, State.IMPOSSIBLE);
        erp.answering(operation -> Optional.empty());
        world.sync();
        assertThat(erp.ids()).contains(id);

        try (Talk talk = world.talk()) {
            talk.stewardship().retry();
        }
        world.sync();
        assertThat(erp.ids()).doesNotContain(id);
    }

    @Test
    @Tag("R24")
    void anErasureIsNoDisappearanceThatOtherTargetsFollow() {
        world.config = builder -> builder.policy(
                        "staff", PERSON.name(), TargetPolicy.defaults().deletes(OnDelete.ARCHIVE))
                .policy("crm", PERSON.name(), TargetPolicy.defaults().share(false));
        ErasureReport report = eraseAda();

        assertThat(report.records())
                .filteredOn(erasure -> erasure.record().system().value().equals("crm"))
                .allMatch(erasure ->
                        erasure.state() == State.IMPOSSIBLE && erasure.reason().contains("sharing"));
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    void aMailboxThatOthersHaveTooKeepsNobodyOut() {
        String one = crm.add("firstname", "One", "email", "info@x.example");
        for (int i = 0; i < 20; i++) {
            crm.add("firstname", "P" + i, "email", "info@x.example");
        }
        world.settle();
        assertThat(world.store.parkedCount()).isEqualTo(21);

        erase(talk -> talk.stewardship().erase(RecordRef.of("crm", PERSON, one)));
        world.settle();

        assertThat(open()).isEmpty();
        assertThat(crm.find("email", "info@x.example")).hasSize(20);
        assertThat(world.store.parkedCount()).isZero();
        assertThat(erp.find("email", "info@x.example")).hasSize(1);
    }

    @Test
    void somebodyNobodyHasHeardOfIsKeptOutFromTheStart() {
        ErasureReport report = erase(talk -> talk.stewardship().erase(PERSON.name(), "eve@x.example"));
        assertThat(report.isDone()).isTrue();
        crm.add("firstname", "Eve", "email", "eve@x.example");

        world.settle();

        assertThat(erp.find("firstname", "Eve")).isEmpty();
        assertThat(open()).containsValue(State.BACK);
    }

    @Test
    void anInsertThatNobodyAnsweredIsToldOfAndDoesNotComeBackEither() {
        crm.add("firstname", "Grace", "email", "grace@x.example");
        erp.losesReplies(true);
        world.sync();
        erp.losesReplies(false);

        ErasureReport report = erase(talk -> talk.stewardship().erase(PERSON.name(), "grace@x.example"));

        assertThat(report.inDoubt()).isEqualTo(1);
        assertThat(world.store.intents()).isEmpty();
        world.settle();
        String made = erp.find("firstname", "Grace").get(0);
        assertThat(open()).containsEntry("erp/" + made, State.BACK);
        assertThat(crm.find("firstname", "Grace")).isEmpty();
    }

    @Test
    void whoIsNotKnownIsRefusedWithWhatToSay() {
        try (Talk talk = world.talk()) {
            assertThatExceptionOfType(TalkException.class)
                    .isThrownBy(() -> talk.stewardship().erase(RecordRef.of("crm", PERSON, "77")))
                    .withMessageContaining("crm/person/77");
            assertThatExceptionOfType(TalkException.class)
                    .isThrownBy(() -> talk.stewardship().erase(PERSON.name(), "  "))
                    .withMessageContaining("email");
        }
    }

    @Test
    @Tag("R21")
    void aCrashAtAnyStepLeavesNobodyBehind() {
        int steps = new Case().run();
        assertThat(steps).isGreaterThan(4);
        for (int step = 1; step <= steps; step++) {
            for (boolean afterwards : List.of(false, true)) {
                Case one = new Case();
                one.diary.crashAt(step, afterwards);
                one.run();
                one.diary.crashNoMore();
                one.run();
                one.world.settle();
                assertThat(one.left())
                        .describedAs("crash %s commit %s", afterwards ? "after" : "before", step)
                        .isEmpty();
                assertThat(one.world.sync().isClean()).isTrue();
                assertThat(one.diary.store().withKeys(PERSON, List.of(), 9)).isEmpty();
                assertThat(one.diary.store().counts().values()).allMatch(types -> types.get(PERSON) == 1);
            }
        }
    }

    /** Two people in three systems; one is erased. */
    private static final class Case {
        final World world = new World();
        final Diary diary = new Diary();

        Case() {
            world.store = diary.store();
            world.people("crm").erases().add("firstname", "Ada", "email", ADA);
            world.people("erp").add("firstname", "Alan", "email", "alan@x.example");
            world.people("staff");
            world.settle();
        }

        /** Runs the erasure; returns the number of commits. */
        int run() {
            int before = diary.length();
            try (Talk talk = world.talk()) {
                talk.stewardship().erase(PERSON.name(), ADA);
            } catch (TalkException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.STORE_FAILED);
            }
            return diary.length() - before;
        }

        List<String> left() {
            return world.systems.values().stream()
                    .flatMap(system -> system.table(PERSON).find("firstname", "Ada").stream())
                    .toList();
        }
    }
}
