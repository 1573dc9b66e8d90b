package io.sesam.talk.tests.world.boundary;

import io.sesam.talk.spi.Sleeper;
import io.sesam.talk.testkit.TestClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** The clock of the engine's host, which may be wrong. The systems have their own. */
public final class HostClock extends Clock implements Sleeper {
    private final TestClock truth;
    private Duration ahead = Duration.ZERO;

    /** Creates a correct clock. */
    public HostClock(TestClock truth) {
        this.truth = truth;
    }

    /** Sets it ahead of the true time, or behind. */
    public void set(Duration aheadOfTruth) {
        ahead = aheadOfTruth;
    }

    @Override
    public Instant instant() {
        return truth.instant().plus(ahead);
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        truth.sleep(time);
    }

    @Override
    public ZoneId getZone() {
        return truth.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
