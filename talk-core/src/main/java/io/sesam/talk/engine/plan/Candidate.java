package io.sesam.talk.engine.plan;

import io.sesam.talk.engine.resolve.SlotOccupants;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A golden record to compare with a target.
 *
 * @param golden the golden record, with its live members
 * @param members all records of its cluster, also deleted ones, normalised
 * @param parked its parked writes in the target
 * @param open its in-doubt writes in the target
 * @param twins unlinked records of the target that equal it, where it has no match key there (R41)
 */
public record Candidate(
        GoldenRecord golden,
        List<StoredRecord> members,
        List<Parked> parked,
        List<Intent> open,
        List<RecordRef> twins) {
    /** Creates a candidate without equal records. */
    public Candidate(GoldenRecord golden, List<StoredRecord> members, List<Parked> parked, List<Intent> open) {
        this(golden, members, parked, open, List.of());
    }

    /** Copies the lists. */
    public Candidate {
        twins = List.copyOf(twins);
        members = List.copyOf(members);
        parked = List.copyOf(parked);
        open = List.copyOf(open);
    }

    List<StoredRecord> liveIn(SystemName system) {
        List<StoredRecord> live = new ArrayList<>(1);
        for (StoredRecord member : members) {
            if (member.isLive() && member.ref().system().equals(system)) {
                live.add(member);
            }
        }
        return live;
    }

    private boolean isLiveIn(SystemName system) {
        for (StoredRecord member : members) {
            if (member.isLive() && member.ref().system().equals(system)) {
                return true;
            }
        }
        return false;
    }

    boolean wasIn(SystemName system) {
        for (StoredRecord member : members) {
            if (member.ref().system().equals(system)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the first other system from which all records of the cluster were deleted. A record merged into
     * another of the cluster, one of several duplicates, or the former occupant of a slot does not count.
     */
    Optional<SystemName> goneElsewhere(SystemName here) {
        SystemName first = null;
        for (StoredRecord member : members) {
            SystemName system = member.ref().system();
            if (!member.isLive()
                    && !member.record().isEnrichment()
                    && !SlotOccupants.isFormer(member.ref())
                    && !system.equals(here)
                    && !isLiveIn(system)
                    && (first == null || system.compareTo(first) < 0)) {
                first = system;
            }
        }
        return Optional.ofNullable(first);
    }

    boolean isOversized() {
        for (StoredRecord member : members) {
            if (member.parked()) {
                return true;
            }
        }
        return false;
    }
}
