package io.sesam.talk.spi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the calls that a plugin makes over a network, and knows how many it may make; safe for any thread. Reports show
 * what it counts, plans tell how long what they say takes.
 */
public final class Calls {
    private final LongAdder reads = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder limited = new LongAdder();
    private final LongAdder waitedNanos = new LongAdder();
    private final List<Limit> limits = new CopyOnWriteArrayList<>();

    private record Limit(long calls, Duration period) {
        /** The first calls go at once, and after each period as many more. */
        Duration atLeast(long wanted) {
            return period.multipliedBy((wanted - 1) / calls);
        }
    }

    /**
     * How many calls were made up to a moment.
     *
     * @param reads calls that change nothing over there, repeated ones included
     * @param writes calls that may change something over there, repeated ones included
     * @param repeated how many of them asked again what had been asked before
     * @param limited how many were answered with "too many calls"
     * @param waited how long calls were held back to stay within quotas, all threads together
     */
    public record Count(long reads, long writes, long repeated, long limited, Duration waited) {
        /** No calls. */
        public static final Count NONE = new Count(0, 0, 0, 0, Duration.ZERO);

        /** What was counted since an earlier count. */
        public Count since(Count earlier) {
            return new Count(
                    reads - earlier.reads,
                    writes - earlier.writes,
                    repeated - earlier.repeated,
                    limited - earlier.limited,
                    waited.minus(earlier.waited));
        }
    }

    /** A counter that begins at nothing. */
    public Calls() {}

    /** A call that changes nothing over there is about to be made. */
    public void read() {
        reads.increment();
    }

    /** A call that may change something over there is about to be made. */
    public void write() {
        writes.increment();
    }

    /** The call asks again what was asked before. */
    public void repeated() {
        repeated.increment();
    }

    /** A call was answered with "too many calls". */
    public void limited() {
        limited.increment();
    }

    /** A call was held back to stay within a quota. */
    public void waited(Duration time) {
        waitedNanos.add(time.toNanos());
    }

    /**
     * The system takes so many calls in any stretch of time of a length, as far as this plugin may use them up. To be said
     * once for each limit, all of which hold; limits of single kinds of calls are not to be said.
     */
    public void limit(long callsAtMost, Duration period) {
        if (callsAtMost < 1 || period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("a limit of " + callsAtMost + " calls in " + period);
        }
        limits.add(new Limit(callsAtMost, period));
    }

    /**
     * How long so many calls take at least, by the limits: as if none had been used up, and every call were answered at
     * once. Empty when no limit is known, or there is nothing to call.
     */
    public Optional<Duration> atLeast(long wanted) {
        return wanted < 1
                ? Optional.empty()
                : limits.stream().map(limit -> limit.atLeast(wanted)).max(Duration::compareTo);
    }

    /** What was counted so far. */
    public Count count() {
        return new Count(reads.sum(), writes.sum(), repeated.sum(), limited.sum(), Duration.ofNanos(waitedNanos.sum()));
    }
}
