package io.sesam.talk.testkit.store;

import static io.sesam.talk.testkit.store.Given.CRM;
import static io.sesam.talk.testkit.store.Given.NOON;
import static io.sesam.talk.testkit.store.Given.email;
import static io.sesam.talk.testkit.store.Given.golden;
import static io.sesam.talk.testkit.store.Given.live;
import static io.sesam.talk.testkit.store.Given.named;
import static io.sesam.talk.testkit.store.Given.ref;
import static io.sesam.talk.testkit.store.Given.refs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Position;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.Reading;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.store.Task;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What is promised of commits: all of one is true at one moment, or none of it ever (R23). */
final class CommitPromises {
    static final List<Promise> ALL = List.of(
            new Promise("everything in a commit becomes true with it", CommitPromises::everything),
            new Promise("nothing in a commit becomes true later", CommitPromises::onlyOnce),
            new Promise("of a commit that fails nothing is there, and the next one goes well", CommitPromises::nothing),
            new Promise("an empty commit changes nothing", CommitPromises::empty),
            new Promise("who reads during commits never sees half of one", CommitPromises::neverHalf),
            new Promise("commits of many threads are all there", CommitPromises::manyThreads));

    private static final Link LINK = new Link(ref("1"), ref("2"), Link.Origin.STEWARD);

    private CommitPromises() {}

    /** One of each kind. */
    private static Commit full() {
        Commit commit = new Commit()
                .put(live(ref("1"), email("a")).inGolden(golden("g")))
                .put(golden("g", 1))
                .add(LINK)
                .put(new Reading(CRM, EntityType.PERSON, new Position.Token("next"), 1, true, NOON, NOON))
                .add(new Task(CRM, EntityType.PERSON, golden("g")))
                .put(new Parked(CRM, EntityType.PERSON, golden("g"), null, "why", "f", NOON));
        return commit.put(new Intent(
                        "op",
                        CRM,
                        EntityType.PERSON,
                        Operation.Kind.INSERT,
                        golden("g"),
                        ref("1"),
                        null,
                        NOON,
                        named("a"),
                        false))
                .add(new AuditEntry(
                        NOON,
                        "run",
                        "op",
                        CRM,
                        EntityType.PERSON,
                        null,
                        golden("g"),
                        "inserted",
                        named("a"),
                        named("b"),
                        null))
                .put(Given.token("name"), Given.issued("text"));
    }

    /** How much of {@link #full()} is there. */
    private static List<Boolean> there(Store store) {
        return List.of(
                !store.records(List.of(ref("1"))).isEmpty(),
                !store.withKeys(EntityType.PERSON, List.of(email("a")), 1).isEmpty(),
                !store.members(List.of(golden("g"))).isEmpty(),
                store.liveRecords(CRM, EntityType.PERSON) == 1,
                !store.goldens(List.of(golden("g"))).isEmpty(),
                store.lastSequence() == 1,
                !store.links(List.of(ref("2"))).isEmpty(),
                store.reading(CRM, EntityType.PERSON).isPresent(),
                store.tasks(CRM, EntityType.PERSON) == 1,
                store.parkedCount() == 1,
                !store.intents().isEmpty(),
                !store.audit(0, 1).isEmpty(),
                store.state(Given.token("name")).isPresent());
    }

    private static void everything(Scene scene) {
        assertThat(there(scene.store())).containsOnly(false);
        scene.store().commit(full());
        assertThat(there(scene.store())).containsOnly(true);
    }

    private static void onlyOnce(Scene scene) {
        Commit commit = new Commit().put(Given.token("a"), Given.issued("1"));
        scene.store().commit(commit);
        commit.put(Given.token("b"), Given.issued("1")).put(live(ref("1")));
        assertThat(scene.store().state(Given.token("b"))).isEmpty();
        assertThat(scene.store().records(List.of(ref("1")))).isEmpty();
    }

    /** A golden record that has the sequence of another one. */
    private static StoredGolden broken() {
        return new StoredGolden(golden("broken"), named("a"), 1, 7, false);
    }

    private static void nothing(Scene scene) {
        scene.commit(commit -> commit.put(live(ref("0"), email("a"))));
        Commit doomed = full().put(live(ref("0"))).put(golden("other", 7)).put(broken());
        assertThatThrownBy(() -> scene.store().commit(doomed)).isInstanceOf(RuntimeException.class);
        assertThat(scene.store().withKeys(EntityType.PERSON, List.of(email("a")), 9))
                .containsExactly(live(ref("0"), email("a")));
        scene.commit(commit -> commit.put(Given.gone(ref("0"))));
        assertThat(there(scene.store())).containsOnly(false);
        scene.store().commit(full());
        assertThat(there(scene.store())).containsOnly(true);
        assertThat(scene.store().goldens(List.of(golden("other")))).isEmpty();
    }

    private static void empty(Scene scene) {
        scene.store().commit(full());
        scene.store().commit(new Commit());
        assertThat(there(scene.store())).containsOnly(true);
    }

    private static void neverHalf(Scene scene) throws Exception {
        ExecutorService readers = Executors.newFixedThreadPool(3);
        try {
            round(scene, 0);
            List<Future<Set<String>>> seen = new ArrayList<>();
            seen.add(readers.submit(() -> look(scene, () -> scene.store().records(refs(1_200)))));
            seen.add(readers.submit(() -> look(scene, () -> scene.store().members(List.of(golden("g"))))));
            seen.add(readers.submit(() ->
                    look(scene, () -> scene.store().recordsAfter(CRM, EntityType.PERSON, null, 2_000))));
            for (int round = 1; round <= 20; round++) {
                round(scene, round);
            }
            scene.commit(commit -> commit.put(Given.token("end"), Given.issued("")));
            for (Future<Set<String>> one : seen) {
                assertThat(one.get()).containsExactly("whole");
            }
        } finally {
            readers.shutdownNow();
        }
    }

    /** Puts all records anew, each with the number of the round. */
    private static void round(Scene scene, int round) {
        scene.commit(commit ->
                refs(1_200).forEach(ref -> commit.put(Given.versioned(live(ref).inGolden(golden("g")), "v" + round))));
    }

    private interface Question {
        List<StoredRecord> ask();
    }

    private static Set<String> look(Scene scene, Question question) {
        Set<String> seen = new HashSet<>();
        while (scene.store().state(Given.token("end")).isEmpty()) {
            List<StoredRecord> records = question.ask();
            long versions =
                    records.stream().map(StoredRecord::version).distinct().count();
            seen.add(records.size() == 1_200 && versions == 1 ? "whole" : "half");
        }
        seen.add("whole");
        return seen;
    }

    private static void manyThreads(Scene scene) throws InterruptedException, ExecutionException {
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (RecordRef ref : refs(40)) {
                all.add(writers.submit(() ->
                        scene.commit(commit -> commit.put(live(ref, email("a"))).put(Given.token(ref.id()), Given.issued("there")))));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            writers.shutdownNow();
        }
        assertThat(scene.store().records(refs(40))).hasSize(40);
        assertThat(scene.store().withKeys(EntityType.PERSON, List.of(email("a")), 100))
                .hasSize(40);
        assertThat(refs(40)).allMatch(ref -> scene.store().state(Given.token(ref.id())).isPresent());
    }
}
