package io.sesam.talk.http;

import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells when the next call may be made without going over an account's quotas; one for all who use the account in this
 * process.
 */
final class Limiter {
    /** Clocks of two machines and ways through a network differ by as much; the window is taken to be longer. */
    private static final double MARGIN = 1.01;

    private static final double SLOWEST = 0.05;

    private record Key(String account, Clock clock) {}

    private static final Map<Key, WeakReference<Limiter>> SHARED = new HashMap<>();

    private final Clock clock;
    private final double reserve;
    private final List<Lane> lanes = new ArrayList<>();
    private final Map<String, Instant> closedUntil = new HashMap<>();

    /** The calls of the last period of one window. */
    private static final class Lane {
        private final Quotas.Window window;
        private final Deque<Instant> calls = new ArrayDeque<>();
        private int allowed;
        private double pace = 1;

        private Lane(Quotas.Window window) {
            this.window = window;
            this.allowed = window.calls();
        }
    }

    private Limiter(Quotas quotas, Clock clock) {
        this.clock = clock;
        this.reserve = quotas.reserve();
        quotas.windows().forEach(window -> lanes.add(new Lane(window)));
    }

    /** The limiter of an account; the quotas of whoever comes first hold. */
    static Limiter shared(Quotas quotas, Clock clock) {
        synchronized (SHARED) {
            SHARED.values().removeIf(reference -> reference.get() == null);
            Key key = new Key(quotas.account(), clock);
            WeakReference<Limiter> known = SHARED.get(key);
            Limiter limiter = known == null ? null : known.get();
            if (limiter == null) {
                limiter = new Limiter(quotas, clock);
                SHARED.put(key, new WeakReference<>(limiter));
            }
            return limiter;
        }
    }

    /** Zero, and the call is counted; or how long to wait before asking again. */
    synchronized Duration acquire(String quota) {
        Instant now = clock.instant();
        Instant free = closedUntil.getOrDefault(quota, Instant.MIN);
        for (Lane lane : lanes) {
            if (lane.window.name().equals(quota)) {
                free = later(free, freeAt(lane, now));
            }
        }
        if (free.isAfter(now)) {
            return Duration.between(now, free);
        }
        lanes.stream().filter(lane -> lane.window.name().equals(quota)).forEach(lane -> lane.calls.add(now));
        return Duration.ZERO;
    }

    private Instant freeAt(Lane lane, Instant now) {
        Duration period = period(lane);
        while (!lane.calls.isEmpty() && !lane.calls.peek().plus(period).isAfter(now)) {
            lane.calls.remove();
        }
        int room = room(lane);
        if (lane.calls.size() < room) {
            return now;
        }
        Instant blocking = now;
        int over = lane.calls.size() - room;
        for (Instant call : lane.calls) {
            blocking = call;
            if (over-- == 0) {
                break;
            }
        }
        return blocking.plus(period);
    }

    private static Duration period(Lane lane) {
        return Duration.ofNanos((long) (lane.window.period().toNanos() * MARGIN));
    }

    private int room(Lane lane) {
        return Math.max(1, (int) Math.floor(lane.allowed * (1 - reserve) * lane.pace));
    }

    /** Takes what an answer tells of the quota; a good answer speeds up what was slowed down, a little. */
    synchronized void observe(String quota, Answer answer) {
        for (Lane lane : lanes) {
            if (lane.window.name().equals(quota)) {
                lane.pace = Math.min(1, lane.pace + 1.0 / Math.max(20, lane.allowed));
                lane.window.maximum().flatMap(name -> number(answer, name)).ifPresent(told -> lane.allowed = told);
                lane.window.remaining().flatMap(name -> number(answer, name)).ifPresent(told -> others(lane, told));
            }
        }
    }

    /** Calls of which we know nothing are the customer's other applications'. */
    private void others(Lane lane, int remaining) {
        int unseen = lane.allowed - lane.calls.size() - remaining;
        Instant now = clock.instant();
        for (int i = 0; i < unseen; i++) {
            lane.calls.add(now);
        }
    }

    private static java.util.Optional<Integer> number(Answer answer, String header) {
        return answer.header(header)
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Integer::valueOf)
                .filter(number -> number >= 0);
    }

    /** There were too many calls after all: nobody calls for a while, and then at half the pace. */
    synchronized void limited(String quota, Duration wait) {
        closedUntil.merge(quota, clock.instant().plus(wait), Limiter::later);
        lanes.stream()
                .filter(lane -> lane.window.name().equals(quota))
                .forEach(lane -> lane.pace = Math.max(SLOWEST, lane.pace / 2));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
