package io.sesam.talk.spi;

import java.time.Clock;
import java.time.Duration;

/**
 * Waiting in the time of a clock. Supplied by the host like the clock: in tests, waiting advances the clock
 * instead.
 */
@FunctionalInterface
public interface Sleeper {
    /** Waits for a duration unless the thread is interrupted. Zero or less returns at once. */
    void sleep(Duration time) throws InterruptedException;

    /** Returns the sleeper of a clock: the clock itself when it is one, else real waiting. */
    static Sleeper of(Clock clock) {
        return clock instanceof Sleeper sleeper ? sleeper : Sleeper::real;
    }

    private static void real(Duration time) throws InterruptedException {
        if (!time.isNegative()) {
            Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000);
        }
    }
}
