package io.sesam.talk.engine.plan;

import io.sesam.talk.store.Parked;
import java.util.List;

/**
 * The planned writes of one golden record in one target.
 *
 * @param writes the operations to carry out
 * @param refusals writes that Talk itself refuses, newly found
 * @param obsolete parked writes that are no longer needed
 * @param unchanged how many records already have the right values
 * @param because the reason why nothing is written; empty when something is
 */
public record Decision(
        List<PlannedWrite> writes, List<Refusal> refusals, List<Parked.Key> obsolete, int unchanged, String because) {
    /** Copies the lists. */
    public Decision {
        writes = List.copyOf(writes);
        refusals = List.copyOf(refusals);
        obsolete = List.copyOf(obsolete);
    }

    static Decision nothing(String because) {
        return new Decision(List.of(), List.of(), List.of(), 0, because);
    }
}
