package io.sesam.talk.sync;

import io.sesam.talk.plan.PlannedWrite;
import io.sesam.talk.plan.Target;
import java.util.List;

/** What a run may write. */
@FunctionalInterface
interface Agreement {
    /** Whatever is decided. */
    Agreement WHATEVER_IS_DECIDED = (target, writes) -> true;

    /** Whether all that was decided for one golden record may be written; it is written as a whole or waits. */
    boolean covers(Target target, List<PlannedWrite> writes);

    /** What somebody has looked at, and nothing else (R33). */
    static Agreement to(PlanDigest plan) {
        return (target, writes) -> writes.stream().allMatch(write -> plan.has(PlannedChange.of(target, write)));
    }
}
