package io.sesam.talk.policy;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Claim;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.model.SystemName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The choice of a golden record's values (R12–R15).
 *
 * <p>Immutable and a pure function: the same records give the same golden record, in any order.
 */
public final class Survivorship {
    private static final int SMALL = 6;

    private final Schema schema;
    private final Map<SystemName, Integer> trust;
    private final List<SystemName> trustOrder;
    private final Map<String, SurvivorshipRule> rules;
    private final int[] single;
    private final int[][] units;
    private final SurvivorshipRule[] ruleOf;
    private final String[] ruleNames;
    private final int[][] onlyWinners;

    private Survivorship(Schema schema, List<SystemName> trustOrder, Map<String, SurvivorshipRule> rules) {
        this.schema = schema;
        this.trustOrder = List.copyOf(trustOrder);
        this.rules = Map.copyOf(rules);
        this.trust = new HashMap<>();
        for (SystemName system : trustOrder) {
            trust.putIfAbsent(system, trust.size());
        }
        this.ruleOf = new SurvivorshipRule[schema.size()];
        Map<String, List<Integer>> together = new LinkedHashMap<>();
        for (int i = 0; i < schema.size(); i++) {
            Property property = schema.property(i);
            SurvivorshipRule own = rules.get(property.name());
            ruleOf[i] = own == null ? SurvivorshipRule.NEWEST : own;
            String unit = own == null ? property.unit().orElse(":" + i) : ":" + i;
            together.computeIfAbsent(unit, name -> new ArrayList<>()).add(i);
        }
        this.units = together.values().stream()
                .filter(members -> members.size() > 1)
                .map(Survivorship::ints)
                .toArray(int[][]::new);
        this.single = ints(together.values().stream()
                .filter(members -> members.size() == 1)
                .map(members -> members.get(0))
                .toList());
        this.onlyWinners = new int[schema.size() <= SMALL ? 1 << schema.size() : 0][];
        Arrays.setAll(onlyWinners, original -> onlyWinner(schema.size(), i -> (original & 1 << i) != 0));
        this.ruleNames = Arrays.stream(ruleOf).map(SurvivorshipRule::name).toArray(String[]::new);
    }

    /** Creates the default: newest wins, ties by the order of trust. Systems not listed come last, by name. */
    public static Survivorship newest(Schema schema, List<SystemName> trust) {
        return new Survivorship(schema, trust, Map.of());
    }

    /** Sets another rule for one property. Such a property is no longer merged with its unit. */
    public Survivorship with(String property, SurvivorshipRule rule) {
        schema.index(property);
        Map<String, SurvivorshipRule> more = new HashMap<>(rules);
        more.put(property, rule);
        return new Survivorship(schema, trustOrder, more);
    }

    /** Returns the schema of merged records. */
    public Schema schema() {
        return schema;
    }

    /** Checks whether the newest value wins each property by itself: no other rule, and no unit of several properties. */
    @Experimental
    public boolean isNewestAlone() {
        return units.length == 0 && Arrays.stream(ruleOf).allMatch(rule -> rule == SurvivorshipRule.NEWEST);
    }

    /** Returns the place of a system in the order of trust, 0 for the most trusted; the greatest number when not in it. */
    @Experimental
    public int rank(SystemName system) {
        return trust.getOrDefault(system, Integer.MAX_VALUE);
    }

    /** Returns a fingerprint; equal for equal behaviour. A host's own rules count by their names. */
    public String fingerprint() {
        PolicyFingerprint fingerprint = PolicyFingerprint.of("survivorship")
                .add("type", schema.type().name())
                .add("trust", names(trustOrder))
                .add("properties", schema.size());
        for (int i = 0; i < schema.size(); i++) {
            Property property = schema.property(i);
            Optional<String> unit = rules.containsKey(property.name()) ? Optional.empty() : property.unit();
            fingerprint
                    .add("property", property.name())
                    .add("kind", property.kind())
                    .add(
                            "target",
                            property.target().map(EntityType::name).stream().toList())
                    .add("unit", unit.stream().toList())
                    .add("rule", ruleOf[i].name())
                    .add("systems of the rule", names(ruleOf[i].named()));
        }
        return fingerprint.hex();
    }

