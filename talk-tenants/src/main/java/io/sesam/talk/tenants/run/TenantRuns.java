package io.sesam.talk.tenants.run;

import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Hint;
import io.sesam.talk.store.jdbc.PostgresqlStorePlugin;
import io.sesam.talk.tenants.table.HintTable;
import io.sesam.talk.tenants.table.HintTable.StoredHint;
import io.sesam.talk.tenants.table.TenantRow;
import io.sesam.talk.tenants.table.TenantTable;
import io.sesam.talk.tenants.table.TurnEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs of one worker. A turn ends in the tables whatever happens; when it cannot, a heartbeat of another worker frees it. */
public final class TenantRuns {
    private static final Logger LOG = LoggerFactory.getLogger(TenantRuns.class);

    /** After the end of its slice a run has this long to come to a safe point; then its calls are interrupted. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    /** A run that has yielded often gets longer slices, so that it comes to an end even where a slice is hardly enough to begin. */
    private static final long MOST_SLICES = 7;

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private final TenantTable tenants;
    private final HintTable hints;
    private final TenantTalks talks;
    private final Supplier<Heartbeat> heartbeat;
    private final Lanes lanes;
    private final ScheduledExecutorService timer;
    private final Set<Talk> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /** Creates the runs of a worker. */
    public TenantRuns(
            TenantTable tenants,
            HintTable hints,
            TenantTalks talks,
            Supplier<Heartbeat> heartbeat,
            int threads,
            ScheduledExecutorService timer) {
        this.tenants = tenants;
        this.hints = hints;
        this.talks = talks;
        this.heartbeat = heartbeat;
        this.lanes = new Lanes(threads);
        this.timer = timer;
    }

    /** Runs a tenant whose turn was picked, for at most a slice, and ends the turn. */
    void run(String id, long version, Duration slice) {
        Heartbeat beat = heartbeat.get();
        if (!beat.isCertain()) {
            beat.beat();
            if (!beat.isCertain()) {
                surely(() -> tenants.postpone(id, version, AFTER_FAILURE));
                return;
            }
        }
        if (stopping) {
            surely(() -> tenants.postpone(id, version, Duration.ZERO));
            return;
        }
        Optional<TenantRow> begun;
        try {
            begun = tenants.begin(id, beat.name());
        } catch (TalkException e) {
            surely(() -> tenants.postpone(id, version, AFTER_FAILURE));
            return;
        }
        if (begun.isEmpty()) {
            surely(() -> tenants.remove(id, version));
            return;
        }
        TenantRow tenant = begun.get();
        if (tenant.isPaused()) {
            surely(() -> tenants.release(id, version, 0));
            return;
        }
        boolean isLarge = tenant.slices() > 0;
        if (isLarge && !lanes.tryEnter()) {
            Duration pause = Duration.ofMillis(ThreadLocalRandom.current().nextInt(500, 2_500));
            surely(() -> tenants.postpone(id, version, pause));
            return;
        }
        try {
            RunResult result =
                    attempt(tenant, Optional.of(slice.multipliedBy(1 + Math.min(MOST_SLICES, tenant.slices() / 4))));
            surely(() -> tenants.end(tenant, version, result.end()));
        } finally {
            if (isLarge) {
                lanes.leave();
            }
        }
    }

