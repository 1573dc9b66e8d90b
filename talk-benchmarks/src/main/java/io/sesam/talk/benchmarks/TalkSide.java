package io.sesam.talk.benchmarks;

import io.sesam.talk.merge.BulkMerge;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Gender;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.MatchRules;
import io.sesam.talk.policy.Survivorship;
import io.sesam.talk.policy.TypePolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The merge in Talk. Java objects in, golden records with provenance out. */
final class TalkSide {
    private static final List<SystemName> TRUST =
            RawPerson.SYSTEMS.stream().map(SystemName::new).toList();
    static final TypePolicy POLICY = TypePolicy.of(
            MatchRules.defaultsFor(EntityType.PERSON).limitedTo(1_000_000, 1_000_000),
            Survivorship.newest(Person.SCHEMA, TRUST));

    /** With the limits of the house. */
    static final TypePolicy LIMITED =
            TypePolicy.of(MatchRules.defaultsFor(EntityType.PERSON), Survivorship.newest(Person.SCHEMA, TRUST));

    private TalkSide() {}

    static MergeOutcome run(List<RawPerson> people) {
        long processor = MergeOutcome.processorNanos();
        long start = System.nanoTime();
        List<GoldenRecord> goldens = BulkMerge.of(POLICY).merge(records(people)).goldens();
        long checksum = 0;
        for (GoldenRecord golden : goldens) {
            checksum += checksum(golden);
        }
        return new MergeOutcome(
                System.nanoTime() - start, MergeOutcome.processorNanos() - processor, goldens.size(), checksum);
    }

    static List<SourceRecord> records(List<RawPerson> people) {
        Map<String, SystemName> names = new HashMap<>();
        TRUST.forEach(name -> names.put(name.value(), name));
        SourceRecord[] records = new SourceRecord[people.size()];
        for (int i = 0; i < records.length; i++) {
            RawPerson person = people.get(i);
            Object[] slots = {
                text(person.firstname()),
                text(person.lastname()),
                text(person.email()),
                person.gender().isEmpty() ? Blank.BLANK : Gender.parse(person.gender()),
                null // no organisation
            };
            SystemName system = names.getOrDefault(person.system(), TRUST.get(0));
            records[i] = SourceRecord.at(
                    new RecordRef(system, EntityType.PERSON, person.id()),
                    Fields.over(Person.SCHEMA, slots),
                    person.modified() * 1_000_000);
        }
        return List.of(records);
    }

    private static Object text(String original) {
        return original.isEmpty() ? Blank.BLANK : original;
    }

    private static long checksum(GoldenRecord golden) {
        return MergeOutcome.of(
                text(golden, 0),
                text(golden, 1),
                text(golden, 2),
                text(golden, 3),
                from(golden, 0),
                from(golden, 1),
                from(golden, 2),
                from(golden, 3),
                golden.size());
    }

    private static String text(GoldenRecord golden, int index) {
        return golden.values().isKnown(index) ? String.valueOf(golden.values().slot(index)) : "";
    }

    private static int from(GoldenRecord golden, int index) {
        return golden.values().isKnown(index)
                ? Integer.parseInt(golden.member(golden.winner(index)).ref().id())
                : -1;
    }
}
