package io.sesam.talk.testkit.store;

import static io.sesam.talk.testkit.store.StoreSamples.golden;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.query.GoldenSearch;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;

/**
 * The promises tested with random histories. After each commit every query must give the same result as
 * {@link NaiveStore}.
 */
final class HistoryPromises {
    private static final int COMMITS = 60;

    private final StoreScene scene;
    private final Store naive = new NaiveStore();
    private final RandomCommits commits;
    private final boolean survives;

    private HistoryPromises(StoreScene scene, long seed, boolean survives) {
        this.scene = scene;
        this.commits = new RandomCommits(seed);
        this.survives = survives;
    }

    static List<StorePromise> of(long seed, boolean survives) {
        return List.of(new StorePromise(
                "a random history is stored correctly (seed " + seed + ")",
                scene -> new HistoryPromises(scene, seed, survives).happen(seed)));
    }

    private void happen(long seed) {
        for (int i = 0; i < COMMITS; i++) {
            Commit commit = commits.next();
            scene.store().commit(commit);
            naive.commit(commit);
            if (survives && i % 20 == 19) {
                scene.reopen();
            }
            SoftAssertions answers = new SoftAssertions();
            compare(answers);
            assertThat(answers.errorsCollected())
                    .as("seed %s, after commit %s", seed, i + 1)
                    .isEmpty();
        }
    }

    private void compare(SoftAssertions answers) {
        Store store = scene.store();
        List<RecordRef> refs = RandomCommits.REFS;
        answers.assertThat(store.records(refs)).containsExactlyInAnyOrderElementsOf(naive.records(refs));
        for (SystemName system : RandomCommits.SYSTEMS) {
            for (EntityType type : RandomCommits.TYPES) {
                comparePlace(answers, system, type);
            }
        }
        for (EntityType type : RandomCommits.TYPES) {
            compareType(answers, type);
        }
        List<RecordRef> some = commits.some(refs);
        answers.assertThat(store.links(some)).containsExactlyInAnyOrderElementsOf(naive.links(some));
        Collection<GoldenId> ids = commits.some(RandomCommits.GOLDENS);
        answers.assertThat(store.goldens(ids)).containsExactlyInAnyOrderElementsOf(naive.goldens(ids));
        answers.assertThat(store.members(ids)).containsExactlyInAnyOrderElementsOf(naive.members(ids));
        compareRest(answers);
    }

    private void comparePlace(SoftAssertions answers, SystemName system, EntityType type) {
        Store store = scene.store();
        String after = commits.flip() ? null : commits.id();
        int limit = 1 + commits.below(20);
        int listing = commits.below(4);
        answers.assertThat(store.recordsAfter(system, type, after, limit))
                .isEqualTo(naive.recordsAfter(system, type, after, limit));
        answers.assertThat(store.notListed(system, type, listing, after, limit))
                .isEqualTo(naive.notListed(system, type, listing, after, limit));
        answers.assertThat(store.liveRecords(system, type)).isEqualTo(naive.liveRecords(system, type));
        answers.assertThat(store.reading(system, type)).isEqualTo(naive.reading(system, type));
        GoldenId golden = commits.flip() ? null : golden("g" + commits.below(9));
        answers.assertThat(store.tasks(system, type, golden, limit))
                .isEqualTo(naive.tasks(system, type, golden, limit));
        answers.assertThat(store.tasks(system, type)).isEqualTo(naive.tasks(system, type));
        List<GoldenId> ids = commits.some(RandomCommits.GOLDENS);
        answers.assertThat(store.parked(system, type, ids))
                .containsExactlyInAnyOrderElementsOf(naive.parked(system, type, ids));
        answers.assertThat(store.intents(system, type, ids))
                .containsExactlyInAnyOrderElementsOf(naive.intents(system, type, ids));
    }

    private void compareType(SoftAssertions answers, EntityType type) {
        Store store = scene.store();
        List<MatchKey> keys = commits.some(RandomCommits.KEYS);
        int each = commits.below(4);
        answers.assertThat(store.withKeys(type, keys, each))
                .containsExactlyInAnyOrderElementsOf(naive.withKeys(type, keys, each));
        answers.assertThat(store.goldens(type)).isEqualTo(naive.goldens(type));
        GoldenSearch search = new GoldenSearch(
                type,
                commits.some(List.of("x", "x1")),
                commits.flip() ? Optional.empty() : Optional.of(StoreSamples.CRM),
                commits.flip() ? Optional.empty() : Optional.of(StoreSamples.PAYROLL),
                commits.below(3) == 0,
                null,
                1 + commits.below(4));
        answers.assertThat(GoldenPromises.search(store, search)).isEqualTo(GoldenPromises.search(naive, search));
    }

    private void compareRest(SoftAssertions answers) {
        Store store = scene.store();
        List<StoredGolden> changes = naive.goldensAfter(0, 1_000);
        long sequence = changes.isEmpty()
                ? 0
                : changes.get(commits.below(changes.size())).sequence();
        answers.assertThat(store.goldensAfter(0, 1_000)).isEqualTo(changes);
        answers.assertThat(store.goldensAfter(sequence, 3)).isEqualTo(naive.goldensAfter(sequence, 3));
        answers.assertThat(store.lastSequence()).isEqualTo(naive.lastSequence());
        List<Parked> parked = naive.parked(null, 1_000);
        @Nullable Parked last = parked.isEmpty() || commits.flip() ? null : parked.get(commits.below(parked.size()));
        answers.assertThat(store.parked(last, 5)).isEqualTo(naive.parked(last, 5));
        GoldenId golden = RandomCommits.GOLDENS.get(commits.below(RandomCommits.GOLDENS.size()));
        answers.assertThat(store.parked(golden)).isEqualTo(naive.parked(golden));
        answers.assertThat(store.parkedCount()).isEqualTo(naive.parkedCount());
        answers.assertThat(store.intents()).isEqualTo(naive.intents());
        answers.assertThat(store.intents(StoreSamples.CRM, EntityType.PERSON))
                .isEqualTo(naive.intents(StoreSamples.CRM, EntityType.PERSON));
        answers.assertThat(store.audit(2, 7)).isEqualTo(naive.audit(2, 7));
        answers.assertThat(store.audit("run1", 1, 7)).isEqualTo(naive.audit("run1", 1, 7));
        answers.assertThat(store.state(StoreSamples.token("n1"))).isEqualTo(naive.state(StoreSamples.token("n1")));
        answers.assertThat(store.erased(RandomCommits.FINGERPRINTS))
                .isEqualTo(naive.erased(RandomCommits.FINGERPRINTS));
        answers.assertThat(store.erasures()).isEqualTo(naive.erasures());
        answers.assertThat(store.counts()).isEqualTo(naive.counts());
    }
}