    /**
     * Ends a turn, however often it takes, as when the database restarts: nobody else can while this worker is alive. A turn that was
     * taken over is not touched, so trying again does no harm. An interrupt that cancelled the run does not stop it; another one moves it
     * to the timer.
     */
    private void surely(Runnable end) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    end.run();
                    return;
                } catch (TalkException e) {
                    LOG.debug("The end of a turn was not stored, and is tried again: {}", e.getMessage());
                    TimeUnit.MILLISECONDS.sleep(stopping ? 100 : 1_000);
                }
            }
        } catch (InterruptedException e) {
            interrupted = true;
            retryLater(end);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void retryLater(Runnable end) {
        try {
            Future<?> unused = later(AFTER_FAILURE, () -> {
                try {
                    end.run();
                } catch (TalkException e) {
                    retryLater(end);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("The worker has ended: its turns are freed by others", e);
        }
    }

    /**
     * Runs a tenant to the end on the calling thread.
     *
     * @throws TalkException STORE_IN_USE when it is being run; or why the run failed
     */
    public SyncReport runOnce(String id) {
        return claimed(id, (tenant, version) -> {
            RunResult result = attempt(tenant, Optional.empty());
            surely(() -> tenants.end(tenant, version, result.end()));
            SyncReport report = result.report();
            if (report == null) {
                throw result.failed().orElseThrow();
            }
            return report;
        });
    }

    /** Works with the {@code Talk} of a tenant while no run is under way. */
    public <T> T work(String id, Function<Talk, T> work) {
        return claimed(id, (tenant, version) -> {
            AtomicInteger tables = new AtomicInteger();
            try (Talk talk = talks.open(tenant)) {
                tables.set(PostgresqlStorePlugin.tablesVersion());
                open.add(talk);
                try {
                    return work.apply(talk);
                } finally {
                    open.remove(talk);
                }
            } finally {
                surely(() -> tenants.release(id, version, tables.get()));
            }
        });
    }

    /** Removes a tenant. */
    public void remove(String id, Consumer<TenantRow> forget) {
        claimed(id, (tenant, version) -> {
            forget.accept(tenant);
            tenants.remove(id, version);
            return true;
        });
    }

    private interface Claimed<T> {
        T work(TenantRow tenant, long version);
    }

    private <T> T claimed(String id, Claimed<T> work) {
        if (tenants.find(id).isEmpty()) {
            throw unknown(id);
        }
        long version = tenants.claim(id, heartbeat.get().name())
                .orElseThrow(() -> new TalkException(
                        ErrorCode.STORE_IN_USE,
                        "tenant " + id + " is being run by "
                                + tenants.holder(id).orElse("a worker that has just ended") + "; try again later"));
        boolean done = false;
        try {
            TenantRow tenant = tenants.begin(id, heartbeat.get().name()).orElseThrow(() -> unknown(id));
            T result = work.work(tenant, version);
            done = true;
            return result;
        } finally {
            if (!done) {
                // nothing, when the work has ended the turn itself
                surely(() -> tenants.release(id, version, 0));
            }
        }
    }

    /** The failure of a call for a tenant that nobody has put. */
    public static TalkException unknown(String id) {
        return new TalkException(ErrorCode.CONFIGURATION, "there is no tenant " + id + "; put it first");
    }

    private RunResult attempt(TenantRow tenant, Optional<Duration> slice) {
        int[] tables = {0};
        AtomicBoolean isOver = new AtomicBoolean();
        try {
            List<StoredHint> named = tenant.hasHints() ? hints.of(tenant.id()) : List.of();
            SyncReport report;
            int systems;
            try (Talk talk = talks.open(tenant)) {
                tables[0] = PostgresqlStorePlugin.tablesVersion();
                systems = systems(talk);
                report = sync(talk, named, slice, isOver);
            }
            TurnEnd end = TurnEnds.ended(tenant, tables[0], systems, report, named);
            return new RunResult(end, report, null);
        } catch (TalkException e) {
            return failed(tenant, tables[0], isOver.get(), e);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            LOG.error("a run of tenant {} failed", tenant.id(), e);
            TalkException failure = new TalkException(
                    ErrorCode.BUG, "the run failed with " + e.getClass().getSimpleName() + "; see the log", e);
            return failed(tenant, tables[0], isOver.get(), failure);
        }
    }

    private RunResult failed(TenantRow tenant, int tables, boolean isOver, TalkException failure) {
        if (failure.code() == ErrorCode.CANCELLED) {
            return new RunResult(TurnEnds.yielded(tenant, tables, isOver), null, failure);
        }
        TurnEnd end = TurnEnds.failed(tenant, tables, failure);
        if (end.outcome().equals("FAILED")) {
            LOG.warn("tenant {} failed, and is tried again in {}: {}", tenant.id(), end.delay(), end.reason());
        }
        return new RunResult(end, null, failure);
    }

    private static int systems(Talk talk) {
        return (int) talk.settings().keySet().stream()
                .filter(place -> place.startsWith("connections."))
                .count();
    }

    private SyncReport sync(Talk talk, List<StoredHint> named, Optional<Duration> slice, AtomicBoolean isOver) {
        List<Future<?>> alarms = new ArrayList<>();
        open.add(talk);
        try {
            give(talk, named);
            slice.ifPresent(time -> {
                alarms.add(later(time, () -> {
                    isOver.set(true);
                    talk.stopSoon();
                }));
                alarms.add(later(time.plus(GRACE), talk::cancel));
            });
            if (stopping) {
                throw new TalkException(ErrorCode.CANCELLED, "the worker ends");
            }
            return talk.sync();
        } finally {
            open.remove(talk);
            alarms.forEach(alarm -> alarm.cancel(false));
        }
    }

    private Future<?> later(Duration time, Runnable action) {
        return timer.schedule(action, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Gives the hints to the run. A system that is not connected any more needs none. */
    private static void give(Talk talk, List<StoredHint> named) {
        Map<String, List<Hint>> bySystem = new TreeMap<>();
        named.forEach(hint -> bySystem.computeIfAbsent(hint.system(), system -> new ArrayList<>())
                .add(new Hint(new EntityType(hint.type()), hint.id())));
        bySystem.forEach((system, some) -> {
            try {
                talk.hint(system, some);
            } catch (TalkException e) {
                if (e.code() != ErrorCode.CONFIGURATION) {
                    throw e;
                }
            }
        });
    }

    /** Cancels all runs: they belong to others by now. */
    public void lost() {
        open.forEach(Talk::cancel);
    }

    /** Ends all runs at their next safe point; no other begins. */
    void stopSoon() {
        stopping = true;
        open.forEach(Talk::stopSoon);
    }

    /** Number of runs under way. */
    int size() {
        return open.size();
    }

    /** Interrupts what has not ended. */
    void cancel() {
        open.forEach(Talk::cancel);
    }
}
