package io.sesam.talk.policy;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import java.util.Objects;

/**
 * Search for records of one system that contradict each other (R11).
 *
 * <p>What such a system holds about a value or a unit fills blanks elsewhere and beats no filled value. An edit made
 * after the records were linked is not affected.
 */
final class Contradictions {
    private static final boolean[] NOTHING = new boolean[0];

    /** No contradiction at all. */
    static final Contradictions NONE = new Contradictions(NOTHING);

    private final boolean[] weak;

    private Contradictions(boolean[] weak) {
        this.weak = weak;
    }

    /** Compares the records of each system in the properties of a unit, or in a single one. */
    static Contradictions in(SourceRecord[] members, int... unit) {
        boolean[] weak = NOTHING;
        for (int one = 0; members.length > 2 && one < members.length; one++) {
            for (int other = one + 1; other < members.length; other++) {
                boolean known = weak.length > 0 && weak[one] && weak[other];
                if (!known
                        && members[one]
                                .ref()
                                .system()
                                .equals(members[other].ref().system())
                        && differ(members[one], members[other], unit)) {
                    weak = weak.length > 0 ? weak : new boolean[members.length];
                    mark(members, one, unit, weak);
                }
            }
        }
        return new Contradictions(weak);
    }

    private static boolean differ(SourceRecord one, SourceRecord other, int[] unit) {
        for (int index : unit) {
            if (isOwn(one, index)
                    && isOwn(other, index)
                    && !Objects.equals(one.values().slot(index), other.values().slot(index))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOwn(SourceRecord record, int index) {
        Object value = record.values().slot(index);
        return value != null && value != Blank.BLANK && !record.isFaint() && Survivorship.isOwn(record, index);
    }

    private static void mark(SourceRecord[] members, int contradicted, int[] unit, boolean[] weak) {
        for (int i = 0; i < members.length; i++) {
            boolean owns = false;
            boolean edited = false;
            for (int index : unit) {
                owns |= isOwn(members[i], index);
                edited |= members[i].has(index, Stamps.EDITED | Stamps.CLEARED);
            }
            weak[i] |= owns
                    && !edited
                    && members[i]
                            .ref()
                            .system()
                            .equals(members[contradicted].ref().system());
        }
    }

    /** Checks whether a record only fills blanks. */
    boolean isWeak(int member) {
        return weak.length > 0 && weak[member];
    }
}
