package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Cancels the run on Ctrl-C. The process ends after the run has stopped and the store is closed. The SDK has no shutdown hook (R36); the command is its host and may have one.
 */
final class Interruption implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final AtomicReference<Runnable> running = new AtomicReference<>();
    private final AtomicReference<Runnable> further = new AtomicReference<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "talk-interruption");

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    void cancels(Talk talk) {
        running.set(talk::cancel);
    }

    /** Cancels something else than a run; its end is waited for in the same way. */
    void cancels(Runnable cancellation) {
        running.set(cancellation);
    }

    /** Runs something when the process is interrupted, before the run is cancelled. */
    void then(Runnable action) {
        further.set(action);
    }

    private void interrupted() {
        Runnable action = further.get();
        if (action != null) {
            action.run();
        }
        Runnable cancellation = running.get();
        if (cancellation != null) {
            cancellation.run();
            awaitClosing();
        }
    }

    private void awaitClosing() {
        try {
            closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is on its way out already, and the hook is what waits for us.
        }
    }
}
