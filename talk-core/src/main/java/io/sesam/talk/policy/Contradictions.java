package io.sesam.talk.policy;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.model.SystemName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Search for records of one system that contradict each other (R11).
 *
 * <p>What such a system holds about a value or a unit fills blanks elsewhere and beats no filled value. An edit made
 * after the records were linked is not affected.
 */
final class Contradictions {
    private static final boolean[] NOTHING = new boolean[0];

    /** So many records are compared in pairs before anything is allocated. */
    private static final int FEW = 8;

    /** No contradiction at all. */
    static final Contradictions NONE = new Contradictions(NOTHING);

    private final boolean[] weak;

    private Contradictions(boolean[] weak) {
        this.weak = weak;
    }

    /** Compares the records of each system in the properties of a unit, or in a single one; in linear time. */
    static Contradictions in(SourceRecord[] members, int... unit) {
        if (members.length < 3 || members.length <= FEW && areOfDifferentSystems(members)) {
            return NONE;
        }
        Map<SystemName, Object[]> values = new HashMap<>();
        Set<SystemName> contradicted = new HashSet<>();
        for (SourceRecord member : members) {
            SystemName system = member.ref().system();
            Object[] first = values.computeIfAbsent(system, unused -> new Object[unit.length]);
            for (int i = 0; i < unit.length; i++) {
                if (isOwn(member, unit[i])) {
                    Object value = member.values().slot(unit[i]);
                    if (first[i] == null) {
                        first[i] = value;
                    } else if (!first[i].equals(value)) {
                        contradicted.add(system);
                    }
                }
            }
        }
        return contradicted.isEmpty() ? NONE : new Contradictions(weak(members, contradicted, unit));
    }

    private static boolean areOfDifferentSystems(SourceRecord[] members) {
        for (int one = 1; one < members.length; one++) {
            for (int other = 0; other < one; other++) {
                if (members[one].ref().system().equals(members[other].ref().system())) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isOwn(SourceRecord record, int index) {
        Object value = record.values().slot(index);
        return value != null && value != Blank.BLANK && !record.isEnrichment() && Survivorship.isOwn(record, index);
    }

    private static boolean[] weak(SourceRecord[] members, Set<SystemName> contradicted, int[] unit) {
        boolean[] weak = new boolean[members.length];
        for (int i = 0; i < members.length; i++) {
            if (contradicted.contains(members[i].ref().system())) {
                boolean owns = false;
                boolean edited = false;
                for (int index : unit) {
                    owns |= isOwn(members[i], index);
                    edited |= members[i].has(index, Stamps.EDITED | Stamps.CLEARED);
                }
                weak[i] = owns && !edited;
            }
        }
        return weak;
    }

    /** Checks whether a record only fills blanks. */
    boolean isWeak(int member) {
        return weak.length > 0 && weak[member];
    }
}
