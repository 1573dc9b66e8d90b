package io.sesam.talk.engine.plan;

import io.sesam.talk.result.PlanDigest;
import java.util.List;

/** A filter of the writes a run may send. */
@FunctionalInterface
public interface WriteFilter {
    /** Permits every decision. */
    WriteFilter ALL = (target, writes) -> true;

    /** Checks whether all writes of one golden record are permitted. They are sent together, or none is. */
    boolean covers(WriteTarget target, List<PlannedWrite> writes);

    /** Permits only the writes of a plan (R33). */
    static WriteFilter to(PlanDigest plan) {
        return (target, writes) -> writes.stream().allMatch(write -> plan.has(write.change(target.system())));
    }
}
