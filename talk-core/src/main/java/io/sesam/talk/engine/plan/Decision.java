package io.sesam.talk.engine.plan;

import io.sesam.talk.store.Parked;
import java.util.List;

/**
 * What is to be done with one golden record in one target, and why not more.
 *
 * @param writes operations to carry out
 * @param refusals what cannot be written, newly found out
 * @param obsolete what was put aside before and is no longer wanted
 * @param unchanged how many records there already are as they should be
 * @param because why nothing is made or done, in words; empty when something is
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
