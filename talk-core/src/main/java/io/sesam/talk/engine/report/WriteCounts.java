package io.sesam.talk.engine.report;

/** How many writes ended in which way. Filled by one thread. */
public final class WriteCounts {
    /** Records made. */
    public int inserted;
    /** Records changed. */
    public int updated;
    /** Records archived. */
    public int archived;
    /** Records that already were as they should be, though it did not look so. */
    public int unchanged;
    /** Refused, by the system or by Talk for it. */
    public int refused;
    /** Not done, to be tried again. */
    public int failed;
    /** Sent and not answered. */
    public int unknown;
    /** Changed by somebody meanwhile, and decided again. */
    public int conflicts;

    /** Counts nothing yet. */
    public WriteCounts() {}

    /** Adds another count to this one. */
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
