package io.sesam.talk.simulators;

/** The deviations of a simulated listing. Pages may be short although more follow, and come round for ever. */
public final class SimPaging {
    private int most = Integer.MAX_VALUE;
    private boolean ring;

    SimPaging() {}

    /** Shows at most so many records on a page, whatever the caller asks for. */
    public synchronized void shorten(int records) {
        most = records;
    }

    /** Names an earlier page as the next one of the last. */
    public synchronized void ring() {
        ring = true;
    }

    synchronized int size(int requested) {
        return Math.min(most, requested);
    }

    synchronized boolean isRing() {
        return ring;
    }
}
