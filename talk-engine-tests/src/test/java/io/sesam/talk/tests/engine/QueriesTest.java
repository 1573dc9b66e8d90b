package io.sesam.talk.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.sesam.talk.Records;
import io.sesam.talk.Status;
import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.GoldenPage;
import io.sesam.talk.result.OversizedCluster;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Parked;
import io.sesam.talk.testkit.system.MemoryTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Queries, decisions and status, beside runs and after a restart. */
final class QueriesTest {
    private static final SystemName ERP = new SystemName("erp");

    private final World world = new World();
    private final MemoryTable crm = world.people("crm");
    private final MemoryTable erp = world.people("erp");

    @Test
    void aGoldenRecordIsFoundByIdByRecordAndByMatchKey() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        crm.add("firstname", "Bob", "email", "bob@x.example");
        world.settle();
        try (Talk talk = world.talk()) {
            Records records = talk.records();
            GoldenRecord ada = records.golden("crm", "person", "1").orElseThrow();
            assertThat(ada.members()).hasSize(2);
            assertThat(records.golden(ada.id())).map(GoldenRecord::id).contains(ada.id());
            assertThat(records.byKey("person", " ADA@x.example "))
                    .singleElement()
                    .satisfies(found -> {
                        assertThat(found.id()).isEqualTo(ada.id());
                        assertThat(found.provenance()).isNotEmpty();
                    });
            assertThat(records.byKey("person", "nobody@x.example")).isEmpty();
            assertThat(records.golden("crm", "person", "99")).isEmpty();
            assertThat(records.golden(new GoldenId("x".repeat(24)))).isEmpty();
            assertThatExceptionOfType(TalkException.class)
                    .isThrownBy(() -> records.byKey("deal", "x"))
                    .matches(e -> e.code() == ErrorCode.CONFIGURATION)
                    .withMessageContaining("deal");
        }
    }

    @Test
    void pagesOfATypeHoldEveryGoldenRecordOnce() {
        for (int i = 0; i < 25; i++) {
            crm.add("firstname", "P" + i, "email", "p" + i + "@x.example");
        }
        world.settle();
        try (Talk talk = world.talk()) {
            List<GoldenId> ids = new ArrayList<>();
            GoldenPage page = talk.records().page("person", 7);
            while (true) {
                page.records().forEach(golden -> ids.add(golden.id()));
                OptionalLong next = page.next();
                if (next.isEmpty()) {
                    break;
                }
                page = talk.records().page("person", next.getAsLong(), 7);
            }
            assertThat(ids).hasSize(25).doesNotHaveDuplicates();
            assertThat(talk.records().page("organisation", 7).records()).isEmpty();
        }
    }

    @Test
    @Tag("R44")
    void queriesAndStatusAreAnsweredWhileASyncRunsAndASecondSyncIsRefused() throws InterruptedException {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.settle();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        world.system("erp").writesMixed(batch -> {
            inside.countDown();
            await(go);
        });
        crm.put("1", "lastname", "Lovelace");
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (Talk talk = world.talk()) {
            Thread sync = new Thread(() -> {
                try {
                    talk.sync();
                } catch (RuntimeException e) {
                    failure.set(e);
                }
            });
            sync.start();
            await(inside);
            Status status = talk.status();
            assertThat(status.isRunning()).isTrue();
            assertThat(talk.records().byKey("person", "ada@x.example")).hasSize(1);
            assertThat(talk.records().explain("crm", "person", "1").systems()).hasSize(2);
            assertThat(talk.stewardship().parked(5)).isEmpty();
            refusedAsBusy(Talk::sync, talk);
            refusedAsBusy(Talk::check, talk);
            refusedAsBusy(one -> one.stewardship().retry(), talk);
            refusedAsBusy(one -> one.stewardship().erase("person", "ada@x.example"), talk);
            go.countDown();
            sync.join();
            assertThat(failure).hasValue(null);
            assertThat(talk.status().isRunning()).isFalse();
        }
    }

    private static void refusedAsBusy(Consumer<Talk> call, Talk talk) {
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> call.accept(talk))
                .matches(e -> e.code() == ErrorCode.BUSY);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void statusKnowsTheLastRunTheLastReadingAndThePausesAfterARestart() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.settle();
        String clean;
        try (Talk talk = world.talk()) {
            Status status = talk.status();
            clean = status.lastRun().orElseThrow().run();
            assertThat(status.lastRun().orElseThrow().outcome()).isEqualTo("CLEAN");
            assertThat(status.lastRead().get(ERP)).containsKey(EntityType.PERSON);
            assertThat(status.paused()).isEmpty();
            assertThat(status.toString()).contains("CLEAN");
        }
        world.system("erp").interceptReads(read -> {
            throw new TalkException(ErrorCode.ACCESS_REFUSED, "the token was revoked");
        });
        world.sync();
        Status first;
        try (Talk talk = world.talk()) {
            first = talk.status();
        }
        world.sync();
        try (Talk talk = world.talk()) {
            Status status = talk.status();
            assertThat(status.lastRun().orElseThrow().run()).isNotEqualTo(clean);
            assertThat(status.lastRun().orElseThrow().outcome()).isEqualTo("INCOMPLETE");
            assertThat(status.paused().get(ERP).reason()).contains("revoked");
            assertThat(status.paused().get(ERP).since())
                    .isEqualTo(first.paused().get(ERP).since());
            assertThat(status.lastRead()).isNotEqualTo(first.lastRead());
            assertThat(status.lastRead().get(ERP)).isEqualTo(first.lastRead().get(ERP));
        }
        world.system("erp").interceptReads(read -> {});
        world.sync();
        try (Talk talk = world.talk()) {
            assertThat(talk.status().paused()).isEmpty();
        }
    }

    @Test
    void aPlanDoesNotEndAPauseThatWritingCaused() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.system("erp").failNextWrite(new TalkException(ErrorCode.ACCESS_REFUSED, "the token may only read"));
        world.sync();
        try (Talk talk = world.talk()) {
            talk.plan();
            assertThat(talk.status().paused()).containsKey(ERP);
        }
        world.sync();
        try (Talk talk = world.talk()) {
            assertThat(talk.status().paused()).isEmpty();
        }
    }

    @Test
    void decisionsAreInTheJournalWithTheActor() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        erp.add("firstname", "Augusta", "email", "augusta@x.example");
        world.settle();
        RecordRef one = RecordRef.of("crm", EntityType.PERSON, "1");
        RecordRef other = RecordRef.of("erp", EntityType.PERSON, "1");
        try (Talk talk = world.talk()) {
            talk.stewardship("kari").link(one, other);
            talk.stewardship().unlink(one, other);
            List<AuditEntry> journal = talk.records().journal(0, 2);
            assertThat(journal)
                    .extracting(AuditEntry::outcome)
                    .containsExactly(AuditEntry.Outcome.UNLINKED, AuditEntry.Outcome.LINKED);
            assertThat(journal).extracting(AuditEntry::actor).containsExactly(null, "kari");
            assertThat(journal).allMatch(entry -> !entry.outcome().isWrite());
        }
    }

    @Test
    @Tag("R22")
    void oneParkedWriteIsTriedAgainAlone() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        crm.add("firstname", "Bob", "email", "bob@x.example");
        world.system("erp").writesMixed(batch -> {
            throw new TalkException(ErrorCode.BATCH_REFUSED, "400: not now");
        });
        world.sync();
        world.system("erp").writesMixed(batch -> {});
        assertThat(world.sync().parked()).isEqualTo(2);
        try (Talk talk = world.talk()) {
            Parked first = talk.stewardship().parked(1).get(0);
            talk.stewardship("kari").retry(first.key());
            assertThatExceptionOfType(TalkException.class)
                    .isThrownBy(() -> talk.stewardship().retry(first.key()))
                    .matches(e -> e.code() == ErrorCode.CONFIGURATION);
        }
        assertThat(world.sync().parked()).isEqualTo(1);
        assertThat(erp.ids()).hasSize(1);
    }

    @Test
    @Tag("R11")
    void oversizedClustersAreATypeOfTheirOwn() {
        for (int i = 0; i < 25; i++) {
            crm.add("firstname", "P" + i, "email", "info@x.example");
        }
        world.settle();
        try (Talk talk = world.talk()) {
            List<OversizedCluster> clusters = talk.stewardship().oversizedClusters();
            assertThat(clusters).hasSize(1);
            OversizedCluster cluster = clusters.get(0);
            assertThat(cluster.key().rule()).isEqualTo("email");
            assertThat(cluster.size()).isEqualTo(25);
            assertThat(cluster.records()).hasSize(25);
            assertThat(cluster.toString()).doesNotContain("info@");
            assertThat(talk.stewardship().parked(50).stream()
                            .collect(Collectors.groupingBy(Parked::kind, Collectors.counting())))
                    .isEqualTo(Map.of(Parked.Kind.OVERSIZED_CLUSTER, 25L));
        }
    }

    @Test
    void aClosedTalkAnswersNothing() {
        Talk talk = world.talkThatIsClosed();
        assertThatIllegalStateException().isThrownBy(talk::status);
        assertThatIllegalStateException().isThrownBy(() -> talk.records().byKey("person", "a"));
        assertThatIllegalStateException().isThrownBy(() -> talk.stewardship().inDoubt());
    }

    @Test
    void everyOutcomeOfTheJournalHasAText() {
        for (AuditEntry.Outcome outcome : AuditEntry.Outcome.values()) {
            assertThat(AuditEntry.Outcome.of(outcome.text())).isEqualTo(outcome);
        }
    }
}
