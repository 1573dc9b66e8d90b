package io.sesam.talk.bulk.work;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that files of a merge may take before they are written to disk. For any thread. */
public final class MemoryBudget {
    private final AtomicLong left;

    /** Creates a budget of some bytes. */
    public MemoryBudget(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /** Takes some bytes; false when they are not there any more. */
    boolean take(long bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    /** Gives bytes back. */
    void give(long bytes) {
        left.addAndGet(bytes);
    }
}
