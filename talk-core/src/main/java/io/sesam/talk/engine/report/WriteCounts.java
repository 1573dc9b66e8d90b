package io.sesam.talk.engine.report;

/** Numbers of writes by outcome. Filled by one thread. */
public final class WriteCounts {
    /** Records inserted. */
    public int inserted;
    /** Records updated. */
    public int updated;
    /** Records archived. */
    public int archived;
    /** Records that already had the values. */
    public int unchanged;
    /** Writes refused, by the system or before sending. */
    public int refused;
    /** Writes not done, to be tried again. */
    public int failed;
    /** Writes sent and not answered. */
    public int unknown;
    /** Records that changed in the system meanwhile, and are decided again. */
    public int conflicts;

    /** Counts nothing yet. */
    public WriteCounts() {}

    /** Adds other numbers to these. */
    public void add(WriteCounts other) {
        inserted += other.inserted;
        updated += other.updated;
        archived += other.archived;
        unchanged += other.unchanged;
        refused += other.refused;
        failed += other.failed;
        unknown += other.unknown;
        conflicts += other.conflicts;
    }
}
