package io.sesam.talk.spi;

import java.time.Clock;
import java.time.Duration;

/** Waits. It comes in by the door, as the clock does: a test's clock moves on instead. */
@FunctionalInterface
public interface Sleeper {
    /** Waits as long as the thread is not interrupted; none or less is no wait. */
    void sleep(Duration time) throws InterruptedException;

    /** What waits in the time of a clock: the clock itself when it can, else the calling thread for real. */
    static Sleeper of(Clock clock) {
        return clock instanceof Sleeper sleeper ? sleeper : Sleeper::real;
    }

    private static void real(Duration time) throws InterruptedException {
        if (!time.isNegative()) {
            Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000);
        }
    }
}
