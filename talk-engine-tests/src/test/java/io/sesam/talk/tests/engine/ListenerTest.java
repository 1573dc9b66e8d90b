package io.sesam.talk.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.Status;
import io.sesam.talk.Stewardship;
import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.event.DecisionEvent;
import io.sesam.talk.event.GoldenEvent;
import io.sesam.talk.event.Listening;
import io.sesam.talk.event.RunEvent;
import io.sesam.talk.event.RunObserver;
import io.sesam.talk.event.RunResult;
import io.sesam.talk.event.TalkListener;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.Store;
import io.sesam.talk.testkit.system.MemoryTable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What listeners are told, when, and what a bad one cannot do. */
final class ListenerTest {
    private final World world = new World();
    private final MemoryTable crm = world.people("crm");
    private final MemoryTable erp = world.people("erp");
    private final Heard heard = new Heard();

    ListenerTest() {
        world.config = builder -> builder.listener("test", heard);
    }

    /** Notes everything. */
    private static class Heard implements TalkListener {
        final List<String> events = Collections.synchronizedList(new ArrayList<>());
        final List<GoldenEvent> goldens = Collections.synchronizedList(new ArrayList<>());
        final List<RunResult> results = Collections.synchronizedList(new ArrayList<>());

        List<String> take() {
            List<String> taken = List.copyOf(events);
            events.clear();
            return taken;
        }

        List<GoldenEvent> takeGoldens() {
            List<GoldenEvent> taken = List.copyOf(goldens);
            goldens.clear();
            return taken;
        }

        @Override
        public void runStarted(RunEvent run) {
            events.add("started " + run.kind());
        }

        @Override
        public void runFinished(RunResult run) {
            events.add("finished " + run.kind() + " " + run.outcome());
            results.add(run);
        }

        @Override
        public void systemPaused(SystemName system, String reason) {
            events.add("paused " + system);
        }

        @Override
        public void accessLost(SystemName system, String reason) {
            events.add("access lost " + system);
        }

        @Override
        public void systemBack(SystemName system) {
            events.add("back " + system);
        }

        @Override
        public void planHeld(HeldPlan plan) {
            events.add("held " + plan.system() + " " + plan.changes());
        }

        @Override
        public void parked(Parked write) {
            events.add("parked " + write.system());
        }

        @Override
        public void unparked(Parked.Key write) {
            events.add("unparked " + write.system());
        }

        @Override
        public void inDoubt(Intent insert) {
            events.add("in doubt " + insert.system());
        }

        @Override
        public void settled(Intent insert) {
            events.add("settled " + insert.system());
        }

        @Override
        public void decided(DecisionEvent decision) {
            events.add(decision.kind() + " by " + decision.actor().orElse("nobody") + " " + decision.records()
                    + decision.system().map(system -> " " + system).orElse(""));
        }

        @Override
        public void erased(GoldenId golden) {
            events.add("erased");
        }

        @Override
        public void golden(GoldenEvent change) {
            goldens.add(change);
        }
    }

