package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.ErasureReport;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.result.UndoScope;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Intent.Purpose;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Writes, undos and erasures are sent alike (R21, R22). */
@Tag("R21")
@Tag("R22")
final class SendingTest {
    private static final SystemName ERP = new SystemName("erp");

    private final World world = new World();
    private final Diary diary = new Diary();
    private final MemoryTable crm = world.people("crm");
    private final MemoryTable erp = world.people("erp");
    private final List<Intent> intents = new ArrayList<>();

    @BeforeEach
    void fourPeopleInTwoSystems() {
        world.store = diary.store();
        for (int i = 0; i < 4; i++) {
            crm.add("firstname", "P" + i, "lastname", "Old", "email", "p" + i + "@x.example");
        }
        world.settle();
        world.systems.values().forEach(system -> system.forgetCounts());
    }

    /** Every third operation kills the process, before or after the system has carried it out. */
    private void diesAtThirdCall(boolean done) {
        AtomicInteger calls = new AtomicInteger();
        erp.answering(operation -> {
            if (calls.incrementAndGet() == 3) {
                if (done) {
                    erp.put(operation.recordId().orElseGet(() -> erp.add("email", "q2@x.example")), "lastname", "New");
                }
                throw new InternalError("killed");
            }
            return Optional.empty();
        });
        assertThatThrownBy(world::sync).isInstanceOf(InternalError.class);
        erp.answering(operation -> Optional.empty());
    }

    @Test
    void aCrashBetweenSingleCallsLeavesOneWriteInDoubt() {
        world.system("erp").writesStepwise();
        for (int i = 0; i < 4; i++) {
            crm.add("lastname", "New", "email", "q" + i + "@x.example");
        }

        diesAtThirdCall(false);

        assertThat(erp.find("lastname", "New")).hasSize(2);
        assertThat(world.store.intents()).filteredOn(Intent::sent).hasSize(1);
        try (Talk talk = world.talk()) {
            assertThat(talk.sync().inDoubt()).isOne();
        }
        assertThat(erp.find("lastname", "New"))
                .as("what was never sent goes on at once")
                .hasSize(3);
        world.clock.advance(Duration.ofMinutes(5));
        world.settle();
        assertThat(erp.find("lastname", "New")).hasSize(4);
        assertThat(crm.ids()).hasSize(8);
    }

    @Test
    void anAnsweredCallIsRememberedBeforeTheNextOneIsMade() {
        world.system("erp").writesStepwise();
        for (int i = 1; i <= 4; i++) {
            crm.put(String.valueOf(i), "lastname", "New");
        }

        diesAtThirdCall(true);
        world.systems.values().forEach(system -> system.forgetCounts());
        world.settle();

        assertThat(world.system("erp").asked())
                .as("only the fourth is sent after the crash")
                .hasSize(1);
        assertThat(erp.find("lastname", "New")).hasSize(4);
    }

    @Test
    void aFailureBetweenSingleCallsLeavesTheRestUnsent() {
        world.system("erp").writesStepwise();
        for (int i = 0; i < 4; i++) {
            crm.add("lastname", "New", "email", "q" + i + "@x.example");
        }
        AtomicInteger calls = new AtomicInteger();
        erp.answering(operation -> {
            if (calls.incrementAndGet() == 3) {
                throw new IllegalStateException("a bug");
            }
            return Optional.empty();
        });

        SyncReport report = world.sync();

        assertThat(report.inDoubt()).isOne();
        assertThat(report.paused()).containsKey(ERP);
        assertThat(erp.find("lastname", "New")).hasSize(2);
    }

    private void watch() {
        watch(operation -> Optional.empty());
    }

    /** Answers operations, and records which intents were durable by then. */
    private void watch(Function<Operation, Optional<Outcome>> answer) {
        intents.clear();
        erp.answering(operation -> {
            world.store.intents().stream()
                    .filter(intent -> intent.operation().equals(operation.id()))
                    .forEach(intents::add);
            return answer.apply(operation);
        });
    }

    private static Function<Operation, Optional<Outcome>> laterOnce() {
        AtomicInteger calls = new AtomicInteger();
        return operation -> calls.getAndIncrement() == 0
                ? Optional.of(new Outcome.RetryLater(Duration.ofSeconds(2), "busy"))
                : Optional.empty();
    }

    private static Optional<Outcome> later(Operation unused) {
        return Optional.of(new Outcome.RetryLater(Duration.ofSeconds(2), "busy"));
    }

