package io.sesam.talk.testkit.store;

import static io.sesam.talk.testkit.store.StoreSamples.email;
import static io.sesam.talk.testkit.store.StoreSamples.golden;
import static io.sesam.talk.testkit.store.StoreSamples.gone;
import static io.sesam.talk.testkit.store.StoreSamples.live;
import static io.sesam.talk.testkit.store.StoreSamples.member;
import static io.sesam.talk.testkit.store.StoreSamples.ref;
import static io.sesam.talk.testkit.store.StoreSamples.refs;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.store.StoredRecord;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The promises about finding records by keys and membership. */
final class KeyPromises {
    static final List<StorePromise> ALL = List.of(
            new StorePromise("a live record is found by each of its keys", KeyPromises::found),
            new StorePromise("a deleted record is not found by its keys", KeyPromises::goneAndBack),
            new StorePromise("new keys of a record replace the old ones", KeyPromises::replaced),
            new StorePromise("a key is found by exact rule, type and value", KeyPromises::exact),
            new StorePromise("at most a given number for each key, smaller ids first", KeyPromises::limited),
            new StorePromise(
                    "of one id in two systems the smaller system comes first", KeyPromises::limitedAcrossSystems),
            new StorePromise("thousands of keys are found at once", KeyPromises::many),
            new StorePromise("members are found, live and deleted", KeyPromises::members),
            new StorePromise("a member that moves is found in its new golden record", KeyPromises::moved));

    private KeyPromises() {}

    private static List<RecordRef> with(StoreScene scene, int limit, MatchKey... keys) {
        return scene.store().withKeys(EntityType.PERSON, Arrays.asList(keys), limit).stream()
                .map(StoredRecord::ref)
                .toList();
    }

    private static void found(StoreScene scene) {
        StoredRecord record = live(ref("1"), email("a"), email("b"), new MatchKey("phone", "1"));
        scene.commit(
                commit -> commit.put(record).put(live(ref("2"), email("b"))).put(live(ref("3"))));
        assertThat(scene.store().withKeys(EntityType.PERSON, List.of(email("a")), 9))
                .containsExactly(record);
        assertThat(with(scene, 9, email("b"))).containsExactlyInAnyOrder(ref("1"), ref("2"));
        assertThat(with(scene, 9, email("a"), email("b"), email("a"), new MatchKey("phone", "1")))
                .containsExactlyInAnyOrder(ref("1"), ref("2"));
        assertThat(with(scene, 9)).isEmpty();
        assertThat(with(scene, 0, email("a"))).isEmpty();
    }

    private static void goneAndBack(StoreScene scene) {
        scene.commit(commit -> commit.put(live(ref("1"), email("a"))).put(gone(ref("2"), email("a"))));
        assertThat(with(scene, 9, email("a"))).containsExactly(ref("1"));
        scene.commit(commit -> commit.put(gone(ref("1"), email("a"))).put(live(ref("2"), email("a"))));
        assertThat(with(scene, 9, email("a"))).containsExactly(ref("2"));
        assertThat(scene.store().records(List.of(ref("1"))).get(0).keys()).containsExactly(email("a"));
    }

    private static void replaced(StoreScene scene) {
        scene.commit(commit -> commit.put(live(ref("1"), email("a"), email("b"))));
        scene.commit(commit -> commit.put(live(ref("1"), email("b"), email("c"))));
        assertThat(with(scene, 9, email("a"))).isEmpty();
        assertThat(with(scene, 9, email("b"))).containsExactly(ref("1"));
        assertThat(with(scene, 9, email("c"))).containsExactly(ref("1"));
        scene.commit(commit -> commit.put(live(ref("1"))));
        assertThat(with(scene, 9, email("a"), email("b"), email("c"))).isEmpty();
    }

    private static void exact(StoreScene scene) {
        List<String> values = List.of("a", "A", "a ", "å", "a\u030a", "😀", "\ud83d", "%", "a\u001fb", "a\u0000");
        scene.commit(commit ->
                IntStream.range(0, values.size()).forEach(i -> commit.put(live(ref("r" + i), email(values.get(i))))));
        for (int i = 0; i < values.size(); i++) {
            assertThat(with(scene, 9, email(values.get(i)))).containsExactly(ref("r" + i));
        }
        assertThat(with(scene, 9, new MatchKey("phone", "a"))).isEmpty();
        assertThat(scene.store().withKeys(EntityType.ORGANISATION, List.of(email("a")), 9))
                .isEmpty();
    }

    private static void limited(StoreScene scene) {
        List<String> ids = List.of("1", "10", "2", "Z", "a", "å", "\uff01", "😀", "😀a");
        scene.commit(commit -> Stream.concat(ids.stream().skip(4), ids.stream().limit(4))
                .forEach(id -> commit.put(live(ref(id), email("info"), email("own " + id)))));
        for (int limit = 1; limit <= ids.size() + 1; limit++) {
            assertThat(with(scene, limit, email("info")))
                    .extracting(RecordRef::id)
                    .containsExactlyInAnyOrderElementsOf(
                            ids.stream().limit(limit).toList());
        }
        assertThat(with(scene, 2, email("info"), email("own 😀"), email("own Z")))
                .extracting(RecordRef::id)
                .containsExactlyInAnyOrder("1", "10", "😀", "Z");
    }

    private static void limitedAcrossSystems(StoreScene scene) {
        RecordRef other = new RecordRef(StoreSamples.PAYROLL, EntityType.PERSON, "1");
        scene.commit(commit -> commit.put(live(other, email("a")))
                .put(live(ref("1"), email("a")))
                .put(live(ref("2"), email("a"))));
        assertThat(with(scene, 1, email("a"))).containsExactly(ref("1"));
        assertThat(with(scene, 2, email("a"))).containsExactlyInAnyOrder(ref("1"), other);
        assertThat(with(scene, 3, email("a"))).hasSize(3);
    }

    private static void many(StoreScene scene) {
        List<RecordRef> refs = refs(2_500);
        scene.commit(commit -> refs.forEach(ref -> commit.put(live(ref, email(ref.id())))));
        MatchKey[] keys = refs.stream().map(ref -> email(ref.id())).toArray(MatchKey[]::new);
        assertThat(with(scene, 1, keys)).containsExactlyInAnyOrderElementsOf(refs);
    }

    private static void members(StoreScene scene) {
        StoredRecord there = member(ref("1"), golden("a"));
        StoredRecord gone = gone(ref("2")).inGolden(golden("a"));
        scene.commit(commit ->
                commit.put(there).put(gone).put(member(ref("3"), golden("b"))).put(live(ref("4"))));
        assertThat(scene.store().members(List.of(golden("a")))).containsExactlyInAnyOrder(there, gone);
        assertThat(scene.store().members(List.of(golden("a"), golden("b"), golden("a"), golden("c"))))
                .hasSize(3);
        assertThat(scene.store().members(List.of())).isEmpty();
    }

    private static void moved(StoreScene scene) {
        scene.commit(commit -> commit.put(member(ref("1"), golden("a"))).put(member(ref("2"), golden("a"))));
        scene.commit(commit -> commit.put(member(ref("1"), golden("b"))).put(live(ref("2"))));
        assertThat(scene.store().members(List.of(golden("a")))).isEmpty();
        assertThat(scene.store().members(List.of(golden("b"))))
                .extracting(StoredRecord::ref)
                .containsExactly(ref("1"));
    }
}
