package io.sesam.talk.engine.plan;

import io.sesam.talk.result.PlanDigest;
import java.util.List;

/** What a run may write. */
@FunctionalInterface
public interface WriteFilter {
    /** Whatever is decided. */
    WriteFilter WHATEVER_IS_DECIDED = (target, writes) -> true;

    /** Whether all that was decided for one golden record may be written; it is written as a whole or waits. */
    boolean covers(WriteTarget target, List<PlannedWrite> writes);

    /** What somebody has looked at, and nothing else (R33). */
    static WriteFilter to(PlanDigest plan) {
        return (target, writes) -> writes.stream().allMatch(write -> plan.has(write.change(target.system())));
    }
}
