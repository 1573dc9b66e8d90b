package io.sesam.talk.tenants.run;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.sesam.talk.store.jdbc.keeper.LeaseKeeper;
import io.sesam.talk.tenants.table.TenantDatabase;
import io.sesam.talk.tenants.table.TenantTable;
import io.sesam.talk.tenants.table.WorkerTable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One process's part of the work: its heartbeat and, once started, its turns.
 *
 * <p>db-scheduler finds the turns that are due and hands them to the threads; who is dead, when the next turn comes and whether a turn is
 * still ours is decided by the tables alone.
 */
public final class Worker implements AutoCloseable {
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

    private final String node;
    private final DatabaseClock clock = new DatabaseClock();
    private final ScheduledThreadPoolExecutor timer;
    private final TenantDatabase database;
    private final Duration lease;
    private volatile @Nullable Heartbeat heartbeat;
    private @Nullable TenantRuns runs;
    private volatile @Nullable Scheduler scheduler;

    /** Creates a worker that does nothing yet; its timer has daemon threads. */
    public Worker(String node, TenantDatabase database, Duration lease) {
        this.node = node;
        this.database = database;
        this.lease = lease;
        this.timer = new ScheduledThreadPoolExecutor(2, threads("timer"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    private ThreadFactory threads(String what) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, "talk-tenants-" + node + "-" + what + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Returns the timer of this worker. */
    public ScheduledExecutorService timer() {
        return timer;
    }

    /** Begins to count as alive, with the runs that it may have. */
    public synchronized void join(TenantRuns own, Collection<LeaseKeeper> keepers) {
        runs = own;
        Heartbeat beat = new Heartbeat(new WorkerTable(database), node, lease, timer, keepers, clock, own::lost);
        heartbeat = beat;
        beat.start();
    }

    /** Returns the heartbeat, once joined. */
    public Heartbeat heartbeat() {
        Heartbeat beat = heartbeat;
        if (beat == null) {
            throw new IllegalStateException("the worker has not joined yet");
        }
        return beat;
    }

    /** Begins to take turns. */
    public synchronized void start(int threads, Duration slice, Duration poll) {
        TenantRuns own = runs;
        if (own == null || scheduler != null) {
            throw new IllegalStateException("a worker joins, and starts once");
        }
        Task<Void> turn = Tasks.custom(TenantTable.TASK, Void.class)
                .onDeadExecution((complete, operations) -> operations.reschedule(complete, clock.now()))
                .execute((instance, context) -> {
                    own.run(instance.getId(), context.getExecution().version, slice);
                    return ended();
                });
        ExecutorService runners = Executors.newFixedThreadPool(threads, threads("run"));
        Heartbeat beat = heartbeat();
        SchedulerName name = beat::name;
        Scheduler made = new SchedulerBuilder(database.dataSource(), List.of(turn))
                .tableName(database.table("scheduled_tasks"))
                .schedulerName(name)
                .clock(clock)
                .threads(threads)
                .executorService(runners)
                .dueExecutor(Executors.newSingleThreadExecutor(threads("due")))
                .housekeeperExecutor(Executors.newScheduledThreadPool(2, threads("housekeeper")))
                // for turns that were lost on the way to this worker; those of dead workers are freed by any heartbeat
                .heartbeatInterval(Duration.ofMinutes(1))
                .missedHeartbeatsLimit(5)
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
                .pollingInterval(poll)
                .pollUsingLockAndFetch(0.5, 1.0)
                .enablePriority()
                .shutdownMaxWait(LONGEST_STOP)
                .commitWhenAutocommitDisabled(true)
                .failureLogging(LogLevel.WARN, false)
                .build();
        scheduler = made;
        made.start();
    }

    /** The run has ended the turn itself, in one transaction with what is known of the tenant. */
    private static CompletionHandler<Void> ended() {
        return (complete, operations) -> {};
    }

    /** Looks for turns that are due at once. */
    public void wake() {
        Scheduler current = scheduler;
        if (current != null) {
            current.triggerCheckForDueExecutions();
        }
    }

    /** Ends all runs at a safe point, or after some seconds anyway, and gives everything back. */
    @Override
    public synchronized void close() {
        if (timer.isShutdown()) {
            return;
        }
        TenantRuns own = runs;
        Scheduler current = scheduler;
        scheduler = null;
        if (own != null) {
            own.stopSoon();
            long interrupt = LONGEST_STOP.dividedBy(2).toMillis();
            Future<?> unused = timer.schedule(own::cancel, interrupt, TimeUnit.MILLISECONDS);
        }
        if (current != null) {
            current.stop();
        }
        Heartbeat beat = heartbeat;
        if (beat != null) {
            beat.end();
        }
        timer.shutdownNow();
    }
}
