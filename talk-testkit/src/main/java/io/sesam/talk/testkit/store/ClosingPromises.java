package io.sesam.talk.testkit.store;

import static io.sesam.talk.testkit.store.StoreSamples.CRM;
import static io.sesam.talk.testkit.store.StoreSamples.golden;
import static io.sesam.talk.testkit.store.StoreSamples.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Store;
import java.util.List;
import java.util.function.Consumer;

/** The promises about opening and closing a store. */
final class ClosingPromises {
    static final List<StorePromise> ALL = List.of(
            new StorePromise("every store has a history id of its own", ClosingPromises::history),
            new StorePromise("closing twice does no harm", ClosingPromises::twice),
            new StorePromise("a closed store refuses every call with a clear message", ClosingPromises::refuses));

    private static final EntityType PERSON = EntityType.PERSON;
    private static final List<Consumer<Store>> EVERYTHING = List.of(
            Store::history,
            store -> store.records(List.of(ref("1"))),
            store -> store.withKeys(PERSON, List.of(StoreSamples.email("a")), 1),
            store -> store.members(List.of(golden("a"))),
            store -> store.recordsAfter(CRM, PERSON, null, 1),
            store -> store.notListed(CRM, PERSON, 1, null, 1),
            store -> store.liveRecords(CRM, PERSON),
            store -> store.links(List.of(ref("1"))),
            store -> store.goldens(List.of(golden("a"))),
            store -> store.goldensAfter(0, 1),
            Store::lastSequence,
            store -> store.goldens(PERSON),
            store -> store.reading(CRM, PERSON),
            store -> store.tasks(CRM, PERSON, null, 1),
            store -> store.tasks(CRM, PERSON),
            store -> store.parked(CRM, PERSON, List.of(golden("a"))),
            store -> store.parked(null, 1),
            store -> store.parked(golden("a")),
            Store::parkedCount,
            store -> store.intents(CRM, PERSON, List.of(golden("a"))),
            Store::intents,
            store -> store.intents(CRM, PERSON),
            store -> store.audit(0, 1),
            store -> store.audit("run", 0, 1),
            store -> store.audit(List.of(ref("1")), 1),
            store -> store.state(StoreSamples.token("a")),
            Store::counts,
            store -> store.commit(new Commit().put(StoreSamples.token("a"), StoreSamples.issued("b"))));

    private ClosingPromises() {}

    private static void history(StoreScene scene) {
        String name = scene.store().history();
        assertThat(name).isNotBlank().isEqualTo(scene.store().history());
        try (Store other = scene.another()) {
            assertThat(other.history()).isNotEqualTo(name);
        }
    }

    private static void twice(StoreScene scene) {
        scene.store().close();
        scene.store().close();
    }

    private static void refuses(StoreScene scene) {
        scene.store().close();
        for (Consumer<Store> one : EVERYTHING) {
            assertThatExceptionOfType(TalkException.class)
                    .isThrownBy(() -> one.accept(scene.store()))
                    .withMessageContaining("closed")
                    .matches(refusal -> refusal.code() == ErrorCode.STORE_FAILED);
        }
    }
}
