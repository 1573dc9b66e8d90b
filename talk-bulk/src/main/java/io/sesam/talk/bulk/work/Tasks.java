package io.sesam.talk.bulk.work;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Numbered tasks on an executor of the host's. The calling thread takes part; after a failure no task begins. */
public final class Tasks implements Runnable {
    private final int count;
    private final IntConsumer task;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicInteger open;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

    private Tasks(int count, IntConsumer task) {
        this.count = count;
        this.task = task;
        this.open = new AtomicInteger(count);
    }

    /** Does tasks in so many threads at most, and returns when all have ended. */
    public static void run(Executor executor, int threads, int count, IntConsumer task) {
        if (count == 0) {
            return;
        }
        Tasks tasks = new Tasks(count, task);
        try {
            for (int i = 1; i < Math.min(threads, count); i++) {
                executor.execute(tasks);
            }
        } catch (RejectedExecutionException e) {
            tasks.run(); // nobody helps
        }
        tasks.run();
        tasks.ended.join(); // also after an interruption: files that a helper still writes must not be deleted
        Throwable thrown = tasks.failure.get();
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }

    @Override
    public void run() {
        for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
            try {
                if (failure.get() == null) {
                    task.accept(number);
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                if (open.decrementAndGet() == 0) {
                    ended.complete(null);
                }
            }
        }
    }
}
