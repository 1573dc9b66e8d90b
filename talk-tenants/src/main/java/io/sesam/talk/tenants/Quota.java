package io.sesam.talk.tenants;

import io.sesam.talk.model.Experimental;
import java.time.Duration;

/** How many calls to a system all workers together may make. */
@Experimental
public final class Quota {
    private final int calls;
    private final Duration period;

    private Quota(int calls, Duration period) {
        this.calls = calls;
        this.period = period;
    }

    /** Allows a number of calls in any second. */
    public static Quota perSecond(int calls) {
        return per(calls, Duration.ofSeconds(1));
    }

    /** Allows a number of calls in any period of a length. */
    public static Quota per(int calls, Duration period) {
        if (calls < 1 || period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("a quota of " + calls + " calls in " + period);
        }
        return new Quota(calls, period);
    }

    int calls() {
        return calls;
    }

    Duration period() {
        return period;
    }

    /** Returns it in words. */
    @Override
    public String toString() {
        return calls + " calls in " + period;
    }
}
