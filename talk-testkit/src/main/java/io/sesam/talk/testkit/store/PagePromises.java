package io.sesam.talk.testkit.store;

import static io.sesam.talk.testkit.store.StoreSamples.CRM;
import static io.sesam.talk.testkit.store.StoreSamples.PAYROLL;
import static io.sesam.talk.testkit.store.StoreSamples.gone;
import static io.sesam.talk.testkit.store.StoreSamples.live;
import static io.sesam.talk.testkit.store.StoreSamples.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.StoredRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The promises about paging, listings and counts. */
final class PagePromises {
    static final List<StorePromise> ALL = List.of(
            new StorePromise("all records are paged in the order of their ids", PagePromises::paged),
            new StorePromise("a page begins after an id, even if no record has it", PagePromises::after),
            new StorePromise("records missing from a listing are found, live ones only", PagePromises::notListed),
            new StorePromise("being listed changes nothing else in a record", PagePromises::listed),
            new StorePromise("live records are counted", PagePromises::counted));

    private static final List<String> IN_ORDER =
            List.of(" 9", "1", "10", "2", "Z", "a", "a b", "å", "\uff01", "😀", "😀1");

    private PagePromises() {}

    private static List<String> page(StoreScene scene, @Nullable String after, int limit) {
        return ids(scene.store().recordsAfter(CRM, EntityType.PERSON, after, limit));
    }

    private static List<String> missing(StoreScene scene, long listing, @Nullable String after, int limit) {
        return ids(scene.store().notListed(CRM, EntityType.PERSON, listing, after, limit));
    }

    private static List<String> ids(List<StoredRecord> records) {
        return records.stream().map(record -> record.ref().id()).toList();
    }

    private static void fill(StoreScene scene) {
        scene.commit(commit -> IN_ORDER.stream()
                .sorted((one, other) -> other.compareTo(one))
                .forEach(id -> commit.put(live(ref(id)))));
        scene.commit(commit -> commit.put(live(new RecordRef(PAYROLL, EntityType.PERSON, "b")))
                .put(live(new RecordRef(CRM, EntityType.ORGANISATION, "b"))));
    }

    private static void paged(StoreScene scene) {
        fill(scene);
        scene.commit(commit -> commit.put(gone(ref("2"))));
        assertThat(page(scene, null, 100)).isEqualTo(IN_ORDER);
        assertThat(page(scene, null, 4)).isEqualTo(IN_ORDER.subList(0, 4));
        assertThat(page(scene, "2", 4)).isEqualTo(IN_ORDER.subList(4, 8));
        assertThat(page(scene, "å", 4)).isEqualTo(IN_ORDER.subList(8, 11));
        assertThat(page(scene, "😀1", 4)).isEmpty();
    }

    private static void after(StoreScene scene) {
        fill(scene);
        assertThat(page(scene, "11", 2)).containsExactly("2", "Z");
        assertThat(page(scene, "\uffff", 5)).containsExactly("😀", "😀1");
        assertThat(scene.store().recordsAfter(PAYROLL, EntityType.ORGANISATION, null, 5))
                .isEmpty();
    }

    private static void notListed(StoreScene scene) {
        fill(scene);
        scene.commit(commit -> commit.put(gone(ref("1"))).put(live(ref("2")).listedIn(3)));
        scene.commit(commit ->
                commit.put(new Commit.Listed(CRM, EntityType.PERSON, 2, List.of("10", "a", "å", "never heard of"))));
        assertThat(missing(scene, 2, null, 100)).containsExactly(" 9", "Z", "a b", "\uff01", "😀", "😀1");
        assertThat(missing(scene, 2, " 9", 2)).containsExactly("Z", "a b");
        assertThat(missing(scene, 3, "Z", 2)).containsExactly("a", "a b");
        assertThat(missing(scene, 1, null, 100)).isEmpty();
    }

    private static void listed(StoreScene scene) {
        StoredRecord record =
                StoreSamples.versioned(live(ref("1"), StoreSamples.email("a")).inGolden(StoreSamples.golden("g")), "v");
        scene.commit(commit -> commit.put(record).put(gone(ref("2"))));
        scene.commit(commit -> commit.put(new Commit.Listed(CRM, EntityType.PERSON, 7, List.of("1", "2", "3"))));
        assertThat(scene.store().records(List.of(ref("1"), ref("3")))).containsExactly(record.listedIn(7));
        assertThat(scene.store().records(List.of(ref("2"))))
                .containsExactly(gone(ref("2")).listedIn(7));
        assertThat(scene.store().withKeys(EntityType.PERSON, List.of(StoreSamples.email("a")), 1))
                .hasSize(1);
    }

    private static void counted(StoreScene scene) {
        assertThat(scene.store().counts()).isEmpty();
        fill(scene);
        scene.commit(commit -> commit.put(gone(ref("1"))).put(gone(ref("new"))).put(gone(ref("2"))));
        scene.commit(commit -> commit.put(live(ref("2"))).put(gone(new RecordRef(CRM, EntityType.ORGANISATION, "b"))));
        long live = IN_ORDER.size() - 1L;
        assertThat(scene.store().liveRecords(CRM, EntityType.PERSON)).isEqualTo(live);
        assertThat(scene.store().liveRecords(CRM, EntityType.ORGANISATION)).isZero();
        assertThat(scene.store().liveRecords(PAYROLL, EntityType.PRODUCT)).isZero();
        assertThat(scene.store().counts())
                .isEqualTo(Map.of(CRM, Map.of(EntityType.PERSON, live), PAYROLL, Map.of(EntityType.PERSON, 1L)));
    }
}
