package io.sesam.talk.spring;

import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.result.SyncReport;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.support.CronExpression;

/**
 * Syncs again and again in a thread of its own, from when the application is ready until it stops.
 *
 * <p>It starts last and stops first. A failed sync is logged, and the next one comes in its turn, or before it when that is wanted.
 */
final class SyncSchedule implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(SyncSchedule.class);
    private static final Set<ErrorCode> SKIPPED = Set.of(ErrorCode.BUSY, ErrorCode.STORE_IN_USE);

    /** Spring's word for a cron expression that is switched off. */
    private static final String NEVER = "-";

    /** Longer than a run takes to end; closing the {@code Talk} waits for it anyway. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final Talk talk;
    private final ApplicationEventPublisher events;
    private final Pause pause;
    private @Nullable Turns turns;

    SyncSchedule(Talk talk, ApplicationEventPublisher events, StarterProperties.Schedule times) {
        this.talk = talk;
        this.events = events;
        this.pause = Pause.of(times);
    }

    @Override
    public synchronized void start() {
        if (turns == null) {
            turns = new Turns();
            turns.thread.start();
        }
    }

    @Override
    public synchronized void stop() {
        Turns current = turns;
        if (current != null) {
            current.end();
            turns = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return turns != null;
    }

    /** Brings the next turn forward, unless it comes earlier anyway. */
    synchronized void soon(Duration delay) {
        if (turns != null) {
            turns.soon(delay);
        }
    }

    /** The thread from one start to the next stop. */
    private final class Turns {
        private static final long NEVER_SOON = Long.MAX_VALUE;

        private final Thread thread = new Thread(this::run, "talk-schedule");
        private boolean stopped;

        /** When a turn is wanted, as the time of {@link System#nanoTime()} less that of the beginning. */
        private long wanted = NEVER_SOON;

        private final long begin = System.nanoTime();

        private void run() {
            try {
                if (!pause.syncsAtStart()) {
                    rest();
                }
                while (!isStopped()) {
                    sync();
                    rest();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // whoever interrupted it wants it to end
            }
        }

        private synchronized boolean isStopped() {
            return stopped;
        }

        /** Waits for the next turn. */
        private synchronized void rest() throws InterruptedException {
            long millis = pause.millis();
            long turn = millis > Duration.ofDays(3650).toMillis()
                    ? NEVER_SOON
                    : now() + TimeUnit.MILLISECONDS.toNanos(millis);
            while (!stopped && now() < Math.min(turn, wanted)) {
                wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(Math.min(turn, wanted) - now())));
            }
            wanted = NEVER_SOON;
        }

        private long now() {
            return System.nanoTime() - begin;
        }

        private synchronized void soon(Duration delay) {
            wanted = Math.min(wanted, now() + delay.toNanos());
            notifyAll();
        }

        private synchronized void stop() {
            stopped = true;
            notifyAll();
        }

        private void sync() {
            try {
                SyncReport report = talk.sync();
                events.publishEvent(new TalkSyncEvent(SyncSchedule.this, report));
            } catch (TalkException e) {
                failed(e);
            } catch (RuntimeException e) {
                // of a listener of the application, or because the Talk was closed
                LOG.error("a scheduled sync or a listener of its event failed", e);
            }
        }

        private void failed(TalkException e) {
            if (SKIPPED.contains(e.code())) {
                LOG.info("a scheduled sync is skipped: {}", e.getMessage());
            } else if (e.code() == ErrorCode.CANCELLED) {
                LOG.info("a scheduled sync was cancelled; the next one goes on from there");
            } else {
                LOG.error("a scheduled sync failed ({}); the next one goes on from there", e.code(), e);
            }
        }

        /** Cancels more than once: a run that is only about to begin does not hear it. */
        private void end() {
            stop();
            long asked = System.nanoTime();
            try {
                while (thread.isAlive() && System.nanoTime() - asked < LONGEST_STOP.toNanos()) {
                    talk.cancel();
                    thread.join(20);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The time until the next sync. */
    @FunctionalInterface
    private interface Pause {
        long millis();

        default boolean syncsAtStart() {
            return true;
        }

        static Pause of(StarterProperties.Schedule times) {
            Duration delay = times.delay();
            String cron = times.cron();
            if ((delay == null) == (cron == null)) {
                throw new IllegalArgumentException("set talk.schedule.delay or talk.schedule.cron, and not both");
            }
            if (cron != null) {
                return new CronPause(cron.equals(NEVER) ? null : CronExpression.parse(cron));
            }
            if (delay == null || delay.isNegative() || delay.isZero()) {
                throw new IllegalArgumentException("talk.schedule.delay must be longer than nothing, such as 5m");
            }
            return delay::toMillis;
        }
    }

    private record CronPause(@Nullable CronExpression times) implements Pause {
        @Override
        public long millis() {
            ZonedDateTime now = ZonedDateTime.now(ZoneId.systemDefault());
            ZonedDateTime next = times == null ? null : times.next(now);
            return next == null
                    ? Long.MAX_VALUE
                    : Math.max(1, Duration.between(now, next).toMillis() + 1);
        }

        @Override
        public boolean syncsAtStart() {
            return false;
        }
    }
}
