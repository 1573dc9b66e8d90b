package io.sesam.talk.result;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the next sync would write, as far as it can be known now (R33).
 *
 * @param writes for each system and type that may be written, how much
 * @param braked plans that are too large to be carried out without a person's word; what they would write is counted
 *     all the same
 * @param paused for each system that could not be asked, why; what it would have told is missing in the plan
 * @param atLeast for each system whose quotas are known, how long its writing calls take at least; systems are written
 *     side by side
 * @param digest what the plan says, to have it carried out: eight bytes for each change
 */
public record SyncPlan(
        Map<SystemName, Map<EntityType, Planned>> writes,
        List<HeldPlan> braked,
        Map<SystemName, String> paused,
        Map<SystemName, Duration> atLeast,
        PlanDigest digest) {
    /** Copies. */
    public SyncPlan {
        writes = Map.copyOf(writes);
        braked = List.copyOf(braked);
        paused = Map.copyOf(paused);
        atLeast = Map.copyOf(atLeast);
    }

    /**
     * How much would be written to a type of a system.
     *
     * @param inserts records to be made
     * @param updates records to be changed
     * @param archives records to be archived
     * @param refused what Talk would not even ask for, and put aside
     * @param calls how many writing calls that takes at least
     */
    public record Planned(long inserts, long updates, long archives, long refused, long calls) {
        /** How many records would be touched over there. */
        public long touched() {
            return inserts + updates + archives;
        }
    }

    /** How many records would be made or changed in all systems. */
    public long touched() {
        return writes.values().stream()
                .flatMap(types -> types.values().stream())
                .mapToLong(Planned::touched)
                .sum();
    }
}
