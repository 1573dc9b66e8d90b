package io.sesam.talk.tenants;

import io.sesam.talk.model.Experimental;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a tenant runs by itself. */
@Experimental
public final class Schedule {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Schedule ON_REQUEST = new Schedule(null);

    private final @Nullable Duration every;

    private Schedule(@Nullable Duration every) {
        this.every = every;
    }

    /** Runs once in each period, counted from the begin of a run to that of the next; at once when a run took longer. */
    public static Schedule every(Duration period) {
        if (period.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("a schedule of less than a second: " + period);
        }
        return new Schedule(period);
    }

    /** Runs only after a webhook or {@link Tenants#runNow}. */
    public static Schedule onRequest() {
        return ON_REQUEST;
    }

    Optional<Duration> period() {
        return Optional.ofNullable(every);
    }

    /** Returns it in words. */
    @Override
    public String toString() {
        return every == null ? "on request" : "every " + every;
    }
}