    private static List<String> names(List<SystemName> systems) {
        return systems.stream().map(SystemName::value).toList();
    }

    /**
     * Merges the records of a cluster.
     *
     * @param members the records, normalised, oldest first; the array must not be used afterwards
     */
    public GoldenRecord merge(SourceRecord... members) {
        return merge(GoldenId.foundedBy(members[0].ref()), members);
    }

    /** Merges a cluster with a given id, because its oldest record is gone. */
    public GoldenRecord merge(GoldenId id, SourceRecord... members) {
        return make(id, members);
    }

    /** Merges a cluster of one record, without an array for it; derives the id on first use. */
    @Experimental
    public GoldenRecord mergeLazily(SourceRecord member) {
        if (!member.isPlain()) {
            return make(null, new SourceRecord[] {member});
        }
        Fields values = member.spelling();
        return GoldenRecord.alone(null, values, member, onlyWinner(values), ruleNames);
    }

    /** Merges like {@link #merge(SourceRecord...)}, but derives the id on first use. */
    public GoldenRecord mergeLazily(SourceRecord... members) {
        return make(null, members);
    }

    private GoldenRecord make(@Nullable GoldenId id, SourceRecord[] members) {
        if (members.length == 1 && members[0].isPlain()) {
            Fields values = members[0].spelling();
            return GoldenRecord.over(id, values, members, onlyWinner(values), ruleNames);
        }
        int[] winners = new int[schema.size()];
        @Nullable Object[] slots = new Object[schema.size()];
        for (int index : single) {
            winners[index] = winner(members, index);
            slots[index] = winners[index] < 0 ? null : members[winners[index]].effectiveValue(index);
        }
        for (int[] unit : units) {
            new UnitMerge(members, unit, this::newer).into(slots, winners);
        }
        for (int index = 0; index < slots.length; index++) {
            slots[index] =
                    slots[index] instanceof String ? members[winners[index]].effectiveSpelling(index) : slots[index];
        }
        return GoldenRecord.over(id, Fields.over(schema, slots), members, winners, ruleNames);
    }

    /**
     * Names the system that would have won a property, but its records contradict each other (R11).
     *
     * @param golden as this survivorship merged it
     */
    public Optional<SystemName> contradicted(GoldenRecord golden, int index) {
        SourceRecord[] members = golden.members().toArray(SourceRecord[]::new);
        int[] winners = new int[schema.size()];
        winners[index] = -1;
        for (int[] unit : units) {
            if (Arrays.stream(unit).anyMatch(i -> i == index)) {
                new UnitMerge(members, unit, this::newer, Contradictions.NONE).into(new Object[schema.size()], winners);
            }
        }
        if (Arrays.stream(single).anyMatch(i -> i == index)) {
            winners[index] = winner(members, index, Contradictions.NONE);
        }
        return winners[index] < 0 || winners[index] == golden.winner(index)
                ? Optional.empty()
                : Optional.of(members[winners[index]].ref().system());
    }

    /** Returns the winners for a single record. Cached for small schemas, because this is the usual case. */
    private int[] onlyWinner(Fields values) {
        int original = 0;
        for (int i = 0; i < schema.size(); i++) {
            original |= values.slot(i) == null ? 0 : 1 << i;
        }
        return schema.size() <= SMALL ? onlyWinners[original] : onlyWinner(schema.size(), i -> values.slot(i) != null);
    }

    private static int[] onlyWinner(int size, IntPredicate original) {
        int[] winners = new int[size];
        Arrays.setAll(winners, i -> original.test(i) ? 0 : -1);
        return winners;
    }

    private int winner(SourceRecord[] members, int index) {
        return winner(members, index, Contradictions.in(members, index));
    }

