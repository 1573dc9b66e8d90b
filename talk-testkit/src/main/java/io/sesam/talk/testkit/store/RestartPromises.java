package io.sesam.talk.testkit.store;

import static io.sesam.talk.testkit.store.StoreSamples.CRM;
import static io.sesam.talk.testkit.store.StoreSamples.NOON;
import static io.sesam.talk.testkit.store.StoreSamples.email;
import static io.sesam.talk.testkit.store.StoreSamples.golden;
import static io.sesam.talk.testkit.store.StoreSamples.live;
import static io.sesam.talk.testkit.store.StoreSamples.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.model.Value;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.StoredRecord;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The promises about closing and reopening a store. */
final class RestartPromises {
    static final List<StorePromise> ALL = List.of(
            new StorePromise("the history id of a store survives", RestartPromises::history),
            new StorePromise("committed changes survive", RestartPromises::committed),
            new StorePromise("a new property is unknown", RestartPromises::newProperty),
            new StorePromise(
                    "a property that is no longer declared returns when it is declared again",
                    RestartPromises::oldProperty),
            new StorePromise("golden records of a type no longer declared are kept", RestartPromises::oldType),
            new StorePromise(
                    "values of a property the store was not opened with are refused", RestartPromises::foreign),
            new StorePromise("intents of one commit are closed one by one", RestartPromises::intentsOfBatch));

    private static final Map<EntityType, Schema> LESS = Map.of(EntityType.PERSON, Person.SCHEMA);

    private RestartPromises() {}

    private static void history(StoreScene scene) {
        String before = scene.store().history();
        scene.reopen();
        assertThat(scene.store().history()).isEqualTo(before);
    }

    private static void committed(StoreScene scene) {
        StoredRecord record = live(ref("1"), email("a")).inGolden(StoreSamples.golden("g"));
        scene.commit(commit -> commit.put(record)
                .put(StoreSamples.golden("g", 5))
                .put(StoreSamples.token("a"), StoreSamples.issued("b")));
        scene.reopen();
        assertThat(scene.store().withKeys(EntityType.PERSON, List.of(email("a")), 1))
                .containsExactly(record);
        assertThat(scene.store().goldensAfter(0, 9)).containsExactly(StoreSamples.golden("g", 5));
        assertThat(scene.store().state(StoreSamples.token("a"))).contains(StoreSamples.issued("b"));
        scene.commit(commit -> commit.put(StoreSamples.gone(ref("1"))));
        scene.reopen();
        assertThat(scene.store().withKeys(EntityType.PERSON, List.of(email("a")), 1))
                .isEmpty();
    }

    private static void newProperty(StoreScene scene) {
        scene.reopen(LESS);
        Fields rawFields =
                Fields.builder(Person.SCHEMA).text("firstname", "Ada").build();
        scene.commit(commit -> commit.put(live(StoreSamples.record(rawFields))));
        scene.reopen();
        Fields back = only(scene).rawValues();
        assertThat(back.schema()).isEqualTo(StoreSamples.PERSON);
        assertThat(back.get("nickname")).isEqualTo(Value.unknown());
        assertThat(back.get("firstname")).isEqualTo(Value.of("Ada"));
    }

    private static void oldProperty(StoreScene scene) {
        Fields rawFields = Fields.builder(StoreSamples.PERSON)
                .text("firstname", "Ada")
                .text("nickname", "A")
                .build();
        Stamps stamps = Stamps.all(StoreSamples.PERSON.size(), 1_000_000).with(4, 77, Stamps.ECHO, "AA");
        SourceRecord back =
                rewrittenWithLess(scene, StoreSamples.record(rawFields).stamped(stamps));
        assertThat(back.rawValues()).isEqualTo(rawFields);
        assertThat(back.time(4)).isEqualTo(77);
        assertThat(back.stamps().written(4)).isEqualTo("AA");
        assertThat(back.time(0)).isEqualTo(9_000_000);
        // A value that was read long ago must not count as changed because the record was written since.
        assertThat(rewrittenWithLess(scene, StoreSamples.record(rawFields)).time(4))
                .isEqualTo(1_000_000);
    }

    /**
     * Returns a record rewritten with fewer properties. It was written, written again while the store knew fewer
     * properties, and read with all of them.
     */
    private static SourceRecord rewrittenWithLess(StoreScene scene, SourceRecord record) {
        scene.commit(commit -> commit.put(live(record)));
        scene.reopen(LESS);
        SourceRecord without = only(scene);
        assertThat(without.rawValues().schema()).isEqualTo(Person.SCHEMA);
        scene.commit(commit -> commit.put(live(SourceRecord.remembered(
                without.ref(), without.rawValues(), 9_000_000, without.created(), without.firstSeen(), null))));
        scene.reopen();
        return only(scene);
    }

    private static SourceRecord only(StoreScene scene) {
        List<StoredRecord> records = scene.store().records(List.of(ref("1")));
        assertThat(records).hasSize(1);
        return records.get(0).record();
    }

    private static void oldType(StoreScene scene) {
        Fields serial =
                Fields.builder(StoreSamples.MACHINE).text("serial", "17").build();
        scene.commit(commit -> commit.put(StoreSamples.golden(StoreSamples.golden("m"), serial, 1, false)));
        scene.reopen(LESS);
        assertThat(scene.store().goldensAfter(0, 9)).hasSize(1);
        assertThat(scene.store().goldensAfter(0, 9).get(0).values().get("serial"))
                .isEqualTo(Value.of("17"));
    }

    private static void foreign(StoreScene scene) {
        scene.reopen(LESS);
        Fields more = Fields.unknown(Person.SCHEMA.with(Property.text("shoe")));
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> scene.commit(commit -> commit.put(live(StoreSamples.record(more)))))
                .matches(refusal -> refusal.code() == ErrorCode.BUG);
    }

    private static void intentsOfBatch(StoreScene scene) {
        List<Intent> all = IntStream.range(0, 6)
                .mapToObj(i -> NotePromises.intent((i % 2 == 0 ? "i" : "u") + i, CRM, "g" + i, NOON.plusSeconds(i)))
                .toList();
        scene.commit(commit -> all.forEach(commit::put));
        scene.reopen();
        assertThat(scene.store().intents()).isEqualTo(all);
        scene.commit(commit -> commit.close("i0").close("u3"));
        assertThat(scene.store().intents()).containsExactly(all.get(1), all.get(2), all.get(4), all.get(5));
        scene.reopen();
        assertThat(scene.store().intents()).containsExactly(all.get(1), all.get(2), all.get(4), all.get(5));
        assertThat(scene.store().intents(CRM, EntityType.PERSON, List.of(golden("g1"), golden("g3"))))
                .containsExactly(all.get(1));
        // Its golden record joined another one, which is erased then.
        Intent moved = all.get(2).forGolden(golden("g9"));
        scene.commit(commit -> commit.put(moved).put(NotePromises.intent("u6", CRM, "g6", NOON.plusSeconds(6))));
        scene.commit(commit -> commit.forget(golden("g9")).close("u6"));
        scene.reopen();
        assertThat(scene.store().intents()).containsExactly(all.get(1), all.get(4), all.get(5));
        scene.commit(commit -> commit.close("u1").close("i4").close("u5"));
        assertThat(scene.store().intents()).isEmpty();
        scene.reopen();
        assertThat(scene.store().intents()).isEmpty();
    }
}
