package io.sesam.talk.tenants.run;

import java.util.concurrent.Semaphore;

/** Half of a worker's threads are kept for runs that have not yielded yet, so that small tenants do not wait for large ones. */
final class Lanes {
    private final Semaphore large;

    Lanes(int threads) {
        this.large = new Semaphore(Math.max(1, threads / 2));
    }

    /** Reports whether a run that has yielded before may go on now. */
    boolean tryEnter() {
        return large.tryAcquire();
    }

    void leave() {
        large.release();
    }
}
