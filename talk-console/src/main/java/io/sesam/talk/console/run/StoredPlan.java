package io.sesam.talk.console.run;

import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.result.SyncPlan;
import java.time.Instant;
import java.util.List;

/**
 * A plan that the console made and keeps until the next one.
 *
 * @param made time at which it was made
 * @param plan the plan
 * @param changes its first changes
 * @param omitted number of changes that are not kept for showing; applying carries them out too
 */
public record StoredPlan(Instant made, SyncPlan plan, List<PlannedChange> changes, long omitted) {
    /** The most changes that are kept for showing. */
    public static final int MOST_CHANGES = 5_000;
}
