package io.sesam.talk.event;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;

/**
 * Receives events after they are committed.
 *
 * <p>One call at a time, on the host's executor or on a thread of the listener's own, never on a thread of a run: a listener may
 * be slow or fail without harm. What it throws is logged and counted. Up to 1,000 events wait for a slow listener; what comes then
 * is dropped, and counted in {@code Status.listeners()}. Events other than {@link #golden} are delivered at most once: those of a
 * process that is killed are lost, and what waits for a person is in {@code Talk.status()} after it. It may ask a {@code Talk}
 * for queries and status, but must not close it.
 *
 * <p>Changes of golden records are delivered at least once: the last one delivered is stored under the name of the listener,
 * and those committed before a crash are delivered during the next run. None of them is dropped; a slow listener gets them later.
 */
@Experimental
public interface TalkListener {
    /** A run has begun. */
    default void runStarted(RunEvent run) {}

    /** A run has ended, also one that failed or was cancelled. */
    default void runFinished(RunResult run) {}

    /** A system, an enricher or a sink cannot go on, and could before; the reason names the remedy. */
    default void systemPaused(SystemName system, String reason) {}

    /** A system denies access, and did not before: a person must renew it. Comes after {@link #systemPaused}. */
    default void accessLost(SystemName system, String reason) {}

    /** A system that was paused goes on. */
    default void systemBack(SystemName system) {}

    /** A plan exceeds the change limit and waits for a decision. */
    default void planHeld(HeldPlan plan) {}

    /** A write or record was parked, and was not parked before. */
    default void parked(Parked write) {}

    /** A parked write or record is parked no more. */
    default void unparked(Parked.Key write) {}

    /** An insert was sent and not answered. */
    default void inDoubt(Intent insert) {}

    /** It is known what became of an insert in doubt. */
    default void settled(Intent insert) {}

    /** A steward has decided something. Comes after what the decision caused, such as {@link #unparked}. */
    default void decided(DecisionEvent decision) {}

    /** A golden record was erased from the store, with its records. */
    default void erased(GoldenId golden) {}

    /**
     * A golden record has changed.
     *
     * <p>In the order of {@link GoldenEvent#sequence()}. A golden record that changes again before its delivery is
     * delivered once, in its latest state. A crash can repeat a delivery: keep the greatest sequence for each id.
     */
    default void golden(GoldenEvent change) {}

    /** Whether {@link #golden} is to be called; if not, golden records are not read for this listener. */
    default boolean wantsGolden() {
        return true;
    }
}
