package io.sesam.talk.http;

/**
 * A limit on the number of retries. One retry for every few calls made, and some to begin with, so that an overloaded
 * system does not receive four times the usual load.
 */
final class RetryBudget {
    private static final double EARNED_BY_A_CALL = 0.2;
    private static final double MOST = 30;

    private double remaining = MOST;

    /** Refills the budget for a new run. */
    synchronized void renew() {
        remaining = MOST;
    }

    synchronized void called() {
        remaining = Math.min(MOST, remaining + EARNED_BY_A_CALL);
    }

    synchronized boolean spend() {
        if (remaining < 1) {
            return false;
        }
        remaining--;
        return true;
    }
}
