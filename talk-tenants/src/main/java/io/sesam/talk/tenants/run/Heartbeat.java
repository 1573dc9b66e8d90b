package io.sesam.talk.tenants.run;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.store.jdbc.keeper.LeaseKeeper;
import io.sesam.talk.tenants.table.WorkerTable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one heartbeat of a worker for all its runs.
 *
 * <p>A beat extends the worker's time and the leases of all stores that it has open, and frees the turns of workers whose time is over.
 * A worker that was stopped for longer than its lease finds that its time is over: its runs are cancelled, and it goes on under a new
 * name.
 */
public final class Heartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final WorkerTable table;
    private final String node;
    private final Duration lease;
    private final ScheduledExecutorService timer;
    private final Collection<LeaseKeeper> keepers;
    private final DatabaseClock clock;
    private final Runnable onLoss;
    private volatile String name;
    private volatile long beaten;
    private volatile boolean left;
    private boolean silent;

    /**
     * Creates a heartbeat.
     *
     * @param onLoss runs when the worker's time was over
     */
    Heartbeat(
            WorkerTable table,
            String node,
            Duration lease,
            ScheduledExecutorService timer,
            Collection<LeaseKeeper> keepers,
            DatabaseClock clock,
            Runnable onLoss) {
        this.table = table;
        this.node = node;
        this.lease = lease;
        this.timer = timer;
        this.keepers = List.copyOf(keepers);
        this.clock = clock;
        this.onLoss = onLoss;
        this.name = newName();
    }

    /** A name for one life of the worker, short enough for the table of turns. */
    private String newName() {
        byte[] life = new byte[4];
        ThreadLocalRandom.current().nextBytes(life);
        return node + "/" + HexFormat.of().formatHex(life);
    }

    /** Begins; the worker counts as alive on return. */
    void start() {
        long asked = System.nanoTime();
        table.register(name, node, lease);
        beaten = asked;
        clock.set(table.now(), System.nanoTime());
        Duration sixth = lease.dividedBy(6);
        Duration pause = sixth.compareTo(LONGEST_PAUSE) < 0 ? sixth : LONGEST_PAUSE;
        Future<?> unused =
                timer.scheduleWithFixedDelay(this::beat, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns the name of this life of the worker. */
    public String name() {
        return name;
    }

    /** Whether the worker counts as alive without asking. */
    boolean isCertain() {
        return !left && System.nanoTime() - beaten < lease.toNanos() / 2;
    }

    /** Beats once; never throws. */
    synchronized void beat() {
        if (left) {
            return;
        }
        try {
            long asked = System.nanoTime();
            WorkerTable.Beat beat = table.beat(name, lease);
            clock.set(beat.micros(), System.nanoTime());
            if (beat.isAlive()) {
                beaten = asked;
            } else {
                begin();
            }
            if (!beat.freed().isEmpty()) {
                LOG.info(
                        "the turns of {} tenants were freed, whose worker has ended",
                        beat.freed().size());
            }
            SQLException failure = null;
            for (LeaseKeeper keeper : keepers) {
                try {
                    keeper.renew();
                } catch (SQLException e) {
                    // the stores of another cell are extended all the same
                    failure = e;
                }
            }
            if (failure != null) {
                throw failure;
            }
            if (silent) {
                LOG.info("worker {} reaches the database again", node);
            }
            silent = false;
        } catch (TalkException | SQLException e) {
            if (!silent) {
                LOG.warn("worker {} cannot extend its leases: {}", node, e.getMessage());
            }
            silent = true;
        } catch (RuntimeException e) {
            LOG.error("a heartbeat of worker {} failed", node, e);
        }
    }

    private void begin() {
        LOG.warn(
                "worker {} was silent for longer than its lease of {} s; its runs are cancelled, and others go on with them",
                name,
                lease.toSeconds());
        onLoss.run();
        name = newName();
        long asked = System.nanoTime();
        table.register(name, node, lease);
        beaten = asked;
    }

    /** Ends; what the worker still has is free at once. */
    synchronized void end() {
        left = true;
        try {
            table.leave(name);
        } catch (TalkException e) {
            LOG.debug("Worker {} could not be removed: {}", node, e.getMessage());
        }
    }
}
