package io.sesam.talk.beam;

import io.sesam.talk.merge.BulkMerge;
import io.sesam.talk.merge.PolicyRecipe;
import io.sesam.talk.merge.RecordCodec;
import io.sesam.talk.merge.ReferenceJoin;
import io.sesam.talk.model.Claim;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.SurvivorshipRule;
import io.sesam.talk.policy.TypePolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Records and links of a seed, with everything that joins and separates, and what one merge makes of them. */
final class BeamWorld {
    private static final String[] SYSTEMS = {"crm", "erp", "shop"};
    private static final Schema PEOPLE = Schema.of(
            EntityType.PERSON,
            Property.text("firstname"),
            Property.text("lastname"),
            Property.of("email", Kind.EMAIL),
            Property.text("phone"),
            Property.text("street").inUnit("address"),
            Property.text("zip").inUnit("address"),
            Property.reference("employer", EntityType.ORGANISATION),
            Property.reference("board", EntityType.ORGANISATION));

    /** Two match keys, a rule of the host, ignored keys and limits. */
    static final PolicyRecipe PERSON = PolicyRecipe.of(PEOPLE)
            .trust("crm", "erp")
            .matching("phone")
            .comparing("phone", "digits")
            .ignoring("info@x.example")
            .limitedTo(9, 4)
            .winner("lastname", "longest")
            .winner("phone", () -> SurvivorshipRule.custom("least", BeamWorld::least));

    static final PolicyRecipe ORGANISATION =
            PolicyRecipe.of(Organisation.SCHEMA).trust("crm", "erp").limitedTo(400, 400);

    final List<SourceRecord> records = new ArrayList<>();
    final List<Link> links = new ArrayList<>();

    BeamWorld(long seed, int people) {
        Random random = new Random(seed);
        int companies = Math.max(3, people / 20);
        for (int i = 0; i < companies; i++) {
            records.add(SourceRecord.at(
                    RecordRef.of(pick(SYSTEMS, random), EntityType.ORGANISATION, "" + id(random, i, companies)),
                    Fields.builder(Organisation.SCHEMA)
                            .text("name", "Company " + random.nextInt(companies / 2 + 1))
                            .text("zip", random.nextBoolean() ? null : "0" + random.nextInt(3))
                            .build(),
                    random.nextInt(5)));
        }
        for (int i = 0; i < people; i++) {
            records.add(person(random, i, people, companies));
        }
        for (int i = 0; i < people / 25 + 2; i++) {
            link(random);
        }
        // a chain that crosses all shards
        for (int i = 0; i < people / 50; i++) {
            links.add(new Link(ref("crm", i), ref("erp", i + 1), Link.Origin.CREATED));
        }
    }

    private static Claim least(List<Claim> claims) {
        return claims.stream()
                .min(Comparator.comparing(claim -> claim.value().toString()))
                .orElseThrow();
    }

    private static RecordRef ref(String system, int id) {
        return RecordRef.of(system, EntityType.PERSON, "" + id);
    }

    /** Now and then the id of another record. */
    private static int id(Random random, int number, int count) {
        return random.nextInt(count < 1_000 ? 5 : 300) == 0 ? random.nextInt(count) : number;
    }

    private static SourceRecord person(Random random, int number, int people, int companies) {
        int one = random.nextInt(people);
        // three of ten have the telephone of somebody else
        int other = random.nextInt(10) < 3 ? random.nextInt(people) : one;
        Fields.Builder fields = Fields.builder(PEOPLE)
                .text("firstname", "Ada" + random.nextInt(2))
                .text("lastname", pick(new String[] {"Berg", "Berg Lie", null, ""}, random))
                .text("email", email(one, random))
                .text("phone", random.nextInt(3) == 0 ? null : "+47 " + other)
                .text("street", pick(new String[] {"Main 1", "Side 2", null}, random))
                .text("zip", pick(new String[] {"0150", "0151", ""}, random))
                .text("employer", random.nextBoolean() ? null : "" + random.nextInt(companies + 1))
                .text("board", random.nextInt(4) > 0 ? null : "" + random.nextInt(companies + 1));
        return SourceRecord.at(
                ref(pick(SYSTEMS, random), id(random, number, people)),
                fields.build(),
                random.nextInt(3) == 0 ? SourceRecord.NEVER : random.nextInt(6));
    }

    private static String email(int number, Random random) {
        return switch (random.nextInt(14)) {
            case 0 -> null;
            case 1 -> "crowd@x.example";
            case 2 -> "INFO@x.example";
            case 3 -> "p" + number + "@x.example, p" + (number + 1) + "@x.example";
            default -> (random.nextBoolean() ? "p" : " P") + number + "@x.example";
        };
    }

    private static <T> T pick(T[] from, Random random) {
        return from[random.nextInt(from.length)];
    }

    private void link(Random random) {
        SourceRecord one = records.get(random.nextInt(records.size()));
        SourceRecord other = records.get(random.nextInt(records.size()));
        if (one.ref().type().equals(other.ref().type()) && !one.ref().equals(other.ref())) {
            Link.Origin origin = pick(
                    new Link.Origin[] {Link.Origin.CREATED, Link.Origin.STEWARD, Link.Origin.APART, Link.Origin.APART},
                    random);
            links.add(new Link(one.ref(), other.ref(), origin));
        }
    }

    /** The input of the pipeline, with some rows that cannot be merged. */
    List<MergeInput> input() {
        List<MergeInput> input = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            SourceRecord record = records.get(i);
            PolicyRecipe recipe = record.ref().type().equals(EntityType.PERSON) ? PERSON : ORGANISATION;
            input.add(MergeInput.of(RecordCodec.of(recipe.policy().schema()), record, "memory", i));
        }
        return input;
    }

    /** What one merge of all records gives: the golden records as bytes, sorted. */
    List<String> expected() {
        BulkMerge.Result companies = merge(ORGANISATION.policy(), of(EntityType.ORGANISATION));
        Map<RecordRef, GoldenId> crosswalk = new HashMap<>();
        companies
                .goldens()
                .forEach(golden -> golden.members().forEach(member -> crosswalk.put(member.ref(), golden.id())));
        List<SourceRecord> joined = new ArrayList<>();
        for (SourceRecord record : of(EntityType.PERSON)) {
            SourceRecord result = record;
            for (ReferenceJoin join : ReferenceJoin.of(PEOPLE, List.of(EntityType.ORGANISATION))) {
                result = join.join(result, ref -> Optional.ofNullable(crosswalk.get(ref)));
            }
            joined.add(result);
        }
        List<String> rows = new ArrayList<>(rows(companies, ORGANISATION.policy()));
        rows.addAll(rows(merge(PERSON.policy(), joined), PERSON.policy()));
        return rows.stream().sorted().toList();
    }

    private BulkMerge.Result merge(TypePolicy policy, List<SourceRecord> from) {
        return BulkMerge.of(policy).linkedBy(links).on(Runnable::run).merge(from);
    }

    private List<SourceRecord> of(EntityType type) {
        return records.stream()
                .filter(record -> record.ref().type().equals(type))
                .toList();
    }

    private static List<String> rows(BulkMerge.Result result, TypePolicy policy) {
        RecordCodec codec = RecordCodec.of(policy.schema());
        return result.goldens().stream()
                .map(golden -> HexFormat.of().formatHex(codec.encode(golden)))
                .toList();
    }
}
