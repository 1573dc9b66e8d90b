package io.sesam.talk.policy;

/**
 * The change limit of a type in a system (R26). A plan above it needs a person's approval. It is exceeded when both
 * the count and the share of the system's records are.
 *
 * @param changes records changed in any way
 * @param changesPercent the same, per hundred records
 * @param removals records archived
 * @param removalsPercent the same, per hundred records
 */
public record ChangeLimit(long changes, int changesPercent, long removals, int removalsPercent) {
    /**
     * Returns the default limits. They are more than 100 and more than 20 % changed, or more than 10 and more than
     * 5 % removed.
     */
    public static ChangeLimit defaults() {
        return new ChangeLimit(100, 20, 10, 5);
    }

    /** Returns a limit that stops nothing. */
    public static ChangeLimit none() {
        return new ChangeLimit(Long.MAX_VALUE, 100, Long.MAX_VALUE, 100);
    }

    /** Checks whether a plan is too small to be stopped, whatever its share. */
    public boolean neverStops(long plan) {
        return plan <= Math.min(changes, removals);
    }

    /** Checks whether a plan exceeds the limit. */
    public boolean stops(long plannedChanges, long plannedRemovals, long records) {
        return plannedChanges > Math.max(changes, records * changesPercent / 100)
                || plannedRemovals > Math.max(removals, records * removalsPercent / 100);
    }
}
