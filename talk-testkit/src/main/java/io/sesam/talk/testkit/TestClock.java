package io.sesam.talk.testkit;

import io.sesam.talk.spi.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that a test controls. It stands still until it is advanced, or ticks; waiting advances it instead of waiting.
 * Safe for any thread.
 */
public final class TestClock extends Clock implements Sleeper {
    private final Duration step;
    private Instant now;

    private TestClock(Instant start, Duration step) {
        this.now = start;
        this.step = step;
    }

    /** Creates a clock at 2026-01-01 12:00 UTC. */
    public static TestClock create() {
        return startingAt(Instant.parse("2026-01-01T12:00:00Z"));
    }

    /** Creates a clock at an instant. */
    public static TestClock startingAt(Instant start) {
        return new TestClock(start, Duration.ZERO);
    }

    /** Creates a clock that advances with every reading. No two readings show the same time. */
    public static TestClock ticking(Duration step) {
        return new TestClock(Instant.parse("2026-01-01T12:00:00Z"), step);
    }

    /** Advances the clock. A negative duration moves it back, as faulty clocks do. */
    public synchronized void advance(Duration time) {
        now = now.plus(time);
    }

    /** Advances the clock and returns at once. */
    @Override
    public void sleep(Duration time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while waiting in simulated time");
        }
        if (!time.isNegative()) {
            advance(time);
        }
    }

    @Override
    public synchronized Instant instant() {
        now = now.plus(step);
        return now;
    }

    /** Returns UTC, always. */
    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Returns this clock: an instant has no zone. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
