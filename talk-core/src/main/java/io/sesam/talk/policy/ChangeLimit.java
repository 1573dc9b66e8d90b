package io.sesam.talk.policy;

import org.jspecify.annotations.Nullable;

/**
 * The change limit of a type in one run (R26).
 *
 * <p>A plan is held when it changes more records than a number and more than a share of the target's records, whichever is
 * greater; archived records have limits of their own. Immutable.
 */
public final class ChangeLimit {
    private final long changes;
    private final int changesPercent;
    private final long removals;
    private final int removalsPercent;

    private ChangeLimit(long changes, int changesPercent, long removals, int removalsPercent) {
        this.changes = changes;
        this.changesPercent = changesPercent;
        this.removals = removals;
        this.removalsPercent = removalsPercent;
    }

    /** More than 100 records and 20 % changed, or more than 10 records and 5 % archived. */
    public static ChangeLimit defaults() {
        return new ChangeLimit(100, 20, 10, 5);
    }

    /** No limit. */
    public static ChangeLimit none() {
        return new ChangeLimit(Long.MAX_VALUE, 100, Long.MAX_VALUE, 100);
    }

    /** Sets how many records may change in any way: a number, and a share in percent. */
    public ChangeLimit changes(long number, int percent) {
        return new ChangeLimit(number, percent, removals, removalsPercent);
    }

    /** Sets how many records may be archived: a number, and a share in percent. */
    public ChangeLimit removals(long number, int percent) {
        return new ChangeLimit(changes, changesPercent, number, percent);
    }

    /** Number of records that may change. */
    public long changes() {
        return changes;
    }

    /** Share of records that may change, in percent. */
    public int changesPercent() {
        return changesPercent;
    }

    /** Number of records that may be archived. */
    public long removals() {
        return removals;
    }

    /** Share of records that may be archived, in percent. */
    public int removalsPercent() {
        return removalsPercent;
    }

    /**
     * Whether a plan of this size never exceeds the limit, whatever it does.
     *
     * @param plan the greatest number of changes in the plan
     * @param records number of records of that type in the target
     * @param removes whether the plan may archive records
     */
    public boolean neverStops(long plan, long records, boolean removes) {
        return !stops(plan, removes ? plan : 0, records);
    }

    /** Whether a plan exceeds the limit. */
    public boolean stops(long plannedChanges, long plannedRemovals, long records) {
        return plannedChanges > Math.max(changes, records * changesPercent / 100)
                || plannedRemovals > Math.max(removals, records * removalsPercent / 100);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChangeLimit that
                && changes == that.changes
                && changesPercent == that.changesPercent
                && removals == that.removals
                && removalsPercent == that.removalsPercent;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(changes) * 31 + Long.hashCode(removals) * 17 + changesPercent * 7 + removalsPercent;
    }

    @Override
    public String toString() {
        return "changes > " + changes + " and " + changesPercent + " %, removals > " + removals + " and "
                + removalsPercent + " %";
    }
}
