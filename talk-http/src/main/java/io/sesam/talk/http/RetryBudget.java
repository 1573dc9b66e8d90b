package io.sesam.talk.http;

/**
 * How many calls may be repeated: one for every few that were made, and some to begin with. A system in trouble is not
 * asked four times as often as one in health.
 */
final class RetryBudget {
    private static final double EARNED_BY_A_CALL = 0.2;
    private static final double MOST = 30;

    private double left = MOST;

    /** A new run begins with all of it. */
    synchronized void renew() {
        left = MOST;
    }

    synchronized void called() {
        left = Math.min(MOST, left + EARNED_BY_A_CALL);
    }

    synchronized boolean spend() {
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
