package io.sesam.talk.tests.merge;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.MatchRule;
import io.sesam.talk.policy.MatchRules;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.Survivorship;
import io.sesam.talk.policy.TypePolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A seeded history of records and links: few keys, so that clusters join, split and crowd all the time. */
final class History {
    static final Schema SCHEMA = Schema.of(
            new EntityType("member"),
            Property.text("name"),
            Property.of("email", Kind.EMAIL),
            Property.text("phone"),
            Property.text("street").inUnit("address"),
            Property.text("zip").inUnit("address"));
    static final TypePolicy POLICY = TypePolicy.of(
            MatchRules.defaultsFor(SCHEMA.type())
                    .by(MatchRule.same("email"), MatchRule.same("name", "phone"))
                    .ignoring("nobody@x.example")
                    .limitedTo(7, 4),
            Survivorship.newest(SCHEMA, List.of(new SystemName("b"), new SystemName("a"))));

    private final Random random;
    private final long seed;
    final Map<RecordRef, List<SourceRecord>> versions = new HashMap<>();
    final List<Link> links = new ArrayList<>();

    History(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        int records = 2 + random.nextInt(20);
        for (int i = 0; i < records; i++) {
            RecordRef ref = RecordRef.of(pick("a", "b", "c"), SCHEMA.type(), String.valueOf(i));
            List<SourceRecord> ofRecord = new ArrayList<>();
            for (int version = 0; version <= random.nextInt(3); version++) {
                ofRecord.add(record(ref));
            }
            versions.put(ref, ofRecord);
        }
        List<RecordRef> refs = versions.keySet().stream().sorted().toList();
        for (int i = 0; i < random.nextInt(4); i++) {
            RecordRef one = refs.get(random.nextInt(refs.size()));
            RecordRef other = refs.get(random.nextInt(refs.size()));
            if (!one.equals(other)) {
                links.add(new Link(one, other, random.nextInt(3) == 0 ? Link.Origin.APART : Link.Origin.STEWARD));
            }
        }
    }

    private SourceRecord record(RecordRef ref) {
        Fields fields = Fields.builder(SCHEMA)
                .text("name", pick(null, "", "Ada", "Ada ", "Alan", "Grace"))
                .text(
                        "email",
                        pick(null, "", "x@x.example", "X@x.example", "y@x.example", "nobody@x.example", "z@z.example"))
                .text("phone", pick(null, "", "1", "2"))
                .text("street", pick(null, "", "S1", "S2"))
                .text("zip", pick(null, "", "0150", "0250"))
                .build();
        SourceRecord record = SourceRecord.remembered(
                ref, fields, random.nextInt(4), SourceRecord.NEVER, Long.parseLong(ref.id()) / 3, null);
        return random.nextInt(3) == 0 ? stamped(record) : record;
    }

    private SourceRecord stamped(SourceRecord record) {
        Stamps stamps = record.stamps();
        for (int i = 0; i < SCHEMA.size(); i++) {
            Object slot = record.rawValues().slot(i);
            int mark = slot == Blank.BLANK && random.nextBoolean()
                    ? Stamps.CLEARED
                    : slot != null && random.nextInt(4) == 0 ? Stamps.ECHO : 0;
            Object written = mark == Stamps.ECHO
                    ? Normalizer.normalize(record.rawValues()).slot(i)
                    : null;
            stamps = stamps.with(i, random.nextInt(4), mark, written);
        }
        return record.stamped(stamps);
    }

    /** The last version of each record. */
    List<SourceRecord> last() {
        return versions.values().stream()
                .map(ofRecord -> ofRecord.get(ofRecord.size() - 1))
                .toList();
    }

    /** All versions in some order that keeps that of each record, with replays. */
    List<SourceRecord> shuffled(Random dice) {
        List<RecordRef> turns = new ArrayList<>();
        versions.forEach((ref, ofRecord) -> ofRecord.forEach(version -> turns.add(ref)));
        Collections.shuffle(turns, dice);
        Map<RecordRef, Integer> next = new HashMap<>();
        List<SourceRecord> order = new ArrayList<>();
        for (RecordRef ref : turns) {
            order.add(versions.get(ref).get(next.merge(ref, 1, Integer::sum) - 1));
            if (dice.nextInt(4) == 0) {
                order.add(order.get(order.size() - 1));
            }
        }
        return order;
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    @Override
    public String toString() {
        return "seed " + seed;
    }
}
