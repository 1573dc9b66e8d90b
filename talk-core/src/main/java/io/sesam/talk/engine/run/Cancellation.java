package io.sesam.talk.engine.run;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Sleeper;
import java.time.Duration;

/** The host's wish to stop, as the parts of a run hear it. */
public final class Cancellation {
    private final Sleeper sleeper;
    private volatile boolean wished;

    public Cancellation(Sleeper sleeper) {
        this.sleeper = sleeper;
    }

    public void wish() {
        wished = true;
    }

    public boolean isWished() {
        return wished;
    }

    /** Stops the part that asks, when the host wishes so. Asked between any two steps. */
    public void check() {
        if (wished || Thread.currentThread().isInterrupted()) {
            throw cancelled();
        }
    }

    /** Waits in the time of the clock, unless the host wishes to stop. */
    public void sleep(Duration time) {
        check();
        try {
            sleeper.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        }
    }

    public static TalkException cancelled() {
        return new TalkException(
                ErrorCode.CANCELLED, "the run was cancelled; what was done so far is kept, and the next run goes on");
    }
}
