package io.sesam.talk.simulators;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** A limit of calls per sliding period. */
final class SimQuota {
    private final Clock clock;
    private final Deque<Instant> calls = new ArrayDeque<>();
    private final Duration period;
    private int limit;

    SimQuota(int limit, Duration period, Clock clock) {
        this.limit = limit;
        this.period = period;
        this.clock = clock;
    }

    void limit(int calls) {
        limit = calls;
    }

    int limit() {
        return limit;
    }

    /** Counts a call; {@code false} when over the limit. */
    boolean take() {
        forget();
        if (calls.size() >= limit) {
            return false;
        }
        calls.add(clock.instant());
        return true;
    }

    int left() {
        forget();
        return Math.max(0, limit - calls.size());
    }

    private void forget() {
        Instant now = clock.instant();
        while (!calls.isEmpty() && !calls.peek().plus(period).isAfter(now)) {
            calls.remove();
        }
    }
}
