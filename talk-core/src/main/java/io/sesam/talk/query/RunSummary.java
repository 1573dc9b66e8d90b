package io.sesam.talk.query;

import io.sesam.talk.model.Experimental;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The numbers of a past sync. */
@Experimental
public interface RunSummary {
    /** Id of the run in the journal. */
    String run();

    /** Time of its start. */
    Instant started();

    /** Time of its end. */
    Instant ended();

    /** Time that it took. */
    default Duration duration() {
        return Duration.between(started(), ended());
    }

    /** {@code CLEAN}, {@code INCOMPLETE} (something needs a person), or the error code it failed with. */
    String outcome();

    /** Number of records read that were new or changed; 0 for a failed run. */
    long read();

    /** Number of records inserted, updated or archived; 0 for a failed run. */
    long writes();

    /** Number of writes that were refused or failed; 0 for a failed run. */
    long refused();

    /** Number of golden records that changed; 0 for a failed run. */
    long goldenChanges();

    /** Number of calls to systems; 0 for a failed run. */
    long calls();

    /**
     * Time when its writes were undone last; empty when they were not.
     *
     * <p>What others had changed since was left, and a system that was paused then too.
     */
    Optional<Instant> undone();

    /** Sequence of the last golden record change at its end. */
    long sequence();
}
