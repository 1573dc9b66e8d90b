package io.sesam.talk.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.engine.quality.QualityCounter;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Person;
import io.sesam.talk.policy.MatchRules;
import io.sesam.talk.policy.Survivorship;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class QualityCounterTest {
    private final Store store = MemoryStore.create();
    private final QualityCounter counter = new QualityCounter(
            store,
            List.of(TypePolicy.of(
                    MatchRules.defaultsFor(EntityType.PERSON), Survivorship.newest(Person.SCHEMA, List.of()))),
            store.lastSequence());

    private static StoredGolden golden(long sequence) {
        return new StoredGolden(new GoldenId("g" + sequence), Fields.unknown(Person.SCHEMA), 1, sequence, false);
    }

    private void commit(Commit commit) {
        counter.addTo(commit, Map.of());
        store.commit(commit);
        counter.committed();
    }

    @Test
    void whatAFailedCommitAddedDoesNotCountWithALaterOne() {
        commit(new Commit().put(golden(1)));
        counter.addTo(new Commit().put(golden(2)), Map.of()); // and the store does not answer
        commit(new Commit().put(StateKey.token("crm"), new EngineState.IssuedToken("a token")));

        Commit end = new Commit();
        counter.endRun(end, Set.of());
        store.commit(end);

        assertThat(store.state(StateKey.qualityMark()).orElseThrow().sequence()).isEqualTo(1);
    }
}
