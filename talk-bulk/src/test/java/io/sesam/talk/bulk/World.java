package io.sesam.talk.bulk;

import io.sesam.talk.merge.BulkMerge;
import io.sesam.talk.merge.RecordCodec;
import io.sesam.talk.merge.ReferenceJoin;
import io.sesam.talk.model.Claim;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.KeyForm;
import io.sesam.talk.policy.MatchRule;
import io.sesam.talk.policy.MatchRules;
import io.sesam.talk.policy.Survivorship;
import io.sesam.talk.policy.SurvivorshipRule;
import io.sesam.talk.policy.TypePolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Records, links and policies of a seed, with everything that joins and separates; and what one merge makes of them. */
final class World {
    private static final String[] SYSTEMS = {"crm", "erp", "shop"};
    private static final Schema PEOPLE = Schema.of(
            EntityType.PERSON,
            Property.text("firstname"),
            Property.text("lastname"),
            Property.of("email", Kind.EMAIL),
            Property.text("phone"),
            Property.text("street").inUnit("address"),
            Property.text("zip").inUnit("address"),
            Property.of("country", Kind.COUNTRY).inUnit("address"),
            Property.reference("employer", EntityType.ORGANISATION),
            Property.reference("board", EntityType.ORGANISATION));

    private static final Schema PLAIN_PEOPLE = Schema.of(
            EntityType.PERSON,
            Property.text("firstname"),
            Property.text("lastname"),
            Property.of("email", Kind.EMAIL),
            Property.text("phone"),
            Property.text("street"),
            Property.text("zip"),
            Property.of("country", Kind.COUNTRY),
            Property.reference("employer", EntityType.ORGANISATION),
            Property.reference("board", EntityType.ORGANISATION));

    final long seed;
    final TypePolicy people;
    final TypePolicy organisations;
    final List<SourceRecord> records = new ArrayList<>();
    final List<Link> links = new ArrayList<>();
    /** Whether half of the people share one mailbox. */
    private final boolean crowded;
    /** Whether most records have nothing but values and a time, and the newest value wins. */
    private final boolean plain;

    private final Schema schema;

    World(long seed) {
        this(seed, false);
    }

    World(long seed, boolean plain) {
        this.seed = seed;
        this.plain = plain;
        this.schema = plain ? PLAIN_PEOPLE : PEOPLE;
        Random random = new Random(seed);
        crowded = random.nextInt(3) == 0;
        people = people(random);
        organisations = TypePolicy.of(
                MatchRules.defaultsFor(EntityType.ORGANISATION).limitedTo(6, 4),
                Survivorship.newest(Organisation.SCHEMA, trust()));
        int companies = random.nextInt(12);
        for (int i = 0; i < companies; i++) {
            records.add(company(random));
        }
        int count = random.nextInt(60);
        for (int i = 0; i < count; i++) {
            records.add(person(random));
        }
        int bonds = random.nextInt(14);
        for (int i = 0; i < bonds; i++) {
            link(random).ifPresent(links::add);
        }
    }

    private static List<SystemName> trust() {
        return List.of(new SystemName("crm"), new SystemName("erp"));
    }

    /** Now one rule, now two; now the rules of the house, now those of a host. */
    private TypePolicy people(Random random) {
        MatchRules rules = MatchRules.defaultsFor(EntityType.PERSON);
        if (random.nextBoolean()) {
            rules = rules.by(
                    MatchRule.same("email"),
                    MatchRule.same("phone").comparing("phone", KeyForm.DIGITS),
                    MatchRule.same("firstname", "lastname", "zip"));
        }
        rules = rules.ignoring("info@x.example").limitedTo(2 + random.nextInt(7), 1 + random.nextInt(4));
        if (plain && random.nextInt(4) > 0) {
            return TypePolicy.of(rules, Survivorship.newest(schema, trust()));
        }
        Survivorship survivorship = Survivorship.newest(schema, trust())
                .with("lastname", SurvivorshipRule.longest())
                .with("phone", SurvivorshipRule.custom("least", World::least));
        return TypePolicy.of(rules, survivorship);
    }

    private static Claim least(List<Claim> claims) {
        return claims.stream()
                .min(Comparator.comparing(claim -> claim.value().toString()))
                .orElseThrow();
    }

    private static SourceRecord company(Random random) {
        Fields fields = Fields.builder(Organisation.SCHEMA)
                .text("name", "Company " + random.nextInt(5))
                .text("zip", random.nextBoolean() ? null : "0" + random.nextInt(3))
                .build();
        return SourceRecord.at(
                RecordRef.of(pick(SYSTEMS, random), EntityType.ORGANISATION, "" + random.nextInt(9)),
                fields,
                random.nextInt(5));
    }

    private SourceRecord person(Random random) {
        int one = random.nextInt(14);
        // three of ten have the telephone of somebody else
        int other = random.nextInt(10) < 3 ? random.nextInt(14) : one;
        Fields.Builder fields = Fields.builder(schema)
                .text("firstname", "Ada" + random.nextInt(2))
                .text("lastname", pick(new String[] {"Berg", "Berg Lie", null, ""}, random))
                .text("email", email(one, random))
                .text("phone", random.nextInt(3) == 0 ? null : "+47 " + other)
                .text("street", pick(new String[] {"Main 1", "Side 2", null}, random))
                .text("zip", pick(new String[] {"0150", "0151", ""}, random))
                .text("country", pick(new String[] {"Norge", "NO", "SE", null}, random))
                .text("employer", random.nextInt(plain ? 8 : 2) > 0 ? null : "" + random.nextInt(10))
                .text("board", random.nextInt(4) > 0 || plain ? null : "" + random.nextInt(10));
        SourceRecord record = SourceRecord.at(
                RecordRef.of(pick(SYSTEMS, random), EntityType.PERSON, "" + random.nextInt(90)),
                fields.build(),
                random.nextInt(3) == 0 ? SourceRecord.NEVER : random.nextInt(6));
        if (plain && random.nextInt(8) > 0) {
            return record;
        }
        record = random.nextInt(3) == 0 ? record.firstSeenAt(random.nextInt(4)) : record;
        if (random.nextInt(5) == 0) {
            record = record.matching(Map.of("email", List.of("p" + random.nextInt(14) + "@x.example")));
        }
        return random.nextInt(4) == 0 ? record.stamped(stamps(record, random)) : record;
    }

