package io.sesam.talk.result;

/** The result of applying a plan. */
public interface ApplyResult {
    /** What was done. */
    SyncReport report();

    /**
     * What is still to be written and was not part of the plan: changes made since, consequences of the writes, and planned
     * changes that could not be made.
     */
    SyncPlan left();
}