    private int winner(SourceRecord[] members, int index, Contradictions contradictions) {
        int best = -1;
        boolean rivals = false;
        for (int i = 0; i < members.length; i++) {
            Object effective = members[i].effectiveValue(index);
            if (effective == null) {
                continue;
            }
            if (best < 0) {
                best = i;
            } else {
                rivals = true;
                best = beats(members, i, best, index, contradictions) ? i : best;
            }
        }
        return rivals && ruleOf[index] != SurvivorshipRule.NEWEST ? chosen(members, index, best, contradictions) : best;
    }

    /**
     * Compares two records' claims on a property. In this order: filled or cleared beats merely blank, a system's
     * value an enricher's, a value that its own system does not contradict one that it does, the newer the older, an
     * edit an echo of Talk's write, the more trusted system, the lesser reference.
     */
    private boolean beats(SourceRecord[] members, int first, int second, int index, Contradictions contradictions) {
        SourceRecord one = members[first];
        SourceRecord other = members[second];
        boolean oneCounts = counts(one, index);
        if (oneCounts != counts(other, index)) {
            return oneCounts;
        }
        if (contradictions.isWeak(first) != contradictions.isWeak(second)
                && !one.isEnrichment()
                && !other.isEnrichment()) {
            return contradictions.isWeak(second);
        }
        return newer(one, one.time(index), isOwn(one, index), other, other.time(index), isOwn(other, index));
    }

    private boolean newer(SourceRecord one, long oneTime, boolean oneOwn, SourceRecord other, long time, boolean own) {
        if (one.isEnrichment() || other.isEnrichment()) {
            return one.isEnrichment() && other.isEnrichment() ? moreTrusted(one, other) : other.isEnrichment();
        }
        if (oneTime != time) {
            return oneTime > time;
        }
        if (oneOwn != own) {
            return oneOwn;
        }
        return moreTrusted(one, other);
    }

    private boolean moreTrusted(SourceRecord one, SourceRecord other) {
        int byTrust = Integer.compare(rank(one), rank(other));
        return byTrust != 0 ? byTrust < 0 : one.ref().compareTo(other.ref()) < 0;
    }

    private int rank(SourceRecord record) {
        return trust.isEmpty() ? Integer.MAX_VALUE : rank(record.ref().system());
    }

    /** Checks whether a claim counts: a blank that is no edit loses to any value (R13). */
    static boolean counts(SourceRecord record, int index) {
        return record.effectiveValue(index) != Blank.BLANK || record.has(index, Stamps.CLEARED);
    }

    static boolean isOwn(SourceRecord record, int index) {
        return !record.has(index, Stamps.ECHO);
    }

    /**
     * Applies the property's own rule. Such a rule sees an enricher's claims only when it names the enricher (R31),
     * and echoes of Talk's writes only when there is no other claim.
     */
    private int chosen(SourceRecord[] members, int index, int newest, Contradictions contradictions) {
        if (!counts(members[newest], index)) {
            return newest;
        }
        List<Integer> candidates = new ArrayList<>();
        for (int i = 0; i < members.length; i++) {
            if (members[i].effectiveValue(index) != null && counts(members[i], index)) {
                candidates.add(i);
            }
        }
        boolean anySystem = candidates.stream().anyMatch(i -> !members[i].isEnrichment());
        candidates.removeIf(i -> anySystem
                && members[i].isEnrichment()
                && !ruleOf[index].names(members[i].ref().system()));
        boolean anyStrong = candidates.stream().anyMatch(i -> !contradictions.isWeak(i));
        candidates.removeIf(i -> anyStrong && contradictions.isWeak(i));
        boolean anyOwn = candidates.stream().anyMatch(i -> isOwn(members[i], index));
        candidates.removeIf(i -> anyOwn && !isOwn(members[i], index));
        candidates.sort((a, b) -> beats(members, a, b, index, contradictions) ? -1 : 1);
        List<Claim> claims =
                candidates.stream().map(i -> Claim.of(members[i], index)).toList();
        return candidates.get(claims.indexOf(ruleOf[index].choose(claims)));
    }

    private static int[] ints(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
