package io.sesam.talk.policy;

/**
 * How much may change in a type of a system in one run before a person is asked (R26): more than a number and more than a
 * share of its records, whichever is greater.
 *
 * @param changes records changed in any way
 * @param changesPercent the same, of a hundred records
 * @param removals records archived
 * @param removalsPercent the same, of a hundred records
 */
public record ChangeLimit(long changes, int changesPercent, long removals, int removalsPercent) {
    /** More than 100 and more than 20 % changed, or more than 10 and more than 5 % removed. */
    public static ChangeLimit defaults() {
        return new ChangeLimit(100, 20, 10, 5);
    }

    /** Never brakes. */
    public static ChangeLimit none() {
        return new ChangeLimit(Long.MAX_VALUE, 100, Long.MAX_VALUE, 100);
    }

    /** Whether a plan of this size is small enough that nothing need be counted. */
    public boolean neverStops(long plan) {
        return plan <= Math.min(changes, removals);
    }

    /** Whether a plan is too large. */
    public boolean stops(long plannedChanges, long plannedRemovals, long records) {
        return plannedChanges > Math.max(changes, records * changesPercent / 100)
                || plannedRemovals > Math.max(removals, records * removalsPercent / 100);
    }
}
