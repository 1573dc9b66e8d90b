package io.sesam.talk.http;

import io.sesam.talk.spi.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.PriorityQueue;

/**
 * A simulated time for several waiting threads. It advances to the next wake-up when all threads wait.
 *
 * <p>A thread that waits for a response does not wait in this time, but the server may do so in its place.
 */
final class TurnClock extends Clock implements Sleeper {
    private final PriorityQueue<Instant> waiting = new PriorityQueue<>();
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private int takingPart;

    TurnClock(int takingPart) {
        this.takingPart = takingPart;
    }

    @Override
    public synchronized void sleep(Duration time) throws InterruptedException {
        Instant until = now.plus(time);
        if (until.isAfter(now)) {
            waiting.add(until);
            goOn();
            while (now.isBefore(until)) {
                wait();
            }
        }
    }

    /** Removes one thread. */
    synchronized void leave() {
        takingPart--;
        goOn();
    }

    private void goOn() {
        if (waiting.size() >= takingPart && !waiting.isEmpty()) {
            now = waiting.element();
            while (!waiting.isEmpty() && !waiting.element().isAfter(now)) {
                waiting.remove();
            }
            notifyAll();
        }
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
