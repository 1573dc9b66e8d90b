package io.sesam.talk.testkit.store;

import static io.sesam.talk.testkit.store.StoreSamples.CRM;
import static io.sesam.talk.testkit.store.StoreSamples.PERSON;
import static io.sesam.talk.testkit.store.StoreSamples.email;
import static io.sesam.talk.testkit.store.StoreSamples.golden;
import static io.sesam.talk.testkit.store.StoreSamples.letters;
import static io.sesam.talk.testkit.store.StoreSamples.live;
import static io.sesam.talk.testkit.store.StoreSamples.named;
import static io.sesam.talk.testkit.store.StoreSamples.record;
import static io.sesam.talk.testkit.store.StoreSamples.ref;
import static io.sesam.talk.testkit.store.StoreSamples.refs;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Country;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Gender;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.model.Value;
import io.sesam.talk.store.StoredRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The promises about storing records unchanged. */
final class RecordPromises {
    static final List<StorePromise> ALL = List.of(
            new StorePromise(
                    "blank, unknown and a value stay three different things", RecordPromises::threeKindsOfNothing),
            new StorePromise("countries and genders keep their exact text", RecordPromises::vocabularies),
            new StorePromise("any text is read back unchanged", RecordPromises::anyText),
            new StorePromise("a reference is read back", RecordPromises::reference),
            new StorePromise("stamps, marks and written values are read back", RecordPromises::stamps),
            new StorePromise("every time is read back, also none", RecordPromises::times),
            new StorePromise("ids are compared exactly", RecordPromises::ids),
            new StorePromise("status, golden record, keys, version and listing are read back", RecordPromises::state),
            new StorePromise("further match values are read back", RecordPromises::matchValues),
            new StorePromise("normalised values are not stored", RecordPromises::asSaid),
            new StorePromise("a record that is written again replaces the old one", RecordPromises::replaced),
            new StorePromise("the same id in another system or type is another record", RecordPromises::elsewhere),
            new StorePromise("thousands are found at once, once each", RecordPromises::many));

    private RecordPromises() {}

    private static StoredRecord backOf(StoreScene scene, StoredRecord record) {
        scene.commit(commit -> commit.put(record));
        List<StoredRecord> found = scene.store().records(List.of(record.ref()));
        assertThat(found).hasSize(1);
        assertThat(letters(found.get(0).record().rawValues()))
                .isEqualTo(letters(record.record().rawValues()));
        return found.get(0);
    }

    private static void comesBack(StoreScene scene, StoredRecord record) {
        assertThat(backOf(scene, record)).isEqualTo(record);
    }

    private static void matchValues(StoreScene scene) {
        Map<String, List<String>> further = Map.of(
                "email",
                List.of("ada@y.example", " \"Ada\" <a@z.example>", "ada@y.example"),
                "lastname",
                List.of("Å\n"));
        SourceRecord record = record(named("Ada")).matching(further);
        comesBack(scene, live(record));
        assertThat(backOf(scene, live(record)).record().matchValues()).isEqualTo(further);
        assertThat(backOf(scene, live(record.matching(Map.of()))).record().matchValues())
                .isEmpty();
    }

    private static void threeKindsOfNothing(StoreScene scene) {
        Fields rawFields = Fields.builder(PERSON)
                .text("firstname", "Ada")
                .set("lastname", Value.blank())
                .set("gender", Value.blank())
                .set("employer", Value.blank())
                .build();
        Fields back = backOf(scene, live(record(rawFields))).record().rawValues();
        assertThat(back).isEqualTo(rawFields);
        assertThat(back.get("lastname")).isEqualTo(Value.blank());
        assertThat(back.get("email")).isEqualTo(Value.unknown());
    }

    private static void vocabularies(StoreScene scene) {
        for (String original : List.of("NO", "norge ", "578", "Norvège", "Atlantis", " The Moon ")) {
            Fields where = Fields.builder(StoreSamples.ORGANISATION)
                    .text("country", original)
                    .build();
            comesBack(scene, live(record(where)));
        }
        for (String original : List.of("female", "F", "2", "Robot", "MALE ")) {
            comesBack(
                    scene,
                    live(record(Fields.builder(PERSON).text("gender", original).build())));
        }
    }

    private static void anyText(StoreScene scene) {
        Stream.of(
                        "O'Neil \"Bo\" \\ /; -- %_?:",
                        "line\nbreak\r\ttab",
                        "Å Åse 李 Nguyễn עברית",
                        "😀👩‍👩‍👧 emoji",
                        "half \ud83d of one, other \ude00 half",
                        "bell \u0007 escape \u001b substitute \u001a",
                        "nothing \u0000 after",
                        "\u2028 separators \u2029\ufeff",
                        " spaces around ",
                        "{\"not\":\"json\"}",
                        "x".repeat(70_000))
                .forEach(text -> comesBack(scene, live(record(named(text)), email(text))));
    }

    private static void reference(StoreScene scene) {
        Fields rawFields = Fields.builder(PERSON)
                .set("employer", Value.of(new Reference(EntityType.ORGANISATION, "a/b 1")))
                .build();
        comesBack(scene, live(record(rawFields)));
    }

