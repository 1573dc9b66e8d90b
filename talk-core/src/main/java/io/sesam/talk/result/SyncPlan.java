package io.sesam.talk.result;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The writes that the next sync would make.
 *
 * <p>Immutable; maps are in the order of their keys. Made by the engine: further methods may be added. Single changes are handed
 * over while the plan is made, and are not kept in it.
 */
public interface SyncPlan {
    /** Number of writes, by system and type that may be written. */
    Map<SystemName, Map<EntityType, Planned>> writes();

    /** Plans that exceed the change limit; {@link #writes()} counts them too. */
    List<HeldPlan> heldPlans();

    /** Systems that could not be read, each with the reason; their changes are missing in the plan. */
    Map<SystemName, String> paused();

    /** Shortest time for the calls of writing, by system with known quotas; systems are written in parallel. */
    Map<SystemName, Duration> atLeast();

    /** Fingerprint of the changes, eight bytes each; {@code Talk.apply} carries out nothing else. */
    PlanDigest digest();

    /** Number of records that would be inserted, updated or archived in all systems. */
    default long touched() {
        return writes().values().stream()
                .flatMap(types -> types.values().stream())
                .mapToLong(Planned::touched)
                .sum();
    }

    /** Number of writes to a type of a system. */
    interface Planned {
        /** Number of records to be inserted. */
        long inserts();

        /** Number of records to be updated. */
        long updates();

        /** Number of records to be archived. */
        long archives();

        /** Number of writes that would not be sent, but parked. */
        long refused();

        /** Number of calls that these writes take, look-ups before them included. */
        long calls();

        /** Number of records that would be inserted, updated or archived. */
        default long touched() {
            return inserts() + updates() + archives();
        }
    }
}
