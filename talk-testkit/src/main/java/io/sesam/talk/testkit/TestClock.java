package io.sesam.talk.testkit;

import io.sesam.talk.spi.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands still until it is advanced, or ticks; safe for any thread. Who waits in its time does not wait, but advances
 * it.
 */
public final class TestClock extends Clock implements Sleeper {
    private final Duration step;
    private Instant now;

    private TestClock(Instant start, Duration step) {
        this.now = start;
        this.step = step;
    }

    /** A clock that stands at noon of the first day of 2026, UTC. */
    public static TestClock create() {
        return startingAt(Instant.parse("2026-01-01T12:00:00Z"));
    }

    /** A clock that stands at an instant. */
    public static TestClock startingAt(Instant start) {
        return new TestClock(start, Duration.ZERO);
    }

    /** A clock that goes on by a step each time it is asked: no two things happen at the same time. */
    public static TestClock ticking(Duration step) {
        return new TestClock(Instant.parse("2026-01-01T12:00:00Z"), step);
    }

    /** Goes on by a while; a negative one goes back, as bad clocks do. */
    public synchronized void advance(Duration time) {
        now = now.plus(time);
    }

    /** Goes on by as long at once. */
    @Override
    public void sleep(Duration time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while waiting in a test's time");
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

    /** Always UTC. */
    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** The same clock: an instant has no zone. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
