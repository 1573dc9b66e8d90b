package io.sesam.talk.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.TypePolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a caller may choose about a bulk merge changes nothing about its result. */
final class BulkMergeTest {
    private static final TypePolicy PEOPLE = TypePolicy.defaults(Person.SCHEMA, "crm", "erp");

    private static List<SourceRecord> people(int count) {
        List<SourceRecord> people = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            people.add(
                    person(i % 3 == 0 ? "crm" : "erp", "" + i, "Ada" + i % 7, "p" + i * 2 / 3 + "@x.example", i % 11));
        }
        return people;
    }

    private static SourceRecord person(String system, String id, String firstname, String email, long modified) {
        return SourceRecord.at(
                RecordRef.of(system, EntityType.PERSON, id),
                Fields.builder(Person.SCHEMA)
                        .text("firstname", firstname)
                        .text("email", email)
                        .build(),
                modified);
    }

    @Test
    void theExecutorOfTheCallerDoesTheWorkWithTheSameResult() {
        List<SourceRecord> people = people(10_000);
        Set<String> threads = Collections.synchronizedSet(new HashSet<>());
        ExecutorService own = Executors.newFixedThreadPool(
                2,
                work -> new Thread(
                        () -> {
                            threads.add("own");
                            work.run();
                        },
                        "own"));
        try {
            assertThat(byId(BulkMerge.of(PEOPLE).on(own).merge(people)))
                    .isEqualTo(byId(BulkMerge.of(PEOPLE).merge(people)))
                    .isEqualTo(byId(BulkMerge.of(PEOPLE).on(Runnable::run).merge(people)));
            assertThat(threads).containsExactly("own");
        } finally {
            own.shutdown();
        }
        assertThat(byId(BulkMerge.of(PEOPLE).on(own).merge(people)))
                .as("an executor that takes no more work leaves it to the caller")
                .isEqualTo(byId(BulkMerge.of(PEOPLE).merge(people)));
    }

    @Test
    void aFailureInAnotherThreadReachesTheCaller() {
        ExecutorService own = Executors.newFixedThreadPool(2);
        try {
            TypePolicy failing = PEOPLE.survivorship(PEOPLE.survivorship()
                    .with("firstname", io.sesam.talk.policy.SurvivorshipRule.custom("failing", claims -> {
                        throw new IllegalStateException("the host's rule fails");
                    })));
            assertThatThrownBy(() -> BulkMerge.of(failing).on(own).merge(people(5_000)))
                    .hasMessageContaining("the host's rule fails");
        } finally {
            own.shutdown();
        }
    }

    @Test
    @Tag("R7")
    void ofTwoRecordsWithOneReferenceTheirContentDecidesAndNeverTheirOrder() {
        List<SourceRecord> twice = new ArrayList<>(List.of(
                person("crm", "1", "Ada", "ada@x.example", 5),
                person("crm", "1", "Eve", "eve@x.example", 4),
                person("crm", "1", "Adb", "ada@x.example", 5),
                person("erp", "1", "Eva", "eve@x.example", 4)));
        Map<GoldenId, GoldenRecord> expected = byId(BulkMerge.of(PEOPLE).merge(twice));
        assertThat(expected).hasSize(2);
        assertThat(expected.values())
                .anySatisfy(golden ->
                        assertThat(golden.values().text("firstname").known()).isEqualTo(Optional.of("Adb")));
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(twice, new Random(seed));
            assertThat(byId(BulkMerge.of(PEOPLE).merge(twice)))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
        assertThatThrownBy(() -> BulkMerge.of(PEOPLE).refusingDuplicates().merge(twice))
                .isInstanceOf(TalkException.class)
                .hasMessageContaining("crm/person/1 was given more than once");
    }

    @Test
    @Tag("R38")
    void referencesPointToGoldenRecordsOnceOrganisationsAreMerged() {
        BulkMerge.Result organisations = BulkMerge.of(TypePolicy.defaults(Organisation.SCHEMA))
                .merge(List.of(organisation("crm", "7"), organisation("erp", "70")));
        Map<RecordRef, GoldenId> crosswalk = new HashMap<>();
        organisations
                .goldens()
                .forEach(golden -> golden.members().forEach(member -> crosswalk.put(member.ref(), golden.id())));
        ReferenceJoin join = ReferenceJoin.of(Person.SCHEMA, List.of(EntityType.ORGANISATION))
                .get(0);
        String property = Person.SCHEMA.referenceTo(EntityType.ORGANISATION).orElseThrow();

        List<SourceRecord> people = List.of(
                employee("crm", "1", property, "7", 9),
                employee("erp", "2", property, "70", 1),
                employee("erp", "3", property, "71", 10));
        BulkMerge.Result merged = BulkMerge.of(PEOPLE)
                .merge(people.stream()
                        .map(record -> join.join(record, ref -> Optional.ofNullable(crosswalk.get(ref)))));

        assertThat(merged.goldens()).hasSize(1);
        GoldenRecord person = merged.goldens().get(0);
        assertThat(person.values().reference(property).known())
                .isEqualTo(Optional.of(new Reference(
                        EntityType.ORGANISATION,
                        organisations.goldens().get(0).id().value())));
        assertThat(person.provenance(property).orElseThrow().lost())
                .as("two references to one golden record agree, and one to nothing is unknown")
                .isEmpty();
    }

    private static SourceRecord organisation(String system, String id) {
        return SourceRecord.at(
                RecordRef.of(system, EntityType.ORGANISATION, id),
                Fields.builder(Organisation.SCHEMA).text("name", "Acme").build(),
                1);
    }

    private static SourceRecord employee(String system, String id, String property, String company, long modified) {
        return SourceRecord.at(
                RecordRef.of(system, EntityType.PERSON, id),
                Fields.builder(Person.SCHEMA)
                        .text("email", "ada@x.example")
                        .text(property, company)
                        .build(),
                modified);
    }

    @Test
    @Tag("R9")
    void aSecondMergeGivesTheSameIds() {
        List<SourceRecord> people = people(500);
        assertThat(byId(BulkMerge.of(PEOPLE).merge(people)).keySet())
                .isEqualTo(byId(BulkMerge.of(PEOPLE).merge(people)).keySet());
    }

    private static Map<GoldenId, GoldenRecord> byId(BulkMerge.Result result) {
        return result.goldens().stream().collect(Collectors.toMap(GoldenRecord::id, golden -> golden));
    }
}
