package io.sesam.talk.sync;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Sleeper;
import java.time.Duration;

/** The host's wish to stop, as the parts of a run hear it. */
final class Cancellation {
    private final Sleeper sleeper;
    private volatile boolean wished;

    Cancellation(Sleeper sleeper) {
        this.sleeper = sleeper;
    }

    void wish() {
        wished = true;
    }

    boolean isWished() {
        return wished;
    }

    /** Stops the part that asks, when the host wishes so. Asked between any two steps. */
    void check() {
        if (wished || Thread.currentThread().isInterrupted()) {
            throw cancelled();
        }
    }

    /** Waits in the time of the clock, unless the host wishes to stop. */
    void sleep(Duration time) {
        check();
        try {
            sleeper.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        }
    }

    static TalkException cancelled() {
        return new TalkException(
                ErrorCode.CANCELLED, "the run was cancelled; what was done so far is kept, and the next run goes on");
    }
}
