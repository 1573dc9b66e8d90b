package io.sesam.talk.engine.plan;

import io.sesam.talk.store.Parked;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The planned writes of one golden record in one target.
 *
 * @param writes the operations to carry out
 * @param refusals writes that Talk itself refuses, newly found
 * @param obsolete parked writes that are no longer needed
 * @param unchanged how many records already have the right values
 * @param because the reason why nothing is written; empty when something is
 * @param left the properties that differ there and are not written, each with the reason; empty when no values were
 *     compared
 */
public record Decision(
        List<PlannedWrite> writes,
        List<Refusal> refusals,
        List<Parked.Key> obsolete,
        int unchanged,
        String because,
        Map<String, String> left) {
    /** Copies the collections. */
    public Decision {
        writes = List.copyOf(writes);
        refusals = List.copyOf(refusals);
        obsolete = List.copyOf(obsolete);
        left = new LinkedHashMap<>(left);
    }

    static Decision nothing(String because) {
        return new Decision(List.of(), List.of(), List.of(), 0, because, Map.of());
    }
}