    /** A request of each kind for two records in erp. */
    private enum Way {
        WRITE(Purpose.SYNC) {
            @Override
            void prepare(SendingTest test) {
                test.crm.put("1", "lastname", "New");
                test.crm.put("2", "lastname", "New");
            }

            @Override
            Optional<String> go(SendingTest test) {
                SyncReport report = test.world.sync();
                return Optional.ofNullable(report.paused().get(ERP));
            }
        },
        UNDO(Purpose.UNDO) {
            @Override
            void prepare(SendingTest test) {
                WRITE.prepare(test);
                test.run = test.world.sync().run();
                test.world.systems.values().forEach(system -> system.forgetCounts());
            }

            @Override
            Optional<String> go(SendingTest test) {
                try (Talk talk = test.world.talk()) {
                    SyncReport report = talk.undo(talk.planUndo(UndoScope.run(test.run), change -> {}));
                    return Optional.ofNullable(report.paused().get(ERP));
                }
            }
        },
        ERASE(Purpose.ERASURE) {
            @Override
            void prepare(SendingTest test) {
                for (String id : List.of("1", "2")) {
                    test.crm.put(id, "email", "two@x.example");
                }
                test.world.settle();
                test.world.systems.values().forEach(system -> system.forgetCounts());
            }

            @Override
            Optional<String> go(SendingTest test) {
                try (Talk talk = test.world.talk()) {
                    ErasureReport report = talk.stewardship().erase(PERSON.name(), "two@x.example");
                    return Optional.ofNullable(report.paused().get(ERP));
                }
            }
        };

        private final Purpose purpose;

        Way(Purpose purpose) {
            this.purpose = purpose;
        }

        abstract void prepare(SendingTest test);

        /** Returns why erp is paused, if it is. */
        abstract Optional<String> go(SendingTest test);
    }

    private String run = "";

    private void inEachWay(BiConsumer<SendingTest, Way> promise) {
        for (Way way : Way.values()) {
            SendingTest test = new SendingTest();
            test.fourPeopleInTwoSystems();
            way.prepare(test);
            promise.accept(test, way);
        }
    }

    private List<String> journal() {
        return world.store.audit(0, 1_000).stream()
                .filter(entry -> entry.system().equals(ERP))
                .map(entry -> entry.outcome().text())
                .toList();
    }

    @Test
    void anIntentIsDurableBeforeEachCallAndClosedAfterIt() {
        inEachWay((test, way) -> {
            test.watch();
            assertThat(way.go(test)).as("%s", way).isEmpty();
            assertThat(test.intents)
                    .as("%s", way)
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(intent -> assertThat(intent.purpose()).isEqualTo(way.purpose));
            assertThat(test.world.store.intents()).as("%s", way).isEmpty();
        });
    }

    @Test
    void whatIsPostponedIsSentAgainWithinSeconds() {
        inEachWay((test, way) -> {
            test.watch(laterOnce());
            Instant before = test.world.clock.instant();
            assertThat(way.go(test)).as("%s", way).isEmpty();
            assertThat(test.journal()).as("%s", way).doesNotContain("failed", "unknown");
            assertThat(Duration.between(before, test.world.clock.instant()))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
            assertThat(test.world.store.intents()).as("%s", way).isEmpty();
        });
    }

    @Test
    @Tag("R30")
    void aSystemThatStaysBusyIsInTroubleAndCalledNoMore() {
        inEachWay((test, way) -> {
            test.watch(SendingTest::later);
            assertThat(way.go(test)).as("%s", way).contains("busy");
            assertThat(test.world.system("erp").writeCalls()).as("%s", way).isEqualTo(3);
            assertThat(test.journal().subList(0, 2)).as("%s", way).containsOnly("failed");
            assertThat(test.world.store.intents()).as("%s", way).isEmpty();
        });
    }

    @Test
    void aBatchThatIsRefusedAsAWholeIsSentInHalves() {
        inEachWay((test, way) -> {
            test.world.system("erp").failNextWrite(new TalkException(ErrorCode.BATCH_REFUSED, "one of them"));
            test.world.system("erp").failNextWrite(new TalkException(ErrorCode.BATCH_REFUSED, "this one"));
            assertThat(way.go(test)).as("%s", way).isEmpty();
            assertThat(test.journal().stream().filter("refused"::equals))
                    .as("%s", way)
                    .hasSize(1);
            assertThat(test.world.store.intents()).as("%s", way).isEmpty();
        });
    }

