package io.sesam.talk.examples;

import io.sesam.talk.merge.BulkMerge;
import io.sesam.talk.merge.IncrementalMerge;
import io.sesam.talk.merge.MergeEffects;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.TypePolicy;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Merging alone, without systems, engine or store. Records in, golden records with their provenance out. */
public final class MergeOnlyExample {
    private static final TypePolicy POLICY =
            TypePolicy.defaults(Person.SCHEMA, new SystemName("crm"), new SystemName("staff"));

    private MergeOnlyExample() {}

    /** Merges three records in both ways. */
    public static void main(String[] arguments) {
        allAtOnce(System.out::println);
        changeByChange(System.out::println);
    }

    static void allAtOnce(Consumer<String> out) {
        List<SourceRecord> records = List.of(
                record("crm", "1", Person.of("Anna", "Berg", "Anna@one.example"), "2026-01-01T00:00:00Z"),
                record("staff", "17", Person.of("Anna", "Berg Lie", "anna@one.example"), "2026-02-01T00:00:00Z"),
                record("staff", "18", Person.of("Bo", "", "bo@one.example"), "2026-02-01T00:00:00Z"));
        BulkMerge.of(POLICY).merge(records).goldens().stream()
                .sorted((one, other) -> other.size() - one.size())
                .forEach(golden -> tell(golden, out));
    }

    static void changeByChange(Consumer<String> out) {
        try (IncrementalMerge merge = IncrementalMerge.of(POLICY)) {
            merge.upsert(record("crm", "1", Person.of("Anna", "Berg", "anna@one.example"), "2026-01-01T00:00:00Z"));
            MergeEffects same = merge.upsert(
                    record("staff", "17", Person.of("Anna", "Berg Lie", "anna@one.example"), "2026-02-01T00:00:00Z"));
            out.accept(same.updated() + " updated");
            MergeEffects another = merge.upsert(
                    record("staff", "17", Person.of("Anna", "Berg Lie", "lie@one.example"), "2026-03-01T00:00:00Z"));
            out.accept(another.split() + " split off");
            merge.goldens().forEach(golden -> tell(golden, out));
        }
    }

    private static SourceRecord record(String system, String id, Person person, String when) {
        return SourceRecord.of(RecordRef.of(system, EntityType.PERSON, id), person.toFields(), Instant.parse(when));
    }

    private static void tell(GoldenRecord golden, Consumer<String> out) {
        Person person = Person.from(golden.values());
        String lastname = person.lastname().known().orElse("(no last name)");
        String source = golden.provenance("lastname")
                .map(why -> why.winner().source() + " by the rule " + why.rule())
                .orElse("nobody");
        out.accept(person.firstname().known().orElse("?") + " " + lastname + ", from " + source + ", of "
                + golden.members());
    }
}
