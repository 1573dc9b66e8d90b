package io.sesam.talk.console.run;

import io.sesam.talk.result.PlannedChange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Keeps the first changes of a plan and counts the others. */
public final class FirstChanges implements Consumer<PlannedChange> {
    private final List<PlannedChange> kept = new ArrayList<>();
    private long omitted;

    @Override
    public void accept(PlannedChange change) {
        if (kept.size() < StoredPlan.MOST_CHANGES) {
            kept.add(change);
        } else {
            omitted++;
        }
    }

    /** The first changes. */
    public List<PlannedChange> kept() {
        return kept;
    }

    /** Number of the others. */
    public long omitted() {
        return omitted;
    }
}
