package io.sesam.talk.console.view;

import io.sesam.talk.query.Contradiction;
import io.sesam.talk.query.FoundRecord;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.result.OversizedCluster;
import io.sesam.talk.store.Erasure;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import java.util.List;

/**
 * What waits for a person.
 *
 * @param held held plans, and approved ones that no sync has carried out yet
 * @param duplicates the first golden records with several records of a system
 * @param contradictions the first golden records whose systems have different values
 * @param oversized clusters that are too large to be merged
 * @param parked the first parked writes and records
 * @param parkedTotal number of all of them
 * @param inDoubt inserts in doubt
 * @param erasures records of erased people that still exist
 */
public record Decisions(
        List<HeldPlan> held,
        List<FoundRecord> duplicates,
        List<Contradiction> contradictions,
        List<OversizedCluster> oversized,
        List<Parked> parked,
        long parkedTotal,
        List<Intent> inDoubt,
        List<Erasure> erasures) {
    /** Whether nothing waits. */
    public boolean isEmpty() {
        return held.isEmpty()
                && duplicates.isEmpty()
                && contradictions.isEmpty()
                && oversized.isEmpty()
                && parked.isEmpty()
                && inDoubt.isEmpty()
                && erasures.isEmpty();
    }
}
