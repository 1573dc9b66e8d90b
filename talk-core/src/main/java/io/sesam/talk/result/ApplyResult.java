package io.sesam.talk.result;

/**
 * What became of a plan (R33).
 *
 * @param report what was done
 * @param left what is to be written by now and was not part of the plan, as {@code Talk.plan} would tell it: what changed
 *     since, what follows from the writes, and what was planned and could not be done
 */
public record ApplyResult(SyncReport report, SyncPlan left) {}
