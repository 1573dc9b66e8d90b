package io.sesam.talk.spi;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Counts the calls that a plugin makes over a network; safe for any thread. Reports show what it counts. */
public final class Calls {
    private final LongAdder reads = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder limited = new LongAdder();
    private final LongAdder waitedNanos = new LongAdder();

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

    /** What was counted so far. */
    public Count count() {
        return new Count(reads.sum(), writes.sum(), repeated.sum(), limited.sum(), Duration.ofNanos(waitedNanos.sum()));
    }
}
