package io.sesam.talk.sync;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.time.Duration;

/** The host's wish to stop, as the parts of a run hear it. */
final class Cancellation {
    private volatile boolean wished;

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

    /** Waits, unless the host wishes to stop. */
    void sleep(Duration time) {
        check();
        try {
            Thread.sleep(time.toMillis());
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