    @Test
    void aRunIsToldFromItsStartToItsReport() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.sync();
        assertThat(heard.take()).containsExactly("started SYNC", "finished SYNC CLEAN");
        assertThat(heard.results.get(0).report())
                .hasValueSatisfying(report -> assertThat(report.writes()).isEqualTo(1));
        try (Talk talk = world.talk()) {
            talk.plan();
        }
        assertThat(heard.take()).containsExactly("started PLAN", "finished PLAN CLEAN");
    }

    @Test
    void aRunThatFailsIsToldWithItsCode() {
        world.system("crm").failNextRead(new TalkException(ErrorCode.STORE_FAILED, "the disk is full"));
        assertThatExceptionOfType(TalkException.class).isThrownBy(world::sync);
        assertThat(heard.take()).containsExactly("started SYNC", "finished SYNC STORE_FAILED");
    }

    @Test
    @Tag("R30")
    void aPauseIsToldOnceAndSoIsItsEnd() {
        world.sync();
        heard.take();
        for (int i = 0; i < 2; i++) {
            world.system("crm").failNextRead(new TalkException(ErrorCode.ACCESS_REFUSED, "the token was revoked"));
            world.sync();
        }
        assertThat(heard.take())
                .filteredOn(event -> event.endsWith("crm"))
                .containsExactly("paused crm", "access lost crm");
        world.sync();
        assertThat(heard.take()).filteredOn(event -> event.endsWith("crm")).containsExactly("back crm");
    }

    @Test
    @Tag("R26")
    void aHeldPlanIsToldOnce() {
        for (int i = 0; i < 9; i++) {
            crm.add("firstname", "P" + i, "email", "p" + i + "@x.example");
        }
        world.settle();
        heard.take();
        world.config = builder -> builder.listener("test", heard)
                .changeLimit(ChangeLimit.defaults().changes(2, 1));
        crm.ids().forEach(id -> crm.put(id, "lastname", "New"));
        world.sync();
        world.sync();
        assertThat(heard.take()).filteredOn(event -> event.startsWith("held")).containsExactly("held erp 9");
    }

    @Test
    @Tag("R22")
    void whatIsParkedAndClearedIsTold() {
        crm.add("firstname", "Ada", "email", "ada@x.example; other@x.example");
        world.sync();
        world.sync();
        assertThat(heard.take()).filteredOn(event -> event.contains("parked")).containsExactly("parked crm");
        crm.put("1", "email", "ada@x.example");
        world.sync();
        assertThat(heard.take()).filteredOn(event -> event.contains("parked")).containsExactly("unparked crm");
    }

    @Test
    @Tag("R21")
    void anInsertInDoubtIsToldAndWhatBecameOfIt() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        erp.findsBy(Duration.ZERO, "email").losesReplies(true);
        world.sync();
        assertThat(heard.take()).filteredOn(event -> event.endsWith("erp")).containsExactly("in doubt erp");
        erp.losesReplies(false);
        world.sync();
        assertThat(heard.take()).filteredOn(event -> event.endsWith("erp")).containsExactly("settled erp");
        world.sync();
        assertThat(heard.take()).hasSize(2);
    }

    @Test
    void goldenRecordsAreToldInTheOrderOfTheirChanges() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        crm.add("firstname", "Bo", "email", "bo@x.example");
        world.settle();
        List<GoldenEvent> made = heard.takeGoldens();
        assertThat(made).extracting(GoldenEvent::kind).contains(GoldenEvent.Kind.CREATED);
        assertThat(made).extracting(GoldenEvent::id).contains(id("1"), id("2"));
        assertThat(made).extracting(GoldenEvent::sequence).isSorted().doesNotHaveDuplicates();
        assertThat(made.get(0).golden())
                .hasValueSatisfying(golden ->
                        assertThat(golden.values().text("firstname").known()).isPresent());
        crm.put("1", "lastname", "Lovelace");
        world.sync();
        assertThat(heard.takeGoldens())
                .extracting(change -> change.kind() + " " + change.id())
                .contains("CHANGED " + id("1"))
                .doesNotContain("CHANGED " + id("2"));
        world.sync();
        heard.takeGoldens();
        world.sync();
        assertThat(heard.takeGoldens()).as("nothing happened").isEmpty();
    }

    private static GoldenId id(String crmId) {
        return GoldenId.foundedBy(RecordRef.of("crm", EntityType.PERSON, crmId));
    }

    @Test
    @Tag("R9")
    void joinsAndSplitsNameTheOtherOne() {
        World single = new World();
        MemoryTable people = single.people("crm");
        single.people("erp");
        single.config = builder -> builder.listener("test", heard)
                .policy("erp", "person", TargetPolicy.defaults().share(false));
        people.add("firstname", "Ada", "email", "ada@x.example");
        people.add("firstname", "Bo", "email", "bo@x.example");
        single.sync();
        heard.takeGoldens();
        people.put("2", "email", "ada@x.example");
        single.sync();
        List<GoldenEvent> joined = heard.takeGoldens();
        assertThat(joined).anySatisfy(change -> {
            assertThat(change.kind()).isEqualTo(GoldenEvent.Kind.JOINED);
            assertThat(change.id()).isEqualTo(id("2"));
            assertThat(change.other()).contains(id("1"));
            assertThat(change.golden()).isEmpty();
        });
        people.put("2", "email", "bo@x.example");
        single.sync();
        List<GoldenEvent> split = heard.takeGoldens();
        assertThat(split).anySatisfy(change -> {
            assertThat(change.kind()).isEqualTo(GoldenEvent.Kind.SPLIT);
            assertThat(change.id()).isEqualTo(id("2"));
            assertThat(change.other()).contains(id("1"));
        });
        people.delete("2");
        single.sync();
        assertThat(heard.takeGoldens()).anySatisfy(change -> {
            assertThat(change.kind()).isEqualTo(GoldenEvent.Kind.DELETED);
            assertThat(change.id()).isEqualTo(id("2"));
        });
    }

    @Test
    @Tag("R27")
    void anErasureIsToldWithoutValues() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.settle();
        heard.take();
        heard.takeGoldens();
        try (Talk talk = world.talk()) {
            talk.stewardship().erase("person", "ada@x.example");
        }
        assertThat(heard.take()).contains("erased", "finished ERASE CLEAN");
        assertThat(heard.takeGoldens())
                .singleElement()
                .matches(change -> change.kind() == GoldenEvent.Kind.ERASED
                        && change.golden().isEmpty());
    }

    @Test
    void decisionsOfAStewardAreToldWithTheirActorOnceTheyAreStored() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        crm.add("firstname", "Bo", "email", "bo@x.example");
        world.settle();
        RecordRef one = RecordRef.of("crm", "person", "1");
        RecordRef two = RecordRef.of("crm", "person", "2");
        heard.take();
        try (Talk talk = world.talk()) {
            Stewardship eva = talk.stewardship("eva");
            eva.link(one, two);
            eva.withdraw(one, two);
            eva.unlink(one, two);
            assertThatExceptionOfType(TalkException.class)
                    .isThrownBy(() -> eva.link(one, RecordRef.of("crm", "person", "99")));
            talk.stewardship().retry();
            eva.erase(two);
        }
        assertThat(heard.take())
                .filteredOn(event -> event.contains(" by "))
                .containsExactly(
                        "LINKED by eva [crm/person/1, crm/person/2]",
                        "WITHDRAWN by eva [crm/person/1, crm/person/2]",
                        "UNLINKED by eva [crm/person/1, crm/person/2]",
                        "RETRIED by nobody []",
                        "ERASED by eva [crm/person/2] crm");
    }

    @Test
    @Tag("R26")
    void decisionsAboutHeldPlansAreTold() {
        for (int i = 0; i < 9; i++) {
            crm.add("firstname", "P" + i, "email", "p" + i + "@x.example");
        }
        world.settle();
        world.config = builder -> builder.listener("test", heard)
                .changeLimit(ChangeLimit.defaults().changes(2, 1));
        crm.ids().forEach(id -> crm.put(id, "lastname", "New"));
        world.sync();
        heard.take();
        try (Talk talk = world.talk()) {
            Stewardship eva = talk.stewardship("eva");
            eva.approve("erp", "person");
            eva.withdrawApproval("erp", "person");
            eva.reject("erp", "person");
        }
        assertThat(heard.take())
                .containsExactly("APPROVED by eva [] erp", "HELD_AGAIN by eva [] erp", "REJECTED by eva [] erp");
    }

    @Test
    @Tag("R22")
    void aRetryIsToldAsADecisionAndAsUnparked() {
        world.system("erp").writesMixed(batch -> {
            throw new TalkException(ErrorCode.BATCH_REFUSED, "400: not now");
        });
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.sync();
        heard.take();
        try (Talk talk = world.talk()) {
            Parked parked = talk.stewardship().parked(1).get(0);
            talk.stewardship("eva").retry(parked.key());
        }
        assertThat(heard.take()).containsExactly("unparked erp", "RETRIED by eva [] erp");
    }

    @Test
    void aListenerThatThrowsIsToldTheRestAndCounted() {
        world.config = builder -> builder.listener("angry", new Heard() {
                    @Override
                    public void runStarted(RunEvent run) {
                        throw new IllegalStateException("secret");
                    }

                    @Override
                    public void golden(GoldenEvent change) {
                        throw new AssertionError("secret");
                    }
                })
                .listener("test", heard);
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.sync();
        assertThat(heard.take()).containsExactly("started SYNC", "finished SYNC CLEAN");
        try (Talk talk = world.talk()) {
            Status status = talk.status();
            assertThat(status.listeners()).containsOnlyKeys("angry", "test");
            talk.sync();
            assertThat(status.listeners().get("test").dropped()).isZero();
        }
    }

    /** A run ends although the listener never returns; what did not fit is counted. */
    @Test
    void aListenerThatBlocksHoldsUpNoRun() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        world.config = builder -> builder.listener("slow", new Heard() {
            @Override
            public void runStarted(RunEvent run) {
                inside.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        for (int i = 0; i < 1_200; i++) {
            crm.add("firstname", "P", "email", "p" + i + "@x.example; q" + i + "@x.example");
        }
        try (Talk talk = world.talk()) {
            talk.sync();
            inside.await();
            Status.ListenerState slow = talk.status().listeners().get("slow");
            assertThat(slow).isNotNull();
            assertThat(slow.waiting()).isEqualTo(1_000);
            assertThat(slow.dropped()).isGreaterThanOrEqualTo(200);
            assertThat(slow.delivered()).isZero();
            go.countDown();
        }
        assertThat(talkThreads()).isEmpty();
    }

    /** Returns the threads of listeners that do not end. On a busy machine the events that wait take their time. */
    private static List<String> talkThreads() throws InterruptedException {
        List<String> left = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("talk-listener")) {
                thread.join(60_000);
                if (thread.isAlive()) {
                    left.add(thread.getName());
                }
            }
        }
        return left;
    }

    @Test
    void aHostsExecutorTellsOneAtATime() {
        ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        world.config = builder -> builder.listener("test", heard, tasks::add);
        Talk talk = world.talk();
        talk.sync();
        assertThat(heard.take()).isEmpty();
        assertThat(tasks).hasSize(1);
        tasks.remove().run();
        assertThat(heard.take()).containsExactly("started SYNC", "finished SYNC CLEAN");
        assertThat(tasks).isEmpty();
        talk.close();
    }

    /** A change that a run makes before the listener has got there is told later, and is new to it then. */
    @Test
    void whoeverIsBehindIsToldOfNothingThatItDoesNotKnow() {
        ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        world.config = builder -> builder.listener("test", heard, tasks::add);
        for (int i = 0; i < 450; i++) {
            crm.add("firstname", "P", "email", "p" + i + "@x.example");
        }
        try (Talk talk = world.talk()) {
            talk.sync();
            crm.put("1", "lastname", "New");
            world.system("erp").writesMixed(batch -> tellAll(tasks));
            talk.sync();
            tellAll(tasks);
            talk.sync();
            tellAll(tasks);
        }
        assertThat(heard.goldens).extracting(GoldenEvent::sequence).isSorted();
        Map<GoldenId, GoldenEvent> first = new HashMap<>();
        heard.goldens.forEach(change -> first.putIfAbsent(change.id(), change));
        assertThat(first).hasSize(450);
        assertThat(first.values()).extracting(GoldenEvent::kind).containsOnly(GoldenEvent.Kind.CREATED);
        heard.takeGoldens();
        try (Talk talk = world.talk()) {
            crm.put("1", "lastname", "Newer");
            talk.sync();
            tellAll(tasks);
        }
        assertThat(heard.takeGoldens()).extracting(GoldenEvent::kind).containsOnly(GoldenEvent.Kind.CHANGED);
    }

    private static void tellAll(ConcurrentLinkedQueue<Runnable> tasks) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void aListenerThatIsAddedLaterHearsFromThenOn() {
        world.config = builder -> builder;
        crm.add("firstname", "Ada", "email", "ada@x.example");
        try (Talk talk = world.talk()) {
            talk.sync();
            try (Listening listening = talk.listen(heard)) {
                assertThat(listening).isNotNull();
                crm.add("firstname", "Bo", "email", "bo@x.example");
                talk.sync();
                talk.sync();
            }
        }
        assertThat(heard.take())
                .filteredOn(event -> event.startsWith("started"))
                .hasSize(2);
        assertThat(heard.takeGoldens())
                .extracting(GoldenEvent::id)
                .contains(id("2"))
                .doesNotContain(id("1"));
    }

    @Test
    void twoListenersOfOneNameAreRefused() {
        world.config = builder -> builder.listener("test", heard).listener("test", heard);
        assertThatExceptionOfType(TalkException.class).isThrownBy(world::talk).withMessageContaining("listeners.test");
    }

    /** A store whose process dies at a commit: nothing of it and nothing after it is stored. */
    private static Store dyingAfter(Store store, int commits) {
        int[] left = {commits};
        return (Store) Proxy.newProxyInstance(
                ListenerTest.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit") && left[0]-- <= 0) {
                        throw new TalkException(ErrorCode.STORE_FAILED, "killed");
                    }
                    try {
                        return method.getName().equals("close") ? null : method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /**
     * Whatever commit a process dies at, the next run tells every change that was committed, with its kind: a golden record
     * that is told as changed was told as created before.
     */
    @Test
    @Tag("R23")
    void aCrashLosesNoChangeOfAGoldenRecord() {
        for (int commits = 1; commits < 40; commits++) {
            World crashing = new World();
            Heard written = new Heard();
            crashing.config = builder -> builder.listener("test", written);
            MemoryTable people = crashing.people("crm");
            crashing.people("erp");
            for (int i = 0; i < 7; i++) {
                people.add("firstname", "P" + i, "email", "p" + i + "@x.example");
            }
            Store lasting = crashing.store;
            crashing.store = dyingAfter(lasting, commits);
            try {
                crashing.sync();
            } catch (TalkException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.STORE_FAILED);
            }
            crashing.store = lasting;
            List<GoldenEvent> before = written.takeGoldens();
            crashing.settle();
            List<GoldenEvent> all = new ArrayList<>(before);
            all.addAll(written.takeGoldens());
            for (int i = 1; i <= 7; i++) {
                GoldenId id = id(Integer.toString(i));
                List<GoldenEvent> own =
                        all.stream().filter(change -> change.id().equals(id)).toList();
                assertThat(own)
                        .as("commits %s, golden record of %s", commits, i)
                        .isNotEmpty();
                assertThat(own.get(0).kind()).isEqualTo(GoldenEvent.Kind.CREATED);
                long last = lasting.goldens(List.of(id)).get(0).sequence();
                assertThat(own.get(own.size() - 1).sequence())
                        .as("commits %s: the last change is told", commits)
                        .isEqualTo(last);
            }
        }
    }

    @Test
    void anObserverSurroundsTheRunAndEachSystemAndItsFailuresDoNoHarm() {
        List<String> spans = Collections.synchronizedList(new ArrayList<>());
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        world.config = builder -> builder.observer(new RunObserver() {
            @Override
            public Span run(RunEvent run) {
                spans.add("run");
                return end -> {
                    spans.add("end of run");
                    throw new IllegalStateException("a bad observer");
                };
            }

            @Override
            public Span system(RunEvent run, SystemName system) {
                spans.add(system.value());
                return end -> {
                    if (end != null) {
                        failure.set(end);
                    }
                };
            }
        });
        world.system("crm").failNextRead(new TalkException(ErrorCode.ACCESS_REFUSED, "the token was revoked"));
        world.sync();
        assertThat(spans).startsWith("run").contains("crm", "erp").endsWith("end of run");
        assertThat(failure.get()).isInstanceOf(TalkException.class);
    }

    @Test
    void aStoreInMemoryStartsAnew() {
        world.store = World.surviving(MemoryStore.create());
        world.sync();
        assertThat(heard.take()).hasSize(2);
    }
}