    private static void stamps(StoreScene scene) {
        SourceRecord plain = record(named("Ada"));
        Stamps none = Stamps.all(PERSON.size(), 1_000_000);
        int last = Stamps.ECHO | Stamps.CLEARED | Stamps.AGREED | Stamps.UNSEEN | Stamps.FOREIGN | Stamps.EDITED;
        Stamps many = none.with(0, 5, 0, null)
                .with(1, 1_000_000, Stamps.ECHO | Stamps.UNSEEN, "Lovelace")
                .with(2, SourceRecord.NEVER, Stamps.CLEARED, null)
                .with(3, -1, Stamps.AGREED, Gender.parse("kvinne"))
                .with(4, Long.MAX_VALUE, last, Blank.BLANK)
                .with(5, 7, Stamps.ECHO, new Reference(EntityType.ORGANISATION, "17"));
        for (SourceRecord record : List.of(plain, plain.stamped(none), plain.stamped(many))) {
            StoredRecord back = backOf(scene, live(record));
            assertThat(back.record()).isEqualTo(record);
            assertThat(back.record().stamps()).isEqualTo(record.stamps());
        }
        Stamps country =
                Stamps.all(StoreSamples.ORGANISATION.size(), 9).with(4, 9, Stamps.ECHO, Country.parse("Norge"));
        Fields where =
                Fields.builder(StoreSamples.ORGANISATION).text("country", "NO").build();
        comesBack(scene, live(record(where).stamped(country)));
    }

    private static void times(StoreScene scene) {
        for (long time : new long[] {0, 1, -1, 1_767_355_200_123_456L, SourceRecord.NEVER, Long.MAX_VALUE}) {
            SourceRecord record = SourceRecord.remembered(ref("1"), named("Ada"), time, time, time, null);
            StoredRecord back = backOf(scene, live(record));
            assertThat(List.of(
                            back.record().modified(),
                            back.record().created(),
                            back.record().firstSeen()))
                    .containsOnly(time);
            assertThat(back.record()).isEqualTo(record);
        }
    }

    private static void ids(StoreScene scene) {
        List<RecordRef> refs = Stream.of(
                        "1",
                        "01",
                        "1.0",
                        " 1",
                        "1 ",
                        "a",
                        "A",
                        "å",
                        "a\u030a",
                        "%",
                        "_",
                        "😀",
                        "\ud83d",
                        "'",
                        "a\u0000b",
                        "x".repeat(1024),
                        "😀".repeat(512))
                .map(StoreSamples::ref)
                .toList();
        scene.commit(commit -> refs.forEach(ref -> commit.put(live(ref))));
        assertThat(scene.store().records(refs)).extracting(StoredRecord::ref).containsExactlyInAnyOrderElementsOf(refs);
        for (RecordRef ref : refs) {
            assertThat(scene.store().records(List.of(ref)))
                    .extracting(StoredRecord::ref)
                    .containsExactly(ref);
        }
    }

    private static void state(StoreScene scene) {
        Set<MatchKey> keys = Set.of(email("a@b.no"), email("c@d.no"), new MatchKey("employer->", "crm/organisation/1"));
        for (StoredRecord.Status status : StoredRecord.Status.values()) {
            comesBack(
                    scene,
                    new StoredRecord(
                            record(named("Ada")), status, golden("g"), keys, true, "W/\"17\"", Long.MAX_VALUE));
            comesBack(scene, new StoredRecord(record(named("Ada")), status, null, Set.of(), false, null, 0));
        }
    }

    private static void asSaid(StoreScene scene) {
        SourceRecord normalised = record(named(" Ada ")).normalized(named("Ada"));
        StoredRecord back = backOf(scene, live(normalised));
        assertThat(back.record().isNormalized()).isFalse();
        assertThat(back.record()).isEqualTo(normalised);
    }

    private static void replaced(StoreScene scene) {
        comesBack(scene, StoreSamples.versioned(live(record(named("Ada")), email("a@b.no")), "1"));
        comesBack(scene, live(record(Fields.unknown(PERSON))));
        assertThat(scene.store().liveRecords(CRM, EntityType.PERSON)).isEqualTo(1);
    }

    private static void elsewhere(StoreScene scene) {
        List<RecordRef> refs = List.of(
                ref("1"),
                new RecordRef(StoreSamples.PAYROLL, EntityType.PERSON, "1"),
                new RecordRef(CRM, EntityType.ORGANISATION, "1"));
        scene.commit(commit -> refs.forEach(ref -> commit.put(live(ref))));
        assertThat(scene.store().records(refs)).extracting(StoredRecord::ref).containsExactlyInAnyOrderElementsOf(refs);
    }

    private static void many(StoreScene scene) {
        List<RecordRef> refs = refs(2_500);
        scene.commit(commit -> refs.forEach(ref -> commit.put(live(ref))));
        List<RecordRef> asked = Stream.concat(Stream.concat(refs.stream(), refs.stream()), Stream.of(ref("nobody")))
                .toList();
        assertThat(scene.store().records(asked))
                .extracting(StoredRecord::ref)
                .containsExactlyInAnyOrderElementsOf(refs);
        assertThat(scene.store().records(List.of())).isEmpty();
    }
}
