package io.sesam.talk.policy;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import org.jspecify.annotations.Nullable;

/**
 * The merge of properties that form a unit (R14).
 *
 * <p>The unit of the newest record wins as a whole. Its gaps are filled from the newest records that agree with it
 * in every property both have: a lone country is completed by an address in that country, never by a part of
 * another address.
 */
final class UnitMerge {
    /** Compares the units of two records: record, time, own value, twice. */
    @FunctionalInterface
    interface Order {
        boolean beats(
                SourceRecord one, long oneTime, boolean oneOwn, SourceRecord other, long otherTime, boolean otherOwn);
    }

    private final SourceRecord[] members;
    private final int[] unit;
    private final Order order;
    private final boolean[] used;
    private final Contradictions contradictions;

    UnitMerge(SourceRecord[] members, int[] unit, Order order) {
        this(members, unit, order, Contradictions.in(members, unit));
    }

    UnitMerge(SourceRecord[] members, int[] unit, Order order, Contradictions contradictions) {
        this.members = members;
        this.unit = unit;
        this.order = order;
        this.used = new boolean[members.length];
        this.contradictions = contradictions;
    }

    void into(@Nullable Object[] slots, int[] winners) {
        for (int index : unit) {
            winners[index] = -1;
        }
        for (int next = best(); next >= 0; next = best()) {
            used[next] = true;
            if (agrees(next, slots)) {
                take(next, slots, winners);
            }
        }
        takeBlanks(slots, winners);
    }

    private int best() {
        int best = -1;
        for (int i = 0; i < members.length; i++) {
            if (!used[i] && speaks(members[i]) && (best < 0 || beats(i, best))) {
                best = i;
            }
        }
        return best;
    }

    private boolean beats(int first, int second) {
        SourceRecord one = members[first];
        SourceRecord other = members[second];
        if (contradictions.isWeak(first) != contradictions.isWeak(second)
                && !one.isEnrichment()
                && !other.isEnrichment()) {
            return contradictions.isWeak(second);
        }
        long oneTime = time(one);
        long otherTime = time(other);
        return order.beats(one, oneTime, ownAt(one, oneTime), other, otherTime, ownAt(other, otherTime));
    }

    private boolean speaks(SourceRecord record) {
        for (int index : unit) {
            if (record.effectiveValue(index) != null && Survivorship.counts(record, index)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the newest time within the unit. */
    private long time(SourceRecord record) {
        long newest = Long.MIN_VALUE;
        for (int index : unit) {
            if (record.effectiveValue(index) != null && Survivorship.counts(record, index)) {
                newest = Math.max(newest, record.time(index));
            }
        }
        return newest;
    }

    private boolean ownAt(SourceRecord record, long time) {
        for (int index : unit) {
            if (record.time(index) == time
                    && record.effectiveValue(index) != null
                    && Survivorship.counts(record, index)
                    && Survivorship.isOwn(record, index)) {
                return true;
            }
        }
        return false;
    }

    /** Checks that a member contradicts no value taken so far. A cleared value agrees only with another cleared one. */
    private boolean agrees(int member, @Nullable Object[] slots) {
        for (int index : unit) {
            Object effective = members[member].effectiveValue(index);
            Object taken = slots[index];
            if (effective != null
                    && taken != null
                    && Survivorship.counts(members[member], index)
                    && !effective.equals(taken)) {
                return false;
            }
        }
        return true;
    }

    private void take(int member, @Nullable Object[] slots, int[] winners) {
        for (int index : unit) {
            Object effective = members[member].effectiveValue(index);
            if (slots[index] == null && effective != null && Survivorship.counts(members[member], index)) {
                slots[index] = effective;
                winners[index] = member;
            }
        }
    }

    /**
     * Fills the remaining gaps with blanks: of the winner first, else of any member that is blank or has only an
     * enricher's value.
     */
    private void takeBlanks(@Nullable Object[] slots, int[] winners) {
        int winner = firstWinner(winners);
        for (int index : unit) {
            if (slots[index] == null) {
                int blank = winner >= 0 && members[winner].effectiveValue(index) == Blank.BLANK ? winner : -1;
                for (int i = 0; winner < 0 && blank < 0 && i < members.length; i++) {
                    blank = members[i].effectiveValue(index) == Blank.BLANK ? i : -1;
                }
                for (int i = 0; blank < 0 && i < members.length; i++) {
                    blank = members[i].isEnriched(index) || members[i].has(index, Stamps.FOREIGN) ? i : -1;
                }
                if (blank >= 0) {
                    slots[index] = Blank.BLANK;
                    winners[index] = blank;
                }
            }
        }
    }

    private int firstWinner(int[] winners) {
        for (int index : unit) {
            if (winners[index] >= 0) {
                return winners[index];
            }
        }
        return -1;
    }
}
