package io.sesam.talk.console.view;

import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.result.SyncPlan;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A plan, filtered.
 *
 * @param made time at which it was made
 * @param plan the plan
 * @param system only changes of this system; empty for all
 * @param kind only changes of this kind; empty for all
 * @param shown the changes shown
 * @param hidden number of kept changes that match the filter and are not shown
 * @param omitted number of changes that are not kept for showing
 */
public record PlanView(
        Instant made, SyncPlan plan, String system, String kind, List<PlannedChange> shown, long hidden, long omitted) {
    /** The systems of the plan, to filter by. */
    public List<String> systems() {
        return plan.writes().entrySet().stream()
                .filter(entry -> entry.getValue().values().stream().anyMatch(planned -> planned.touched() > 0))
                .map(Map.Entry::getKey)
                .map(Object::toString)
                .toList();
    }
}
