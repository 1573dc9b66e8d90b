package io.sesam.talk.tenants;

import io.sesam.talk.model.Experimental;
import java.time.Instant;
import java.util.Optional;

/** State of a tenant, read from the shared tables. Further methods may be added. */
@Experimental
public interface TenantStatus {
    /** The tenant. */
    TenantId id();

    /** The schedule in words. */
    String schedule();

    /** Whether it is paused. */
    boolean isPaused();

    /** Whether a worker runs it now. */
    boolean isRunning();

    /** The worker that runs it now. */
    Optional<String> worker();

    /**
     * What came of the last turn: {@code DONE}; {@code PAUSED_SYSTEMS}; {@code YIELDED}, and it goes on; {@code WAITING} for a store that
     * is in use or newer; {@code FAILED}. Empty before the first.
     */
    Optional<String> outcome();

    /** Why the last turn did not end well, with what to do. */
    Optional<String> reason();

    /** How many runs in a row failed; the pauses between them grow. */
    long failures();

    /** How often the current run has yielded to other tenants. */
    long slices();

    /** Begin of the last run. */
    Optional<Instant> started();

    /** End of the last turn. */
    Optional<Instant> ended();

    /** When the next turn is due; empty when it is paused, runs only on request, or has just been taken. */
    Optional<Instant> next();

    /** Number of records that webhooks named and no run has read again yet. */
    long waitingHints();

    /** Whether a run was asked for and has not begun or not ended yet. */
    boolean isRequested();

    /** The schema of its store, once there is one, as {@code cell/schema}. */
    Optional<String> store();
}
