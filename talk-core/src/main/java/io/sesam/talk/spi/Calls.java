package io.sesam.talk.spi;

import io.sesam.talk.model.Experimental;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/**
 * Call counter of a plugin, with its quotas.
 *
 * <p>Reports show the counts; plans estimate their duration from the quotas. Safe for use by several threads.
 */
public final class Calls {
    private final LongAdder reads = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder limited = new LongAdder();
    private final LongAdder waitedNanos = new LongAdder();
    private final List<Limit> limits = new CopyOnWriteArrayList<>();
    private final Tracer tracer;
    private final Runnable beforeWriting;

    private record Limit(long calls, Duration period) {
        /**
         * Returns the shortest duration of calls under this quota: the first ones go at once, then as many more
         * after each period.
         */
        Duration atLeast(long wanted) {
            return period.multipliedBy((wanted - 1) / calls);
        }
    }

    /**
     * The calls counted up to a moment.
     *
     * @param reads calls that change nothing in the system, retries included
     * @param writes calls that may change something in the system, retries included
     * @param repeated how many of them were retries
     * @param limited how many were answered with "too many calls"
     * @param waited time spent waiting to stay within quotas, summed over all threads
     */
    public record Count(long reads, long writes, long repeated, long limited, Duration waited) {
        /** The count of no calls. */
        public static final Count NONE = new Count(0, 0, 0, 0, Duration.ZERO);

        /** Returns the difference to an earlier count. */
        public Count since(Count earlier) {
            return new Count(
                    reads - earlier.reads,
                    writes - earlier.writes,
                    repeated - earlier.repeated,
                    limited - earlier.limited,
                    waited.minus(earlier.waited));
        }
    }

    /** A receiver of single calls, for traces. It never throws. */
    @Experimental
    public interface Tracer {
        /** A call begins. */
        Trace begin(boolean writing);
    }

    /** A call that has begun. */
    @Experimental
    public interface Trace {
        /**
         * Ends the call, on the thread that began it.
         *
         * @param outcome one of few words: a class of status codes such as {@code 2xx}, or {@code none} for no answer
         */
        void end(String outcome);
    }

    /** Creates a counter at zero. */
    public Calls() {
        this(writing -> outcome -> {});
    }

    /** Creates a counter at zero that reports each call to a trace. */
    @Experimental
    public Calls(Tracer tracer) {
        this(tracer, () -> {});
    }

    /**
     * Creates a counter that asks before each call that may change something.
     *
     * @param beforeWriting throws where the call must not be made
     */
    @Experimental
    public Calls(Tracer tracer, Runnable beforeWriting) {
        this.tracer = tracer;
        this.beforeWriting = beforeWriting;
    }

    /**
     * Counts a call and reports its begin; the caller reports its end.
     *
     * @throws io.sesam.talk.error.TalkException STORE_IN_USE when another process works with the system by now; the call must not be
     *     made
     */
    @Experimental
    public Trace begin(boolean writing) {
        if (writing) {
            beforeWriting.run();
            write();
        } else {
            read();
        }
        return tracer.begin(writing);
    }

    /** Counts a call that changes nothing; invoked before the call. */
    public void read() {
        reads.increment();
    }

    /** Counts a call that may change something. Invoked before the call. */
    public void write() {
        writes.increment();
    }

    /** Counts a call as a retry. */
    public void repeated() {
        repeated.increment();
    }

    /** Counts a "too many calls" answer. */
    public void limited() {
        limited.increment();
    }

    /** Adds time spent waiting for a quota. */
    public void waited(Duration time) {
        waitedNanos.add(time.toNanos());
    }

    /**
     * Declares a quota: the greatest number of calls in any window of a length, as far as this plugin may use it.
     * Call once per quota; all of them apply. Do not declare quotas of single kinds of calls.
     */
    public void limit(long callsAtMost, Duration period) {
        if (callsAtMost < 1 || period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("a limit of " + callsAtMost + " calls in " + period);
        }
        limits.add(new Limit(callsAtMost, period));
    }

    /**
     * Returns the shortest duration of calls under the quotas. Assumes unused quotas and immediate answers. Empty
     * when no quota is declared or {@code wanted} is zero.
     */
    public Optional<Duration> atLeast(long wanted) {
        return wanted < 1
                ? Optional.empty()
                : limits.stream().map(limit -> limit.atLeast(wanted)).max(Duration::compareTo);
    }

    /** Returns the calls counted so far. */
    public Count count() {
        return new Count(reads.sum(), writes.sum(), repeated.sum(), limited.sum(), Duration.ofNanos(waitedNanos.sum()));
    }
}
