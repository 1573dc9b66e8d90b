package io.sesam.talk.engine.run;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Sleeper;
import java.time.Duration;

/** The cancellation request of a host. Safe for use by several threads. */
public final class Cancellation {
    private final Sleeper sleeper;
    private volatile boolean requested;

    /** Creates an unset request with a way to wait. */
    public Cancellation(Sleeper sleeper) {
        this.sleeper = sleeper;
    }

    /** Requests the end of the run. */
    public void request() {
        requested = true;
    }

    /** Checks whether the end was requested. */
    public boolean isRequested() {
        return requested;
    }

    /** Throws when the run is cancelled. Called between any two steps. */
    public void check() {
        if (requested || Thread.currentThread().isInterrupted()) {
            throw cancelled();
        }
    }

    /** Waits in the time of the clock. Throws when the run is cancelled. */
    public void sleep(Duration time) {
        check();
        try {
            sleeper.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        }
    }

    /** Creates the failure of a cancelled run. */
    public static TalkException cancelled() {
        return new TalkException(
                ErrorCode.CANCELLED, "the run was cancelled; what was done so far is kept, and the next run goes on");
    }
}
