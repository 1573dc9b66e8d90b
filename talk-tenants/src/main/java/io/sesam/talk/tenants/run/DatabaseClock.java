package io.sesam.talk.tenants.run;

import com.github.kagkarlsson.scheduler.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The database's clock, as of the last heartbeat. The clock of the machine may be wrong. */
final class DatabaseClock implements Clock {
    private record Reading(long micros, long nanos) {}

    private volatile Reading last = new Reading(0, System.nanoTime());

    /** Sets the time of the database; {@code asked} is the time of {@link System#nanoTime()} before the question. */
    void set(long micros, long asked) {
        last = new Reading(micros, asked);
    }

    @Override
    public Instant now() {
        Reading reading = last;
        return Instant.EPOCH.plus(reading.micros(), ChronoUnit.MICROS).plusNanos(System.nanoTime() - reading.nanos());
    }
}
