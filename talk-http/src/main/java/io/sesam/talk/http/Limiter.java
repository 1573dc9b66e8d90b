package io.sesam.talk.http;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.PluginContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A rate limiter for one account's quotas. All connections of one Talk to the account share it; with a store of the host, all its processes too. */
final class Limiter {
    private final Clock clock;
    private final double reserve;
    private final List<QuotaWindow> lanes = new ArrayList<>();
    private final Map<String, Instant> closedUntil = new HashMap<>();
    private final String account;
    private final Optional<RateLimitStore> store;

    Limiter(Quotas quotas, Clock clock, Optional<RateLimitStore> store) {
        this.clock = clock;
        this.account = quotas.account();
        this.store = store;
        this.reserve = quotas.reserve();
        quotas.windows().forEach(window -> lanes.add(new QuotaWindow(window)));
    }

    /** Returns the shared limiter of an account. The quotas of the first connection apply. */
    static Limiter shared(Quotas quotas, PluginContext context) {
        return context.shared()
                .get(
                        Limiter.class,
                        quotas.account(),
                        () -> new Limiter(quotas, context.clock(), context.provided(RateLimitStore.class)));
    }

    /**
     * Acquires permission for a call. Zero when the call is counted and may be sent; otherwise the time to wait before
     * the next attempt.
     */
    Duration acquire(String quota) {
        if (store.isEmpty()) {
            return acquireHere(quota);
        }
        Duration wait = waitHere(quota);
        if (wait.isZero()) {
            wait = acquireThere(quota, store.get());
        }
        if (wait.isZero()) {
            called(quota);
        }
        return wait;
    }

    private synchronized Duration acquireHere(String quota) {
        Duration wait = waitHere(quota);
        if (wait.isZero()) {
            called(quota);
        }
        return wait;
    }

    private synchronized Duration waitHere(String quota) {
        Instant now = clock.instant();
        Instant free = closedUntil.getOrDefault(quota, Instant.MIN);
        for (QuotaWindow lane : of(quota)) {
            free = later(free, lane.freeAt(now, reserve));
        }
        return free.isAfter(now) ? Duration.between(now, free) : Duration.ZERO;
    }

    private synchronized void called(String quota) {
        Instant now = clock.instant();
        of(quota).forEach(lane -> lane.called(now));
    }

    private Duration acquireThere(String quota, RateLimitStore shared) {
        try {
            for (QuotaWindow lane : of(quota)) {
                Duration wait = shared.take(account + " " + quota, lane.share(reserve), lane.period());
                if (!wait.isZero()) {
                    return wait.isNegative() ? Duration.ZERO : wait;
                }
            }
            return Duration.ZERO;
        } catch (TalkException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new TalkException(
                    ErrorCode.UNREACHABLE,
                    "the store of call quotas failed (" + e.getClass().getSimpleName()
                            + "), so that nothing is sent; check the RateLimitStore of the application",
                    e);
        }
    }

    /** Adjusts the quota to a response's headers. A successful response speeds up a reduced pace by a small step. */
    synchronized void observe(String quota, ApiResponse response) {
        of(quota).forEach(lane -> lane.observe(response, clock.instant()));
    }

    private List<QuotaWindow> of(String quota) {
        return lanes.stream()
                .filter(lane -> lane.isOf(quota))
                .sorted(Comparator.comparing(QuotaWindow::period))
                .toList();
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
