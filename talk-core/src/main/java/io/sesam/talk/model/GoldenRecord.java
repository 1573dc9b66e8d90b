package io.sesam.talk.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The merged record of one cluster.
 *
 * <p>Immutable. Ids and provenance are computed on first use, because most records of a bulk merge never need them.
 */
public final class GoldenRecord {
    private final Fields values;
    /** The only record itself, or an array of all: most clusters of a bulk merge have one. */
    private final Object members;

    private final int[] winners;
    private final String[] rules;
    private @Nullable GoldenId id;

    private GoldenRecord(@Nullable GoldenId id, Fields values, Object members, int[] winners, String[] rules) {
        this.id = id;
        this.values = values;
        this.members = members;
        this.winners = winners;
        this.rules = rules;
    }

    /**
     * Wraps arrays without copying them. The caller must not use them afterwards.
     *
     * @param id the id; {@code null} to derive it from the oldest member when first used
     * @param values the surviving values
     * @param members the records of the cluster, oldest first; at least one
     * @param winners for each property the position of the winning member, or -1 when no member has a value
     * @param rules for each property the rule that chose the winner; ignored where there is no winner
     */
    public static GoldenRecord over(
            @Nullable GoldenId id, Fields values, SourceRecord[] members, int[] winners, String[] rules) {
        return new GoldenRecord(id, values, members.length == 1 ? members[0] : members, winners, rules);
    }

    /** Wraps the only record of a cluster, like {@link #over}. */
    @Experimental
    public static GoldenRecord alone(
            @Nullable GoldenId id, Fields values, SourceRecord member, int[] winners, String[] rules) {
        return new GoldenRecord(id, values, member, winners, rules);
    }

    /** Returns the id, derived from the oldest member. */
    public GoldenId id() {
        GoldenId made = id;
        if (made == null) {
            made = GoldenId.foundedBy(member(0).ref());
            id = made;
        }
        return made;
    }

    /** Returns this record with another id, such as one that an earlier merge gave it. */
    @Experimental
    public GoldenRecord withId(GoldenId other) {
        return new GoldenRecord(other, values, members, winners, rules);
    }

    /** Returns the type of the record. */
    public EntityType type() {
        return values.schema().type();
    }

    /** Returns the surviving values, spelt as the records spell them. */
    public Fields values() {
        return values;
    }

    /** Returns the source records, oldest first. */
    public List<SourceRecord> members() {
        return members instanceof SourceRecord only ? List.of(only) : List.of((SourceRecord[]) members);
    }

    /** Returns the source record at a position. */
    public SourceRecord member(int index) {
        if (members instanceof SourceRecord only) {
            Objects.checkIndex(index, 1);
            return only;
        }
        return ((SourceRecord[]) members)[index];
    }

    /** Counts the source records. */
    public int size() {
        return members instanceof SourceRecord[] several ? several.length : 1;
    }

    /** Returns the position of the member whose claim won a property, or -1. */
    public int winner(int index) {
        return winners[index];
    }

    /** Returns the name of the rule that chose a property's winner; it means nothing where there is none. */
    @Experimental
    public String rule(int index) {
        return rules[index];
    }

    /** Checks whether a member says something of its own about a property that the winner contradicts. */
    @Experimental
    public boolean hasLost(int index, int position) {
        SourceRecord member = member(position);
        Object effective = member.effectiveValue(index);
        return winners[index] >= 0
                && effective != null
                && !member.isEnriched(index)
                && !effective.equals(member(winners[index]).effectiveValue(index));
    }

    /** Returns the provenance of a property. Empty when no member has a value. */
    public Optional<Provenance> provenance(String property) {
        int index = values.schema().index(property);
        if (winners[index] < 0) {
            return Optional.empty();
        }
        List<Claim> lost = new ArrayList<>();
        SourceRecord winner = member(winners[index]);
        for (int i = 0; i < size(); i++) {
            if (hasLost(index, i)) {
                lost.add(Claim.spelt(member(i), index));
            }
        }
        return Optional.of(new Provenance(property, Claim.spelt(winner, index), rules[index], lost));
    }

    /** Returns the provenance of all set properties, in schema order. */
    public List<Provenance> provenance() {
        return values.schema().properties().stream()
                .flatMap(property -> provenance(property.name()).stream())
                .toList();
    }

    /** Compares id, values, members and winning claims. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GoldenRecord that
                && id().equals(that.id())
                && values.equals(that.values)
                && Arrays.equals(winners, that.winners)
                && Arrays.equals(refs(), that.refs())
                && provenance().equals(that.provenance());
    }

    private RecordRef[] refs() {
        return members().stream().map(SourceRecord::ref).toArray(RecordRef[]::new);
    }

    @Override
    public int hashCode() {
        return member(0).ref().hashCode();
    }

    /** Lists the id and the members, without values. */
    @Override
    public String toString() {
        return type() + " " + id() + " of " + members();
    }
}
