package io.sesam.talk.testkit.store;

import static io.sesam.talk.testkit.store.StoreSamples.CRM;
import static io.sesam.talk.testkit.store.StoreSamples.NOON;
import static io.sesam.talk.testkit.store.StoreSamples.email;
import static io.sesam.talk.testkit.store.StoreSamples.golden;
import static io.sesam.talk.testkit.store.StoreSamples.live;
import static io.sesam.talk.testkit.store.StoreSamples.named;
import static io.sesam.talk.testkit.store.StoreSamples.ref;
import static io.sesam.talk.testkit.store.StoreSamples.refs;
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
import io.sesam.talk.store.PendingComparison;
import io.sesam.talk.store.ReadState;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The promises about atomic commits. */
final class CommitPromises {
    static final List<StorePromise> ALL = List.of(
            new StorePromise("all changes of a commit are visible after it", CommitPromises::everything),
            new StorePromise("changes added to a commit later are not applied", CommitPromises::onlyOnce),
            new StorePromise("a failed commit has no effect, and the next one succeeds", CommitPromises::nothing),
            new StorePromise("an empty commit changes nothing", CommitPromises::empty),
            new StorePromise("a reader during commits never sees a part of one", CommitPromises::neverHalf),
            new StorePromise("commits of several threads are all stored", CommitPromises::manyThreads));

    private static final Link LINK = new Link(ref("1"), ref("2"), Link.Origin.STEWARD);

    private CommitPromises() {}

    /** Returns a commit with one change of each kind. */
    private static Commit full() {
        Commit commit = new Commit()
                .put(live(ref("1"), email("a")).inGolden(golden("g")))
                .put(golden("g", 1))
                .add(LINK)
                .put(new ReadState(CRM, EntityType.PERSON, new Position.Token("next"), 1, true, NOON, NOON))
                .add(new PendingComparison(CRM, EntityType.PERSON, golden("g")))
                .put(Parked.builder()
                        .system(CRM)
                        .type(EntityType.PERSON)
                        .golden(golden("g"))
                        .reason("why")
                        .fingerprint("f")
                        .since(NOON)
                        .build());
        return commit.put(Intent.builder()
                        .operation("op")
                        .system(CRM)
                        .type(EntityType.PERSON)
                        .kind(Operation.Kind.INSERT)
                        .golden(golden("g"))
                        .origin(ref("1"))
                        .since(NOON)
                        .fields(named("a"))
                        .unknown(false)
                        .build())
                .add(AuditEntry.builder()
                        .time(NOON)
                        .run("run")
                        .operation("op")
                        .system(CRM)
                        .type(EntityType.PERSON)
                        .golden(golden("g"))
                        .outcome(AuditEntry.Outcome.INSERTED)
                        .before(named("a"))
                        .after(named("b"))
                        .build())
                .put(StoreSamples.token("name"), StoreSamples.issued("text"));
    }

    /** Reports for each change of {@link #full()} whether it is stored. */
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
                store.state(StoreSamples.token("name")).isPresent());
    }

    private static void everything(StoreScene scene) {
        assertThat(there(scene.store())).containsOnly(false);
        scene.store().commit(full());
        assertThat(there(scene.store())).containsOnly(true);
    }

    private static void onlyOnce(StoreScene scene) {
        Commit commit = new Commit().put(StoreSamples.token("a"), StoreSamples.issued("1"));
        scene.store().commit(commit);
        commit.put(StoreSamples.token("b"), StoreSamples.issued("1")).put(live(ref("1")));
        assertThat(scene.store().state(StoreSamples.token("b"))).isEmpty();
        assertThat(scene.store().records(List.of(ref("1")))).isEmpty();
    }

    /** Returns a golden record with a duplicate sequence. */
    private static StoredGolden broken() {
        return new StoredGolden(golden("broken"), named("a"), 1, 7, false);
    }

    private static void nothing(StoreScene scene) {
        scene.commit(commit -> commit.put(live(ref("0"), email("a"))));
        Commit doomed = full().put(live(ref("0"))).put(golden("other", 7)).put(broken());
        assertThatThrownBy(() -> scene.store().commit(doomed)).isInstanceOf(RuntimeException.class);
        assertThat(scene.store().withKeys(EntityType.PERSON, List.of(email("a")), 9))
                .containsExactly(live(ref("0"), email("a")));
        scene.commit(commit -> commit.put(StoreSamples.gone(ref("0"))));
        assertThat(there(scene.store())).containsOnly(false);
        scene.store().commit(full());
        assertThat(there(scene.store())).containsOnly(true);
        assertThat(scene.store().goldens(List.of(golden("other")))).isEmpty();
    }

    private static void empty(StoreScene scene) {
        scene.store().commit(full());
        scene.store().commit(new Commit());
        assertThat(there(scene.store())).containsOnly(true);
    }

    private static void neverHalf(StoreScene scene) throws Exception {
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
            scene.commit(commit -> commit.put(StoreSamples.token("end"), StoreSamples.issued("")));
            for (Future<Set<String>> one : seen) {
                assertThat(one.get()).containsExactly("whole");
            }
        } finally {
            readers.shutdownNow();
        }
    }

    /** Writes all records again with the number of the round. */
    private static void round(StoreScene scene, int round) {
        scene.commit(commit -> refs(1_200)
                .forEach(ref -> commit.put(StoreSamples.versioned(live(ref).inGolden(golden("g")), "v" + round))));
    }

    private interface Question {
        List<StoredRecord> ask();
    }

    private static Set<String> look(StoreScene scene, Question question) {
        Set<String> seen = new HashSet<>();
        while (scene.store().state(StoreSamples.token("end")).isEmpty()) {
            List<StoredRecord> records = question.ask();
            long versions =
                    records.stream().map(StoredRecord::version).distinct().count();
            seen.add(records.size() == 1_200 && versions == 1 ? "whole" : "half");
        }
        seen.add("whole");
        return seen;
    }

    private static void manyThreads(StoreScene scene) throws InterruptedException, ExecutionException {
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (RecordRef ref : refs(40)) {
                all.add(writers.submit(() -> scene.commit(commit -> commit.put(live(ref, email("a")))
                        .put(StoreSamples.token(ref.id()), StoreSamples.issued("there")))));
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
        assertThat(refs(40))
                .allMatch(
                        ref -> scene.store().state(StoreSamples.token(ref.id())).isPresent());
    }
}
