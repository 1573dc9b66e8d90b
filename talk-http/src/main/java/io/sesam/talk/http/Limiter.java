package io.sesam.talk.http;

import io.sesam.talk.spi.PluginContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells when the next call may be made without going over an account's quotas; one for all connections of a
 * Talk to the account.
 */
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

    /** The limiter that all connections of one Talk to an account share; the quotas of whoever comes first hold. */
    static Limiter shared(Quotas quotas, PluginContext context) {
        return context.shared().get(Limiter.class, quotas.account(), () -> new Limiter(quotas, context.clock()));
    }

    /** Zero, and the call is counted; or how long to wait before asking again. */
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

    /** Takes what an answer tells of the quota; a good answer speeds up what was slowed down, a little. */
    synchronized void observe(String quota, ApiResponse response) {
        of(quota).forEach(lane -> lane.observe(response, clock.instant()));
    }

    private List<QuotaWindow> of(String quota) {
        return lanes.stream().filter(lane -> lane.isOf(quota)).toList();
    }

    /**
     * There were too many calls after all: nobody calls for a while, and then at half the pace. Whoever hears the same in
     * that while was under way together with the first, and tells nothing new.
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
