package io.sesam.talk.testkit.store;

import static io.sesam.talk.testkit.store.StoreSamples.golden;
import static io.sesam.talk.testkit.store.StoreSamples.letters;
import static io.sesam.talk.testkit.store.StoreSamples.named;
import static io.sesam.talk.testkit.store.StoreSamples.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Value;
import io.sesam.talk.store.StoredGolden;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The promises about golden records. */
final class GoldenPromises {
    static final List<StorePromise> ALL = List.of(
            new StorePromise("a golden record is read back with its values", GoldenPromises::comesBack),
            new StorePromise("golden records are found by id, also removed ones", GoldenPromises::found),
            new StorePromise("changes are paged in the order of their sequence", GoldenPromises::paged),
            new StorePromise("a change moves a golden record to its new sequence", GoldenPromises::moved),
            new StorePromise("a duplicate sequence is refused", GoldenPromises::oneSequenceEach),
            new StorePromise("golden records are counted without the removed", GoldenPromises::counted));

    private GoldenPromises() {}

    private static void comesBack(StoreScene scene) {
        Fields values = Fields.builder(StoreSamples.ORGANISATION)
                .say("name", "Ærlig \"😀\" AS")
                .say("country", "Norge")
                .set("zip", Value.blank())
                .build();
        StoredGolden golden = new StoredGolden(golden("g"), values, 7, Long.MAX_VALUE, false);
        scene.commit(commit -> commit.put(golden));
        List<StoredGolden> back = scene.store().goldens(List.of(golden.id()));
        assertThat(back).containsExactly(golden);
        assertThat(letters(back.get(0).values())).isEqualTo(letters(values));
        assertThat(scene.store().lastSequence()).isEqualTo(Long.MAX_VALUE);
    }

    private static void found(StoreScene scene) {
        StoredGolden removed = golden(golden("b"), Fields.unknown(StoreSamples.PERSON), 2, true);
        scene.commit(commit -> commit.put(golden("a", 1)).put(removed).put(golden("c", 3)));
        assertThat(scene.store().goldens(List.of(golden("a"), golden("b"), golden("b"), golden("none"))))
                .containsExactlyInAnyOrder(golden("a", 1), removed);
        assertThat(scene.store().goldens(List.<GoldenId>of())).isEmpty();
        List<StoredGolden> many = IntStream.range(0, 2_500)
                .mapToObj(i -> golden("many " + i, 10 + i))
                .toList();
        scene.commit(commit -> many.forEach(commit::put));
        assertThat(scene.store().goldens(many.stream().map(StoredGolden::id).toList()))
                .containsExactlyInAnyOrderElementsOf(many);
    }

    private static void paged(StoreScene scene) {
        assertThat(scene.store().lastSequence()).isZero();
        assertThat(scene.store().goldensAfter(0, 10)).isEmpty();
        StoredGolden company = golden(golden("c"), Fields.unknown(StoreSamples.ORGANISATION), 30, false);
        StoredGolden removed = golden(golden("d"), named("d"), 40, true);
        scene.commit(commit ->
                commit.put(golden("b", 20)).put(removed).put(golden("a", 10)).put(company));
        assertThat(scene.store().goldensAfter(0, 2)).containsExactly(golden("a", 10), golden("b", 20));
        assertThat(scene.store().goldensAfter(20, 2)).containsExactly(company, removed);
        assertThat(scene.store().goldensAfter(19, 1)).containsExactly(golden("b", 20));
        assertThat(scene.store().goldensAfter(40, 1)).isEmpty();
        assertThat(scene.store().lastSequence()).isEqualTo(40);
    }

    private static void moved(StoreScene scene) {
        scene.commit(commit -> commit.put(golden("a", 1)).put(golden("b", 2)));
        scene.commit(commit -> commit.put(golden("a", 3)));
        assertThat(scene.store().goldensAfter(0, 9)).containsExactly(golden("b", 2), golden("a", 3));
        StoredGolden removed = golden(golden("b"), named("b"), 4, true);
        scene.commit(commit -> commit.put(removed));
        scene.commit(commit -> commit.put(removed));
        assertThat(scene.store().goldensAfter(0, 9)).containsExactly(golden("a", 3), removed);
    }

    private static void oneSequenceEach(StoreScene scene) {
        scene.commit(commit -> commit.put(golden("a", 1)));
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> scene.commit(commit -> commit.put(golden("b", 2))
                        .put(golden("c", 1))
                        .put(StoreSamples.token("half"), StoreSamples.issued("done"))));
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(
                        () -> scene.commit(commit -> commit.put(golden("b", 2)).put(golden("c", 2))));
        assertThat(scene.store().goldensAfter(0, 9)).containsExactly(golden("a", 1));
        assertThat(scene.store().state(StoreSamples.token("half"))).isEmpty();
    }

    private static void counted(StoreScene scene) {
        List<StoredGolden> three = new ArrayList<>(List.of(golden("a", 1), golden("b", 2), golden("c", 3)));
        scene.commit(commit -> three.forEach(commit::put));
        scene.commit(commit -> commit.put(golden("a", 4)).put(golden(golden("b"), named("b"), 5, true)));
        scene.commit(commit ->
                commit.put(golden(golden("b"), named("b"), 5, true)).put(StoreSamples.member(ref("1"), golden("a"))));
        assertThat(scene.store().goldens(EntityType.PERSON)).isEqualTo(2);
        assertThat(scene.store().goldens(EntityType.PRODUCT)).isZero();
        scene.commit(commit -> commit.put(golden("b", 6)));
        assertThat(scene.store().goldens(EntityType.PERSON)).isEqualTo(3);
    }
}
