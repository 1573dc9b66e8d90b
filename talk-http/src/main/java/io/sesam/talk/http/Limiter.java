package io.sesam.talk.http;

import io.sesam.talk.spi.PluginContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A rate limiter for one account's quotas. All connections of one Talk to the account share it. */
final class Limiter {
    private final Clock clock;
    private final double reserve;
    private final List<QuotaWindow> lanes = new ArrayList<>();
    private final Map<String, Instant> closedUntil = new HashMap<>();

    Limiter(Quotas quotas, Clock clock) {
        this.clock = clock;
        this.reserve = quotas.reserve();
        quotas.windows().forEach(window -> lanes.add(new QuotaWindow(window)));
    }

    /** Returns the shared limiter of an account. The quotas of the first connection apply. */
    static Limiter shared(Quotas quotas, PluginContext context) {
        return context.shared().get(Limiter.class, quotas.account(), () -> new Limiter(quotas, context.clock()));
    }

    /**
     * Acquires permission for a call. Zero when the call is counted and may be sent; otherwise the time to wait before
     * the next attempt.
     */
    synchronized Duration acquire(String quota) {
        Instant now = clock.instant();
        Instant free = closedUntil.getOrDefault(quota, Instant.MIN);
        for (QuotaWindow lane : of(quota)) {
            free = later(free, lane.freeAt(now, reserve));
        }
        if (free.isAfter(now)) {
            return Duration.between(now, free);
        }
        of(quota).forEach(lane -> lane.called(now));
        return Duration.ZERO;
    }

    /** Adjusts the quota to a response's headers. A successful response speeds up a reduced pace by a small step. */
    synchronized void observe(String quota, ApiResponse response) {
        of(quota).forEach(lane -> lane.observe(response, clock.instant()));
    }

    private List<QuotaWindow> of(String quota) {
        return lanes.stream().filter(lane -> lane.isOf(quota)).toList();
    }

    /**
     * Pauses all calls and halves the pace. Called after a "too many calls" response. Further such responses during the
     * pause come from calls that were in progress together with the first, and change nothing.
     */
    synchronized void limited(String quota, Duration wait) {
        Instant now = clock.instant();
        if (!closedUntil.getOrDefault(quota, Instant.MIN).isAfter(now)) {
            of(quota).forEach(QuotaWindow::slowDown);
        }
        closedUntil.merge(quota, now.plus(wait), Limiter::later);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
