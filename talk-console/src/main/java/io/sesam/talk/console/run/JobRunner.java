package io.sesam.talk.console.run;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one job at a time beside the requests. */
public final class JobRunner {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private final Executor executor;
    private final Clock clock;
    private @Nullable RunningJob last;

    public JobRunner(Executor executor, Clock clock) {
        this.executor = executor;
        this.clock = clock;
    }

    /**
     * Starts a job and returns at once.
     *
     * @param work returns its result in one line
     * @throws TalkException BUSY when one is running
     */
    public void start(RunningJob.Kind kind, Supplier<String> work) {
        RunningJob job;
        synchronized (this) {
            RunningJob current = last;
            if (current != null && current.isRunning()) {
                throw new TalkException(
                        ErrorCode.BUSY, current.kind().title() + " is under way. Wait for its end, or cancel it.");
            }
            job = new RunningJob(kind, clock.instant(), Optional.empty(), "", false);
            become(job);
        }
        try {
            executor.execute(() -> run(job, work));
        } catch (RejectedExecutionException e) {
            become(ended(job, "It could not be started: the executor of the host is closed or full.", true));
        }
    }

    private void run(RunningJob job, Supplier<String> work) {
        try {
            become(ended(job, work.get(), false));
        } catch (TalkException e) {
            become(ended(job, String.join("; ", e.problems()), true));
        } catch (RuntimeException | Error e) {
            LOG.error("{} started by the console failed", job.kind().title(), e);
            become(ended(job, "It failed: " + e.getClass().getSimpleName() + "; the log has the details.", true));
            if (e instanceof VirtualMachineError) {
                throw e;
            }
        }
    }

    private RunningJob ended(RunningJob job, String result, boolean failed) {
        return new RunningJob(job.kind(), job.started(), Optional.of(clock.instant()), result, failed);
    }

    private synchronized void become(RunningJob job) {
        last = job;
        notifyAll();
    }

    /** The job under way, or the last one; empty before the first. */
    public synchronized Optional<RunningJob> last() {
        return Optional.ofNullable(last);
    }

    /** Whether a job is under way. */
    public synchronized boolean isRunning() {
        return last != null && last.isRunning();
    }

    /** Waits until the job under way has ended, at most some milliseconds; returns whether one is still under way. */
    public synchronized boolean awaitEnd(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; isRunning() && left > 0; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        return isRunning();
    }
}
