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
import io.sesam.talk.model.SystemName;
import io.sesam.talk.model.Value;
import io.sesam.talk.query.GoldenHits;
import io.sesam.talk.query.GoldenSearch;
import io.sesam.talk.query.GoldenSystems;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The promises about golden records. */
final class GoldenPromises {
    static final List<StorePromise> ALL = List.of(
            new StorePromise("a golden record is read back with its values", GoldenPromises::comesBack),
            new StorePromise("golden records are found by id, also removed ones", GoldenPromises::found),
            new StorePromise("changes are paged in the order of their sequence", GoldenPromises::paged),
            new StorePromise("a change moves a golden record to its new sequence", GoldenPromises::moved),
            new StorePromise("a duplicate sequence is refused", GoldenPromises::oneSequenceEach),
            new StorePromise("golden records are counted without the removed", GoldenPromises::counted),
            new StorePromise("golden records are read back with their systems and origin", GoldenPromises::keepsOrigin),
            new StorePromise("golden records are searched by the beginnings of their words", GoldenPromises::searched),
            new StorePromise("a search finds by systems, page by page", GoldenPromises::searchedBySystems),
            new StorePromise("a search finds no earlier words and nothing removed", GoldenPromises::searchedAnew));

    private GoldenPromises() {}

    private static void comesBack(StoreScene scene) {
        Fields values = Fields.builder(StoreSamples.ORGANISATION)
                .text("name", "Ærlig \"😀\" AS")
                .text("country", "Norge")
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

    private static StoredGolden person(String id, long sequence, String first, String last, String systems) {
        Fields values = Fields.builder(StoreSamples.PERSON)
                .text("firstname", first)
                .text("lastname", last)
                .text("email", id + "@x.example")
                .build();
        return new StoredGolden(golden(id), values, 1, sequence, false, GoldenSystems.parse(systems), sequence, null);
    }

    private static void keepsOrigin(StoreScene scene) {
        StoredGolden made = person("a", 7, "Ada", "L", "crm erp+");
        StoredGolden changed =
                new StoredGolden(made.id(), made.values(), 3, 9, false, GoldenSystems.parse("crm"), 7, golden("b"));
        scene.commit(commit -> commit.put(made));
        assertThat(scene.store().goldens(List.of(made.id()))).containsExactly(made);
        scene.commit(commit -> commit.put(changed));
        assertThat(scene.store().goldensAfter(0, 9)).containsExactly(changed);
        StoredGolden removed = changed.asRemoved(changed.values(), 10, golden("c"));
        scene.commit(commit -> commit.put(removed));
        assertThat(scene.store().goldens(List.of(made.id()))).containsExactly(removed);
    }

    /** Returns what all pages of a search find. */
    static List<GoldenId> search(Store store, GoldenSearch search) {
        List<GoldenId> found = new ArrayList<>();
        GoldenHits hits = store.search(search);
        found.addAll(hits.goldens());
        while (hits.next().isPresent()) {
            assertThat(hits.goldens()).hasSizeLessThanOrEqualTo(search.limit());
            hits = store.search(new GoldenSearch(
                    search.type(),
                    search.words(),
                    search.in(),
                    search.missingIn(),
                    search.duplicates(),
                    hits.next().get(),
                    search.limit()));
            found.addAll(hits.goldens());
        }
        return found;
    }

    private static GoldenSearch words(int limit, String... words) {
        return new GoldenSearch(
                EntityType.PERSON, List.of(words), Optional.empty(), Optional.empty(), false, null, limit);
    }

    private static void searched(StoreScene scene) {
        scene.commit(commit -> commit.put(person("a", 1, "Ada", "Lovelace", "crm"))
                .put(person("b", 2, "Åse", "Adams", "crm"))
                .put(person("c", 3, "Adam", "Åsen", "crm"))
                .put(golden("d", 4)));
        Store store = scene.store();
        for (int limit = 1; limit < 4; limit++) {
            assertThat(search(store, words(limit, "ada")))
                    .as("ada love, adam asen, adams ase")
                    .containsExactly(golden("a"), golden("c"), golden("b"));
            assertThat(search(store, words(limit, "as", "ada"))).containsExactly(golden("c"), golden("b"));
        }
        assertThat(search(store, words(9, "b@x.ex"))).containsExactly(golden("b"));
        assertThat(search(store, words(9, "lovelace", "a@x"))).containsExactly(golden("a"));
        assertThat(search(store, words(9, "lovelace", "b@x"))).isEmpty();
        assertThat(search(store, words(9, "love lace"))).isEmpty();
        assertThat(search(store, words(9, "dams"))).isEmpty();
        assertThat(search(store, words(9, "ada%"))).isEmpty();
    }

    private static void searchedBySystems(StoreScene scene) {
        List<String> systems = List.of("crm", "crm erp", "crm+ erp", "erp");
        scene.commit(commit -> {
            for (int i = 0; i < 40; i++) {
                commit.put(person("n" + i, i + 1, "Ada", "N", systems.get(i % 4)));
            }
        });
        for (List<String> words : List.of(List.<String>of(), List.of("ada"))) {
            found(scene, words, null, null, false, 40);
            found(scene, words, "crm", null, false, 30);
            found(scene, words, null, "crm", false, 10);
            found(scene, words, "crm", "erp", false, 10);
            found(scene, words, "erp", null, true, 10);
            found(scene, words, "none", null, false, 0);
        }
    }

    private static void found(
            StoreScene scene,
            List<String> words,
            @Nullable String in,
            @Nullable String missingIn,
            boolean duplicates,
            int number) {
        assertThat(search(
                        scene.store(),
                        new GoldenSearch(
                                EntityType.PERSON,
                                words,
                                Optional.ofNullable(in).map(SystemName::new),
                                Optional.ofNullable(missingIn).map(SystemName::new),
                                duplicates,
                                null,
                                7)))
                .hasSize(number)
                .doesNotHaveDuplicates();
    }

    private static void searchedAnew(StoreScene scene) {
        scene.commit(commit ->
                commit.put(person("a", 1, "Ada", "Lovelace", "crm")).put(person("b", 2, "Bob", "Builder", "crm")));
        assertThat(search(scene.store(), words(9))).hasSize(2);
        StoredGolden renamed = person("a", 3, "Augusta", "Lovelace", "crm");
        scene.commit(commit -> commit.put(renamed));
        assertThat(search(scene.store(), words(9, "ada"))).isEmpty();
        assertThat(search(scene.store(), words(9, "augusta"))).containsExactly(golden("a"));
        scene.commit(commit ->
                commit.forget(golden("a")).put(renamed.asRemoved(Fields.unknown(StoreSamples.PERSON), 4, null)));
        assertThat(search(scene.store(), words(9, "lovelace"))).isEmpty();
        assertThat(search(scene.store(), words(9))).containsExactly(golden("b"));
    }
}
