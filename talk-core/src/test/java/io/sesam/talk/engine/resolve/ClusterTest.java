package io.sesam.talk.engine.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.merge.BulkMerge;
import io.sesam.talk.merge.IncrementalMerge;
import io.sesam.talk.merge.MergeEffects;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.policy.MatchRule;
import io.sesam.talk.policy.MatchRules;
import io.sesam.talk.policy.Survivorship;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is the same. */
final class ClusterTest {
    private final TypePolicy people = TypePolicy.defaults(Person.SCHEMA);
    private final IncrementalMerge merge = IncrementalMerge.of(people);

    @Test
    @Tag("R5")
    void peopleAreTheSameByEmailWhateverItsCaseAndNeverByABlankOne() {
        merge.upsert(person("crm", "1", "Ada@X.example "), person("erp", "1", "\u00a0ada@x.EXAMPLE"));
        merge.upsert(person("crm", "2", ""), person("erp", "2", "  "), person("erp", "3", null));

        assertThat(merge.goldens()).hasSize(4);
        assertThat(goldenOf("crm", "1")).isEqualTo(goldenOf("erp", "1"));
        assertThat(goldenOf("crm", "2")).isNotEqualTo(goldenOf("erp", "2"));
    }

    @Test
    @Tag("R6")
    void organisationsAreTheSameByTheirExactName() {
        try (IncrementalMerge organisations = IncrementalMerge.of(TypePolicy.defaults(Organisation.SCHEMA))) {
            organisations.upsert(
                    organisation("crm", "1", "Ærlig Café"),
                    organisation("erp", "1", " Ærlig Cafe\u0301 "),
                    organisation("erp", "2", "ÆRLIG CAFÉ"),
                    organisation("erp", "3", ""),
                    organisation("crm", "3", ""));

            assertThat(organisations.goldens()).hasSize(4);
            assertThat(organisations.goldenOf(ref(EntityType.ORGANISATION, "crm", "1")))
                    .isEqualTo(organisations.goldenOf(ref(EntityType.ORGANISATION, "erp", "1")));
        }
    }

    @Test
    @Tag("R6")
    void severalRulesBindTransitively() {
        Schema schema = Person.SCHEMA.with(Property.text("phone"));
        TypePolicy policy = TypePolicy.of(
                MatchRules.defaultsFor(EntityType.PERSON)
                        .by(MatchRule.same("email"), MatchRule.same("lastname", "phone")),
                Survivorship.newest(schema, List.of()));
        try (IncrementalMerge merging = IncrementalMerge.of(policy)) {
            merging.upsert(
                    record(schema, "a", "1", "email", "x@x.example", "lastname", "L", "phone", "1"),
                    record(schema, "b", "1", "email", "y@x.example", "lastname", "L", "phone", "1"),
                    record(schema, "c", "1", "email", "y@x.example", "lastname", "M", "phone", "1"),
                    record(schema, "d", "1", "email", "", "lastname", "", "phone", "1"));

            assertThat(merging.goldens()).hasSize(2);
        }
    }

    @Test
    @Tag("R8")
    void aLinkOutlivesEveryRename() {
        merge.upsert(person("crm", "1", "a@x.example"), person("erp", "1", "a@x.example"));
        merge.link(new Link(ref("crm", "1"), ref("erp", "1"), Link.Origin.CREATED));

        merge.upsert(person("crm", "1", "b@x.example"));

        assertThat(goldenOf("crm", "1")).isEqualTo(goldenOf("erp", "1"));
    }

