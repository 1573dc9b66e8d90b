package io.sesam.talk.testkit.store;

import static io.sesam.talk.testkit.store.StoreSamples.CRM;
import static io.sesam.talk.testkit.store.StoreSamples.NOON;
import static io.sesam.talk.testkit.store.StoreSamples.PAYROLL;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Position;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The promises about engine state. */
final class StatePromises {
    static final List<StorePromise> ALL = List.of(
            new StorePromise("every kind of state is read back unchanged", StatePromises::everyKind),
            new StorePromise("state is replaced and removed by its key", StatePromises::replaced),
            new StorePromise("state of one scope is separate from another", StatePromises::scopes));

    private StatePromises() {}

    /** A key with its value. */
    private record Entry<T extends EngineState>(StateKey<T> key, T value) {
        void put(Commit commit) {
            commit.put(key, value);
        }

        void assertIsIn(Store store) {
            assertThat(store.state(key)).as("%s", key).contains(value);
        }
    }

    private static List<Entry<?>> all() {
        EntityType person = EntityType.PERSON;
        List<SystemName> both = List.of(CRM, PAYROLL);
        return List.of(
                new Entry<>(StateKey.suppressionKey(), new EngineState.SuppressionKey("00ff10")),
                new Entry<>(StateKey.heldPlan(CRM, person), new EngineState.PlanHold(7, 2, NOON, true)),
                new Entry<>(
                        StateKey.restoredRecord(new RecordRef(CRM, person, "a/b c=%,\u0000\n😀")),
                        new EngineState.Presence()),
                new Entry<>(StateKey.targets(person), new EngineState.TargetSystems(both)),
                new Entry<>(StateKey.comparison(CRM, person), new EngineState.ComparisonBasis("f 1", true, both)),
                new Entry<>(StateKey.policy(person), new EngineState.AppliedPolicy("rules, \"old\" = new")),
                new Entry<>(StateKey.sinkPromise(CRM), new EngineState.SinkPromise(Long.MAX_VALUE)),
                new Entry<>(
                        StateKey.sinkContent(CRM),
                        new EngineState.SinkContent(7, "a b", Map.of("person", 2L, "crosswalk", 0L))),
                new Entry<>(
                        StateKey.answerExpiry(CRM, person),
                        new EngineState.ExpirySweep(NOON, NOON.plusNanos(1), "id with space")),
                new Entry<>(StateKey.firstWrite(CRM, person), new EngineState.Moment(NOON)),
                new Entry<>(StateKey.fields(CRM, person), new EngineState.CoveredFields(Set.of("b", "a"), 3, Set.of())),
                new Entry<>(
                        StateKey.news(CRM),
                        new EngineState.NewsPosition(new Position.Token("x".repeat(Position.MAX_LENGTH - 1)))),
                new Entry<>(StateKey.enrichment(CRM), new EngineState.EnrichmentMark(3, "")),
                new Entry<>(StateKey.listed(CRM, person), new EngineState.Moment(Instant.EPOCH)),
                new Entry<>(StateKey.listingBegun(CRM, person), new EngineState.Moment(NOON.plusNanos(123_456_789))),
                new Entry<>(StateKey.observed(), new EngineState.Moment(NOON.plusNanos(123_000))),
                new Entry<>(StateKey.token("å b/c"), new EngineState.IssuedToken("two\nlines \u0000\ud83d 😀")));
    }

    private static void everyKind(StoreScene scene) {
        all().forEach(entry -> assertThat(scene.store().state(entry.key())).isEmpty());
        scene.commit(commit -> all().forEach(entry -> entry.put(commit)));
        all().forEach(entry -> entry.assertIsIn(scene.store()));
    }

    private static void replaced(StoreScene scene) {
        StateKey<EngineState.IssuedToken> a = StateKey.token("a");
        StateKey<EngineState.IssuedToken> b = StateKey.token("b");
        Supplier<List<String>> kept = () -> List.of(
                scene.store().state(a).map(EngineState.IssuedToken::text).orElse("none"),
                scene.store().state(b).map(EngineState.IssuedToken::text).orElse("none"));
        List<Consumer<Commit>> changes = List.of(
                commit -> commit.put(a, new EngineState.IssuedToken("1")).put(b, new EngineState.IssuedToken("")),
                commit -> commit.put(a, new EngineState.IssuedToken("2")).remove(b),
                commit -> commit.put(b, new EngineState.IssuedToken("3")).remove(b),
                commit -> commit.remove(a).put(a, new EngineState.IssuedToken("4")),
                commit -> commit.remove(a).remove(b));
        List<List<String>> expected = List.of(
                List.of("1", ""),
                List.of("2", "none"),
                List.of("2", "none"),
                List.of("4", "none"),
                List.of("none", "none"));
        for (int i = 0; i < changes.size(); i++) {
            scene.commit(changes.get(i));
            assertThat(kept.get()).as("after change %s", i).isEqualTo(expected.get(i));
        }
    }

    private static void scopes(StoreScene scene) {
        EngineState.Moment moment = new EngineState.Moment(NOON);
        scene.commit(commit -> commit.put(StateKey.listed(CRM, EntityType.PERSON), moment)
                .put(StateKey.token("a"), new EngineState.IssuedToken("1")));
        assertThat(scene.store().state(StateKey.listed(CRM, EntityType.ORGANISATION)))
                .isEmpty();
        assertThat(scene.store().state(StateKey.listed(PAYROLL, EntityType.PERSON)))
                .isEmpty();
        assertThat(scene.store().state(StateKey.listingBegun(CRM, EntityType.PERSON)))
                .isEmpty();
        assertThat(scene.store().state(StateKey.token("A"))).isEmpty();
        assertThat(scene.store().state(StateKey.token(""))).isEmpty();
        assertThat(scene.store().state(StateKey.listed(CRM, EntityType.PERSON))).contains(moment);
    }
}
