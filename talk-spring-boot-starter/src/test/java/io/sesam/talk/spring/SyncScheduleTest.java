package io.sesam.talk.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.system.MemorySystem;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** One sync after the other, whatever becomes of each. */
final class SyncScheduleTest {
    private static final StarterProperties.Schedule OFTEN =
            new StarterProperties.Schedule(true, Duration.ofMillis(20), null);

    private final MemorySystem system = MemorySystem.at(TestClock.create());
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    private final Logger log = (Logger) LoggerFactory.getLogger(SyncSchedule.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listenToTheLog() {
        log.setLevel(Level.INFO);
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void leaveTheLog() {
        log.detachAppender(lines);
        log.setLevel(null);
    }

    private Talk talk() {
        system.holds(TalkAutoConfigurationTest.people());
        return Talk.builder().connect("crm", system, Map.of()).build();
    }

    @Test
    void aTurnIsSkippedWhileAnotherCallIsUnderWay() throws Exception {
        try (Talk talk = talk()) {
            CountDownLatch reading = new CountDownLatch(1);
            CountDownLatch released = new CountDownLatch(1);
            system.interceptReads(number -> {
                reading.countDown();
                wait(released);
            });
            Thread other = new Thread(talk::sync);
            other.start();
            reading.await();
            SyncSchedule schedule = new SyncSchedule(talk, events::add, OFTEN);
            schedule.start();
            await().until(() ->
                    lines.list.stream().anyMatch(line -> line.getMessage().startsWith("a scheduled sync is skipped")));
            assertThat(events).isEmpty();

            released.countDown();
            other.join();
            assertThat(events.poll(60, TimeUnit.SECONDS)).isInstanceOf(TalkSyncEvent.class);
            schedule.stop();
            assertThat(schedule.isRunning()).isFalse();
        }
    }

    private static void wait(CountDownLatch released) {
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new TalkException(ErrorCode.CANCELLED, "interrupted");
        }
    }

    @Test
    void aListenerThatFailsAndAStopDoNotEndIt() throws Exception {
        try (Talk talk = talk()) {
            SyncSchedule schedule = new SyncSchedule(
                    talk,
                    event -> {
                        events.add(event);
                        throw new IllegalStateException("of the application");
                    },
                    OFTEN);
            schedule.start();
            assertThat(events.poll(60, TimeUnit.SECONDS)).isNotNull();
            assertThat(events.poll(60, TimeUnit.SECONDS)).isNotNull();
            schedule.stop();
            events.clear();
            schedule.start();
            assertThat(events.poll(60, TimeUnit.SECONDS)).isNotNull();
            schedule.stop();
        }
    }

    @Test
    void aCronExpressionCanBeSwitchedOff() {
        try (Talk talk = talk()) {
            SyncSchedule schedule =
                    new SyncSchedule(talk, events::add, new StarterProperties.Schedule(true, null, "-"));
            schedule.start();
            schedule.stop();
            assertThat(events).isEmpty();
        }
    }

    @Test
    void aTurnCanBeWantedEarlier() throws Exception {
        try (Talk talk = talk()) {
            SyncSchedule schedule =
                    new SyncSchedule(talk, events::add, new StarterProperties.Schedule(true, Duration.ofDays(1), null));
            schedule.soon(Duration.ZERO); // not running
            schedule.start();
            assertThat(events.poll(60, TimeUnit.SECONDS)).isInstanceOf(TalkSyncEvent.class);
            schedule.soon(Duration.ofMillis(1));
            schedule.soon(Duration.ofDays(1));
            assertThat(events.poll(60, TimeUnit.SECONDS)).isInstanceOf(TalkSyncEvent.class);
            schedule.stop();
            assertThat(events).isEmpty();
        }
    }

    @Test
    void aCronExpressionIsFollowed() throws Exception {
        try (Talk talk = talk()) {
            SyncSchedule schedule =
                    new SyncSchedule(talk, events::add, new StarterProperties.Schedule(true, null, "* * * * * *"));
            schedule.start();
            assertThat(events.poll(60, TimeUnit.SECONDS)).isInstanceOf(TalkSyncEvent.class);
            schedule.stop();
        }
    }
}