    private String email(int number, Random random) {
        if (crowded && random.nextBoolean()) {
            return "crowd@x.example";
        }
        return switch (random.nextInt(12)) {
            case 0 -> null;
            case 1 -> "n/a";
            case 2, 3 -> "crowd@x.example";
            case 4 -> "INFO@x.example";
            case 5 -> "p" + number + "@x.example, p" + random.nextInt(14) + "@x.example";
            default -> (random.nextBoolean() ? "p" : " P") + number + "@x.example";
        };
    }

    private static Stamps stamps(SourceRecord record, Random random) {
        int size = record.rawValues().schema().size();
        Stamps stamps = Stamps.all(size, random.nextInt(6));
        for (int i = 0; i < size; i++) {
            int marks = pick(new Integer[] {0, 0, Stamps.ECHO, Stamps.EDITED, Stamps.CLEARED}, random);
            Object told = marks == Stamps.ECHO && record.rawValues().slot(i) instanceof String text ? text : null;
            stamps = stamps.with(i, random.nextInt(6), marks, told);
        }
        return stamps;
    }

    private static <T> T pick(T[] from, Random random) {
        return from[random.nextInt(from.length)];
    }

    private Optional<Link> link(Random random) {
        EntityType type = random.nextInt(5) == 0 ? EntityType.ORGANISATION : EntityType.PERSON;
        int most = type.equals(EntityType.PERSON) ? 90 : 9;
        RecordRef one = known(type, random).orElse(RecordRef.of("crm", type, "" + random.nextInt(most)));
        RecordRef other = known(type, random).orElse(RecordRef.of("erp", type, "" + random.nextInt(most)));
        Link.Origin origin = pick(
                new Link.Origin[] {
                    Link.Origin.CREATED, Link.Origin.STEWARD, Link.Origin.APART, Link.Origin.APART, Link.Origin.RENAMED
                },
                random);
        return one.equals(other) ? Optional.empty() : Optional.of(new Link(one, other, origin));
    }

    private Optional<RecordRef> known(EntityType type, Random random) {
        List<RecordRef> known = records.stream()
                .map(SourceRecord::ref)
                .filter(ref -> ref.type().equals(type))
                .toList();
        return known.isEmpty() || random.nextInt(10) == 0
                ? Optional.empty()
                : Optional.of(known.get(random.nextInt(known.size())));
    }

    List<SourceRecord> of(EntityType type, Collection<SourceRecord> from) {
        return from.stream().filter(record -> record.ref().type().equals(type)).toList();
    }

    List<SourceRecord> shuffled(long order) {
        List<SourceRecord> shuffled = new ArrayList<>(records);
        Collections.shuffle(shuffled, new Random(order));
        return shuffled;
    }

    /** What one merge of all records gives, as sorted rows. */
    List<String> expected() {
        BulkMerge.Result first = BulkMerge.of(organisations)
                .linkedBy(links)
                .on(Runnable::run)
                .merge(of(EntityType.ORGANISATION, records));
        List<String> rows = new ArrayList<>(rows(first, organisations));
        rows.addAll(rows(BulkMerge.of(people).linkedBy(links).on(Runnable::run).merge(joined(records, first)), people));
        return rows.stream().sorted().toList();
    }

    /** Writes what one merge of all records gives into a sink. */
    void merge(RowSink sink) {
        BulkMerge.Result first = BulkMerge.of(organisations)
                .linkedBy(links)
                .on(Runnable::run)
                .merge(of(EntityType.ORGANISATION, records));
        BulkMerge.Result second =
                BulkMerge.of(people).linkedBy(links).on(Runnable::run).merge(joined(records, first));
        try (sink) {
            try (RowSink.Rows rows = sink.open()) {
                for (BulkMerge.Result result : List.of(first, second)) {
                    result.goldens()
                            .forEach(golden -> rows.golden(
                                    golden,
                                    result.parked().contains(golden.member(0).ref())));
                }
            }
            sink.commit();
        }
    }

    /** People whose references point to golden records. */
    List<SourceRecord> joined(List<SourceRecord> from, BulkMerge.Result companies) {
        Map<RecordRef, GoldenId> crosswalk = new HashMap<>();
        companies
                .goldens()
                .forEach(golden -> golden.members().forEach(member -> crosswalk.put(member.ref(), golden.id())));
        List<SourceRecord> joined = new ArrayList<>();
        for (SourceRecord record : of(EntityType.PERSON, from)) {
            SourceRecord result = record;
            for (ReferenceJoin join : ReferenceJoin.of(schema, List.of(EntityType.ORGANISATION))) {
                result = join.join(result, ref -> Optional.ofNullable(crosswalk.get(ref)));
            }
            joined.add(result);
        }
        return joined;
    }

    static List<String> rows(BulkMerge.Result result, TypePolicy policy) {
        return result.goldens().stream()
                .map(golden ->
                        row(golden, result.parked().contains(golden.member(0).ref()), policy.schema()))
                .toList();
    }

    static String row(GoldenRecord golden, boolean parked, Schema schema) {
        return HexFormat.of().formatHex(RecordCodec.of(schema).encode(golden)) + (parked ? " parked" : "");
    }
}