    @Test
    void whatWasNotSentWhenTroubleBeganIsPostponed() {
        inEachWay((test, way) -> {
            test.world.system("erp").failNextWrite(new TalkException(ErrorCode.BATCH_REFUSED, "one of them"));
            test.world.system("erp").failNextWrite(new TalkException(ErrorCode.UNREACHABLE, "it is down"));
            assertThat(way.go(test)).as("%s", way).contains("it is down");
            assertThat(test.world.system("erp").writeCalls()).as("%s", way).isEqualTo(2);
            assertThat(test.journal().subList(0, 2)).as("%s", way).containsOnly("failed");
            assertThat(test.world.store.intents()).as("%s", way).isEmpty();
        });
    }

    @Test
    void aConnectorThatFailsLeavesTheOutcomeUnknown() {
        inEachWay((test, way) -> {
            test.world.system("erp").failNextWrite(new IllegalStateException("oops"));
            assertThat(way.go(test))
                    .as("%s", way)
                    .hasValueSatisfying(reason -> assertThat(reason).contains("IllegalStateException"));
            assertThat(test.journal().subList(0, 2))
                    .as("%s", way)
                    .containsOnly(way == Way.ERASE ? "failed" : "unknown");
        });
    }

    /** An undo that ends at any step is read as an edit and is in the journal. */
    @Test
    @Tag("R35")
    void anUndoThatEndsAtAnyStepIsKeptAndJournalled() {
        int steps = stepsOfUndo();
        assertThat(steps).isGreaterThan(3);
        for (int step = 1; step <= steps; step++) {
            for (boolean afterwards : List.of(false, true)) {
                SendingTest test = new SendingTest();
                test.fourPeopleInTwoSystems();
                Way.UNDO.prepare(test);
                test.diary.crashAt(step, afterwards);
                test.undoUntilItEnds();
                test.diary.crashNoMore();
                boolean undone = test.erp.find("lastname", "New").isEmpty();
                test.world.settle();
                String description = "crash %s commit %s".formatted(afterwards ? "after" : "before", step);
                assertThat(test.crm.find("lastname", "New"))
                        .describedAs(description)
                        .hasSize(undone ? 0 : 2);
                assertThat(test.erp.find("lastname", "New"))
                        .describedAs(description)
                        .hasSize(undone ? 0 : 2);
                assertThat(test.world.store.intents()).describedAs(description).isEmpty();
                List<AuditEntry> entries = test.world.store.audit(
                        List.of(RecordRef.of(
                                "erp", PERSON, test.erp.find("firstname", "P0").get(0))),
                        9);
                List<String> undos = entries.stream()
                        .filter(entry -> entry.outcome() == AuditEntry.Outcome.UNKNOWN
                                || String.valueOf(entry.reason()).contains("undoing"))
                        .map(entry -> entry.outcome().text())
                        .toList();
                if (undone) {
                    assertThat(undos).describedAs(description).hasSize(1);
                } else {
                    assertThat(undos).describedAs(description).isSubsetOf("unknown");
                }
            }
        }
    }

    private int stepsOfUndo() {
        SendingTest test = new SendingTest();
        test.fourPeopleInTwoSystems();
        Way.UNDO.prepare(test);
        int before = test.diary.length();
        test.undoUntilItEnds();
        return test.diary.length() - before;
    }

    private void undoUntilItEnds() {
        try {
            Way.UNDO.go(this);
        } catch (TalkException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.STORE_FAILED);
        }
    }

    /** An erasure that ends at any step is sent again, and the journal is the same as without the end. */
    @Test
    @Tag("R27")
    void anErasureThatEndsBeforeItsOutcomeIsAskedForAgainInSilence() {
        Way.ERASE.prepare(this);
        AtomicInteger crashes = new AtomicInteger();
        watch(operation -> {
            if (crashes.getAndIncrement() == 0) {
                diary.crashAt(1, false);
            }
            return Optional.empty();
        });
        eraseUntilItEnds();
        diary.crashNoMore();
        assertThat(world.store.intents()).containsAll(intents).allMatch(intent -> intent.purpose() == Purpose.ERASURE);

        world.sync();

        assertThat(erp.find("email", "two@x.example")).isEmpty();
        assertThat(world.store.erasures()).isEmpty();
        assertThat(world.store.intents()).isEmpty();
        assertThat(journal()).doesNotContain("unknown", "failed");
    }

    private void eraseUntilItEnds() {
        try {
            Way.ERASE.go(this);
        } catch (TalkException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.STORE_FAILED);
        }
    }
}