    /** A key of a system that has two of them is written nowhere: it replaces none. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("R8")
    @Tag("R11")
    void aKeyIsPassedOnOnlyByASystemThatDoesNotContradictItself(boolean contradicted) {
        merge.upsert(
                dated(1, person("crm", "1", contradicted ? "b@x.example" : "new@x.example")),
                dated(2, person("crm", "2", "a@x.example")),
                dated(3, person("erp", "1", "a@x.example")),
                dated(4, person("crm", "3", "new@x.example")));

        merge.link(new Link(ref("crm", "1"), ref("erp", "1"), Link.Origin.CREATED));
        merge.link(new Link(ref("crm", "3"), ref("erp", "1"), Link.Origin.CREATED));

        assertThat(goldenOf("crm", "2").equals(goldenOf("erp", "1"))).isEqualTo(contradicted);
    }

    /** Nor does it prove that a key which Talk wrote because of another record is out of date. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("R8")
    @Tag("R11")
    void aWrittenKeyIsOutOfDateOnlyByASystemThatDoesNotContradictItself(boolean contradicted) {
        merge.upsert(
                dated(1, person("crm", "1", contradicted ? "a@x.example" : "b@x.example")),
                dated(2, person("erp", "1", "b@x.example")),
                written(3, person("hub", "1", "a@x.example")),
                dated(3, person("shop", "1", "a@x.example")),
                dated(4, person("crm", "2", "b@x.example")));

        merge.link(new Link(ref("crm", "1"), ref("hub", "1"), Link.Origin.CREATED));
        merge.link(new Link(ref("erp", "1"), ref("hub", "1"), Link.Origin.RENAMED));
        merge.link(new Link(ref("crm", "2"), ref("hub", "1"), Link.Origin.RENAMED));

        assertThat(goldenOf("crm", "2")).isEqualTo(goldenOf("erp", "1"));
        assertThat(goldenOf("shop", "1").equals(goldenOf("hub", "1"))).isEqualTo(contradicted);
    }

    @Test
    @Tag("R8")
    void anUnlinkWinsOverASharedKeyAndSurvivesARestart() {
        MemoryStore store = MemoryStore.create();
        IncrementalMerge before = IncrementalMerge.of(people, store);
        before.upsert(
                person("crm", "1", "a@x.example"),
                person("erp", "1", "a@x.example"),
                person("erp", "2", "a@x.example"));
        before.link(new Link(ref("crm", "1"), ref("erp", "1"), Link.Origin.APART));

        try (IncrementalMerge after = IncrementalMerge.of(people, store)) {
            after.upsert(person("erp", "1", "a@x.example"), person("wave", "9", "a@x.example"));

            assertThat(after.goldens()).hasSize(2);
            assertThat(after.goldenOf(ref("crm", "1"))).isNotEqualTo(after.goldenOf(ref("erp", "1")));
        }
    }

    @Test
    @Tag("R9")
    void whenAKeyChangesTheClusterSplitsAndTheOldestKeepsTheId() {
        merge.upsert(seen(1, person("crm", "1", "a@x.example")));
        merge.upsert(seen(2, person("erp", "1", "a@x.example")), seen(3, person("wave", "1", "a@x.example")));
        GoldenId id = goldenOf("crm", "1");
        assertThat(id).isEqualTo(goldenOf("wave", "1"));

        MergeEffects effects = merge.upsert(seen(2, person("erp", "1", "b@x.example")));

        assertThat(effects.split()).isEqualTo(1);
        assertThat(goldenOf("crm", "1")).isEqualTo(id).isEqualTo(goldenOf("wave", "1"));
        assertThat(goldenOf("erp", "1")).isNotEqualTo(id);

        MergeEffects back = merge.upsert(seen(2, person("erp", "1", "a@x.example")));
        assertThat(back.joined()).isEqualTo(1);
        assertThat(goldenOf("erp", "1")).isEqualTo(id);
    }

    @Test
    @Tag("R9")
    void whenTheOldestLeavesTheOthersGetANewId() {
        merge.upsert(seen(1, person("crm", "1", "a@x.example")), seen(2, person("erp", "1", "a@x.example")));
        GoldenId id = goldenOf("erp", "1");

        merge.upsert(seen(1, person("crm", "1", "b@x.example")));

        assertThat(goldenOf("crm", "1")).isEqualTo(id);
        assertThat(goldenOf("erp", "1")).isNotEqualTo(id);
    }

    @Test
    void aGoldenRecordKeepsItsIdWhenItsOldestRecordIsDeletedAndGoesWithTheLast() {
        merge.upsert(seen(1, person("crm", "1", "a@x.example")), seen(2, person("erp", "1", "a@x.example")));
        GoldenId id = goldenOf("erp", "1");

        merge.remove(List.of(ref("crm", "1")));
        assertThat(goldenOf("erp", "1")).isEqualTo(id);

        MergeEffects effects = merge.remove(List.of(ref("erp", "1")));
        assertThat(effects.deleted()).isEqualTo(1);
        assertThat(merge.goldens()).isEmpty();
    }

    @Test
    @Tag("R11")
    void aCrowdStandsApartUntilItIsSmallEnough() {
        List<SourceRecord> crowd = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            crowd.add(person("s" + i % 6, String.valueOf(i), "info@x.example"));
        }
        merge.upsert(crowd);
        assertThat(merge.goldens()).hasSize(60);
        assertThat(merge.isParked(ref("s0", "0"))).isTrue();

        merge.remove(crowd.subList(0, 10).stream().map(SourceRecord::ref).toList());

        assertThat(merge.goldens()).hasSize(1);
        assertThat(merge.isParked(ref("s0", "18"))).isFalse();
    }

    @Test
    @Tag("R11")
    void anIgnoredKeyBindsNobody() {
        TypePolicy ignoring = TypePolicy.of(
                people.rules().ignoring(" INFO@x.example"), Survivorship.newest(Person.SCHEMA, List.of()));
        try (IncrementalMerge merging = IncrementalMerge.of(ignoring)) {
            merging.upsert(person("crm", "1", "info@X.example"), person("erp", "1", "info@x.example"));

            assertThat(merging.goldens()).hasSize(2);
            assertThat(merging.isParked(ref("crm", "1"))).isFalse();
        }
    }

    @Test
    @Tag("R7")
    void chainsAndHubsAreNoCliffForTheBulkMerge() {
        TypePolicy unlimited = TypePolicy.of(
                people.rules().limitedTo(100_000, 100_000), Survivorship.newest(Person.SCHEMA, List.of()));
        List<SourceRecord> records = new ArrayList<>();
        List<Link> chain = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            records.add(person("crm", String.valueOf(i), i % 2 == 0 ? "hub@x.example" : "p" + i + "@x.example"));
            if (i > 1) {
                chain.add(new Link(
                        ref("crm", String.valueOf(i)), ref("crm", String.valueOf(i - 2)), Link.Origin.STEWARD));
            }
        }

        assertThat(BulkMerge.of(unlimited).linkedBy(chain).merge(records).goldens())
                .hasSize(2);
    }

    private GoldenId goldenOf(String system, String id) {
        return merge.goldenOf(ref(system, id)).orElseThrow().id();
    }

    private static RecordRef ref(String system, String id) {
        return ref(EntityType.PERSON, system, id);
    }

    private static RecordRef ref(EntityType type, String system, String id) {
        return RecordRef.of(system, type, id);
    }

    private static SourceRecord seen(long time, SourceRecord record) {
        return record.firstSeenAt(time);
    }

    private static SourceRecord dated(long time, SourceRecord record) {
        return SourceRecord.at(record.ref(), record.rawValues(), time).firstSeenAt(time);
    }

    private static SourceRecord written(long time, SourceRecord record) {
        SourceRecord original = dated(time, record);
        int email = Person.SCHEMA.index("email");
        return original.stamped(original.stamps()
                .with(email, time, Stamps.ECHO, record.rawValues().slot(email)));
    }

    private static SourceRecord person(String system, String id, String email) {
        return record(Person.SCHEMA, system, id, "email", email);
    }

    private static SourceRecord organisation(String system, String id, String name) {
        return record(Organisation.SCHEMA, system, id, "name", name);
    }

    private static SourceRecord record(Schema schema, String system, String id, String... original) {
        Fields.Builder fields = Fields.builder(schema);
        for (int i = 0; i < original.length; i += 2) {
            fields.text(original[i], original[i + 1]);
        }
        return SourceRecord.at(ref(schema.type(), system, id), fields.build(), 1);
    }
}
