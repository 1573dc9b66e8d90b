package io.sesam.talk.merge;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Work on numbers, shared among threads. */
final class Ranges {
    private static final int CHUNK = 2_048;

    private Ranges() {}

    /**
     * Does some work for each number from 0 on, and returns when all is done.
     *
     * <p>The calling thread takes part, so that an executor without a free thread is no obstacle.
     *
     * @param executor the helpers; {@code null} for the JVM's common pool
     */
    static void each(@Nullable Executor executor, int size, IntConsumer work) {
        if (executor == null) {
            IntStream.range(0, size).parallel().forEach(work);
        } else if (size > 0) {
            new Shared(size, CHUNK, work).run(executor);
        }
    }

    /** Does like {@link #each}, for a few long pieces of work. */
    static void eachAlone(@Nullable Executor executor, int size, IntConsumer work) {
        if (executor == null) {
            IntStream.range(0, size).parallel().forEach(work);
        } else if (size > 0) {
            new Shared(size, 1, work).run(executor);
        }
    }

    /** The chunks of one piece of work. */
    private static final class Shared implements Runnable {
        private final int size;
        private final int chunk;
        private final int chunks;
        private final IntConsumer work;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final AtomicInteger open;
        private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

        Shared(int size, int chunk, IntConsumer work) {
            this.size = size;
            this.chunk = chunk;
            this.chunks = (size - 1) / chunk + 1;
            this.work = work;
            this.open = new AtomicInteger(chunks);
        }

        void run(Executor executor) {
            int helpers = Math.min(chunks, Runtime.getRuntime().availableProcessors()) - 1;
            try {
                for (int i = 0; i < helpers; i++) {
                    executor.execute(this);
                }
            } catch (RejectedExecutionException e) {
                run(); // nobody helps
            }
            run();
            ended.join(); // also after an interruption: a helper may still read the records
            Throwable thrown = failure.get();
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown instanceof RuntimeException exception) {
                throw exception;
            }
        }

        @Override
        public void run() {
            for (int number = next.getAndIncrement(); number < chunks; number = next.getAndIncrement()) {
                try {
                    int end = Math.min(size, (number + 1) * chunk);
                    for (int i = number * chunk; i < end && failure.get() == null; i++) {
                        work.accept(i);
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
}
