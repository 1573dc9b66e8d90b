package io.sesam.talk.engine.plan;

import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.StoredRecord;
import java.util.List;
import java.util.Optional;

/**
 * A golden record that is to be compared with a target, and all that the decision rests on.
 *
 * @param golden the golden record, with its live members
 * @param members all records of its cluster, also those that are gone, normalised
 * @param parked what was refused there before
 * @param open intents there of which nobody knows what became
 */
public record Candidate(GoldenRecord golden, List<StoredRecord> members, List<Parked> parked, List<Intent> open) {
    /** Copies the lists. */
    public Candidate {
        members = List.copyOf(members);
        parked = List.copyOf(parked);
        open = List.copyOf(open);
    }

    List<StoredRecord> liveIn(SystemName system) {
        return members.stream()
                .filter(member -> member.isLive() && member.ref().system().equals(system))
                .toList();
    }

    boolean wasIn(SystemName system) {
        return members.stream().anyMatch(member -> member.ref().system().equals(system));
    }

    /**
     * The first other system in which all its records are gone. One that was merged into another of the same cluster, or
     * was one of several, leaves somebody behind.
     */
    Optional<SystemName> goneElsewhere(SystemName here) {
        return members.stream()
                .filter(member -> !member.record().isFaint())
                .map(member -> member.ref().system())
                .filter(system -> !system.equals(here) && liveIn(system).isEmpty())
                .min(SystemName::compareTo);
    }

    boolean isCrowd() {
        return members.stream().anyMatch(StoredRecord::parked);
    }
}
