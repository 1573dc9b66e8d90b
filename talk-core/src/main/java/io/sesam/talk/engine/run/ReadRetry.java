package io.sesam.talk.engine.run;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.Remedy;
import io.sesam.talk.error.TalkException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Retries of failed reading calls (R30).
 *
 * <p>No other class of the engine retries reading. A call that still fails after the last pause fails for the run.
 */
final class ReadRetry {
    private static final Duration[] PAUSES = {Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(4)};

    private final Cancellation cancellation;

    ReadRetry(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    /** Calls a system, up to four times in all. */
    <T> T read(Supplier<T> call) {
        for (Duration pause : PAUSES) {
            try {
                return call.get();
            } catch (TalkException e) {
                if (e.code().remedy() != Remedy.RETRY || e.code() == ErrorCode.POSITION_LOST) {
                    throw e;
                }
                cancellation.sleep(pause);
            }
        }
        return call.get();
    }
}
