package io.sesam.talk.sync;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.Store;
import java.time.Instant;
import java.util.Optional;

/**
 * A plan that the brake has stopped before its first write (R26).
 *
 * @param system the system that would have been written
 * @param type the type
 * @param changes how many records would change, those to be removed included
 * @param removals how many of them would be archived
 * @param since when it was stopped
 * @param approved whether a person has approved as much; more stops again
 */
public record PendingPlan(
        SystemName system, EntityType type, long changes, long removals, Instant since, boolean approved) {
    static String noteName(SystemName system, EntityType type) {
        return "brake/" + system + "/" + type;
    }

    /** The plan that is remembered, stopped or approved; empty when none is. */
    static Optional<PendingPlan> of(Store store, SystemName system, EntityType type) {
        return store.note(noteName(system, type)).flatMap(note -> read(system, type, note));
    }

    private static Optional<PendingPlan> read(SystemName system, EntityType type, String note) {
        String[] parts = note.split(" ", -1);
        return parts.length < 4
                ? Optional.empty()
                : Optional.of(new PendingPlan(
                        system,
                        type,
                        Long.parseLong(parts[0]),
                        Long.parseLong(parts[1]),
                        Instant.parse(parts[2]),
                        Boolean.parseBoolean(parts[3])));
    }

    String note() {
        return changes + " " + removals + " " + since + " " + approved;
    }

    PendingPlan approve() {
        return new PendingPlan(system, type, changes, removals, since, true);
    }

    boolean covers(long plannedChanges, long plannedRemovals) {
        return approved && plannedChanges <= changes && plannedRemovals <= removals;
    }
}
