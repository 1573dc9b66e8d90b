package io.sesam.talk.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * One sliding window of a quota. Counts our own calls of the last period and, as far as headers show them, the calls of
 * others. Not thread-safe; the limiter synchronizes.
 */
final class QuotaWindow {
    /** Lengthens the window against clock and network differences. */
    private static final double MARGIN = 1.01;

    private static final double SLOWEST = 0.05;

    private final Quotas.Window window;
    private final Duration period;
    private final Deque<Instant> ours = new ArrayDeque<>();
    private final Deque<Instant> others = new ArrayDeque<>();
    private int allowed;
    private double pace = 1;
    private Instant counting = Instant.MIN;
    private int maxOthers;
    private int maxOthersBefore;

    QuotaWindow(Quotas.Window window) {
        this.window = window;
        this.period = Duration.ofNanos((long) (window.period().toNanos() * MARGIN));
        this.allowed = window.calls();
    }

    boolean isOf(String quota) {
        return window.name().equals(quota);
    }

    void called(Instant now) {
        ours.add(now);
    }

    /**
     * Returns the time of the next free call. Calls of other applications use up the reserve first, and then our share.
     */
    Instant freeAt(Instant now, double reserve) {
        forget(now);
        int room = Math.max(1, Math.min(share(reserve), allowed - usual()));
        if (ours.size() < room) {
            return now;
        }
        return ours.stream().skip(ours.size() - room).findFirst().orElse(now).plus(period);
    }

    /** Returns the number of calls that the processes with this account may make in a period, together. */
    int share(double reserve) {
        return Math.max(1, (int) Math.floor(allowed * (1 - reserve) * pace));
    }

    Duration period() {
        return period;
    }

    /** Estimates the calls of others in a period. From their recent calls. */
    private int usual() {
        return Math.max(others.size(), Math.max(maxOthers, maxOthersBefore));
    }

    private void forget(Instant now) {
        forget(ours, now);
        forget(others, now);
        if (!counting.plus(period).isAfter(now)) {
            maxOthersBefore = counting.plus(period).plus(period).isAfter(now) ? maxOthers : others.size();
            maxOthers = others.size();
            counting = now;
        }
    }

    private void forget(Deque<Instant> calls, Instant now) {
        while (!calls.isEmpty() && !calls.element().plus(period).isAfter(now)) {
            calls.remove();
        }
    }

    /** Adjusts to a response's headers. A successful response speeds up a reduced pace by a small step. */
    void observe(ApiResponse response, Instant now) {
        forget(now);
        pace = response.status() == 429 ? pace : Math.min(1, pace + 1.0 / Math.max(20, allowed));
        window.maximum().flatMap(name -> number(response, name)).ifPresent(reported -> allowed = reported);
        window.remaining().flatMap(name -> number(response, name)).ifPresent(reported -> remaining(reported, now));
    }

    /** Counts unexplained calls as calls of other applications. */
    private void remaining(int reported, Instant now) {
        int unseen = allowed - ours.size() - others.size() - reported;
        for (int i = 0; i < unseen; i++) {
            others.add(now);
        }
        maxOthers = Math.max(maxOthers, others.size());
    }

    private static Optional<Integer> number(ApiResponse response, String header) {
        return response.header(header).filter(text -> text.matches("\\d{1,9}")).map(Integer::valueOf);
    }

    void slowDown() {
        pace = Math.max(SLOWEST, pace / 2);
    }
}
