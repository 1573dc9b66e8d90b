package io.sesam.talk.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The best that is known of one thing, put together from all records of its cluster.
 *
 * <p>Immutable. Ids and provenance are worked out when asked for: most records of a bulk are never asked.
 */
public final class GoldenRecord {
    private final Fields values;
    private final SourceRecord[] members;
    private final int[] winners;
    private final String[] rules;
    private @Nullable GoldenId id;

    private GoldenRecord(@Nullable GoldenId id, Fields values, SourceRecord[] members, int[] winners, String[] rules) {
        this.id = id;
        this.values = values;
        this.members = members;
        this.winners = winners;
        this.rules = rules;
    }

    /**
     * A golden record over arrays that the caller gives away.
     *
     * @param id its id; {@code null} to make it from the oldest member when it is asked for
     * @param values the values that won
     * @param members the records of the cluster, the oldest first; at least one
     * @param winners for each property the member that won, or -1 where nobody says anything
     * @param rules for each property the rule by which it won; what stands where nobody won is not read
     */
    public static GoldenRecord over(
            @Nullable GoldenId id, Fields values, SourceRecord[] members, int[] winners, String[] rules) {
        return new GoldenRecord(id, values, members, winners, rules);
    }

    /** Its id, made from the oldest member. */
    public GoldenId id() {
        GoldenId made = id;
        if (made == null) {
            made = GoldenId.foundedBy(members[0].ref());
            id = made;
        }
        return made;
    }

    /** What kind of thing it is. */
    public EntityType type() {
        return values.schema().type();
    }

    /** The values that won, in one alphabet. */
    public Fields values() {
        return values;
    }

    /** The records it was put together from, the oldest first. */
    public List<SourceRecord> members() {
        return List.of(members);
    }

    /** The record at a position of {@link #members()}. */
    public SourceRecord member(int index) {
        return members[index];
    }

    /** How many records it was put together from. */
    public int size() {
        return members.length;
    }

    /** The position in {@link #members()} of the record whose claim won a property, or -1. */
    public int winner(int index) {
        return winners[index];
    }

    /** Why a property is what it is; empty where nobody says anything. */
    public Optional<Provenance> provenance(String property) {
        int index = values.schema().index(property);
        if (winners[index] < 0) {
            return Optional.empty();
        }
        List<Claim> lost = new ArrayList<>();
        Object won = values.slot(index);
        for (SourceRecord member : members) {
            Object voice = member.voice(index);
            if (voice != null && !voice.equals(won) && !member.isBorrowed(index)) {
                lost.add(Claim.of(member, index));
            }
        }
        return Optional.of(new Provenance(property, Claim.of(members[winners[index]], index), rules[index], lost));
    }

    /** Why every property is what it is, in the order of the schema; without those of which nobody says anything. */
    public List<Provenance> provenance() {
        return values.schema().properties().stream()
                .flatMap(property -> provenance(property.name()).stream())
                .toList();
    }

    /** Same id, same values, from the same records by the same claims. */
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
        return Arrays.stream(members).map(SourceRecord::ref).toArray(RecordRef[]::new);
    }

    @Override
    public int hashCode() {
        return members[0].ref().hashCode();
    }

    /** The id and the members, without values. */
    @Override
    public String toString() {
        return type() + " " + id() + " of " + Arrays.toString(members);
    }
}
