package io.sesam.talk.engine.run;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.policy.RunExecutor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one run, ended with it (R36). */
public final class Workers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService executor = executor(threads);
    private final RunExecutor way;

    /** Starts threads, unless the host supplies an executor. */
    public Workers(Optional<RunExecutor> hosts) {
        this.way = hosts.orElse(this::onThreads);
    }

    /** Runs all parts in parallel and waits. Rethrows the first failure that ends the run. */
    public void all(List<Runnable> parts) {
        way.all(parts);
    }

    private void onThreads(List<Runnable> parts) {
        List<Future<?>> running = new ArrayList<>();
        for (Runnable part : parts) {
            running.add(executor.submit(part));
        }
        RuntimeException failure = null;
        for (Future<?> part : running) {
            try {
                part.get();
            } catch (ExecutionException e) {
                failure = failure == null ? asRuntime(e) : failure;
                running.forEach(other -> other.cancel(true));
            } catch (CancellationException e) {
                LOG.trace("A part of the run was not started", e);
            } catch (InterruptedException e) {
                running.forEach(other -> other.cancel(true));
                Thread.currentThread().interrupt();
                throw Cancellation.cancelled();
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Interrupts all threads. */
    public void interrupt() {
        executor.shutdownNow();
    }

    /** Waits until all threads have ended. */
    @Override
    public void close() {
        executor.shutdownNow();
        boolean interrupted = false;
        boolean done = false;
        while (!done) {
            try {
                done = executor.awaitTermination(1, TimeUnit.MINUTES);
                for (Thread thread : List.copyOf(threads)) {
                    thread.join();
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static RuntimeException asRuntime(ExecutionException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime
                ? runtime
                : new TalkException(ErrorCode.BUG, "a part of the run failed", cause);
    }

    /**
     * Uses virtual threads where the runtime has them, because the parts mostly wait. Elsewhere uses daemon
     * threads.
     */
    private static ExecutorService executor(List<Thread> threads) {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException e) {
            return Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "talk-sync");
                thread.setDaemon(true);
                threads.add(thread);
                return thread;
            });
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("the runtime gives no threads", e);
        }
    }
}
