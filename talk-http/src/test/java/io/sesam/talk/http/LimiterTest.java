package io.sesam.talk.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.SystemName;
import io.sesam.talk.simulators.SimResponse;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.SharedResources;
import io.sesam.talk.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that quotas are used and not exceeded. */
@Tag("slow")
final class LimiterTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    /** A server that counts in a window of its own, and a client with the same quota. */
    @Test
    void nearlyAllOfAQuotaIsUsedAndNoneIsOverdrawn() {
        AtomicInteger refused = new AtomicInteger();
        Deque<Instant> window = new ArrayDeque<>();
        TestClock[] clock = new TestClock[1];
        try (Desk desk = new Desk(request -> {
            Instant now = clock[0].instant();
            while (!window.isEmpty() && !window.peek().plus(TEN_SECONDS).isAfter(now)) {
                window.remove();
            }
            window.add(now);
            return window.size() > 190 ? refused(refused) : SimResponse.json(200, "{}");
        })) {
            clock[0] = desk.clock;
            HttpApi api =
                    desk.api(builder -> builder.quotas(Quotas.of("busy").window(Quotas.GENERAL, 190, TEN_SECONDS)));
            Instant start = desk.clock.instant();
            int calls = 190 * 12;
            for (int i = 0; i < calls; i++) {
                api.read(ApiCall.get("/x"));
            }
            double seconds = Duration.between(start, desk.clock.instant()).toMillis() / 1000.0;
            double possible = 190 + seconds * 19;
            assertThat(refused).hasValue(0);
            assertThat(calls / possible).as("share of the quota that was used").isGreaterThanOrEqualTo(0.95);
        }
    }

    private static SimResponse refused(AtomicInteger count) {
        count.incrementAndGet();
        return SimResponse.json(429, "{}");
    }

    private final SharedResources resources = new SharedResources();

    private static PluginContext lent(String connection, TestClock clock, SharedResources resources) {
        return PluginContext.of(new SystemName(connection), clock, new SplittableRandom(1), Map.of())
                .sharing(resources);
    }

    @Test
    void connectionsOfOneTalkShareTheQuotaOfAnAccount() {
        TestClock clock = TestClock.create();
        Quotas quotas = Quotas.of("shared account").window(Quotas.GENERAL, 2, TEN_SECONDS);
        Limiter one = Limiter.shared(quotas, lent("one", clock, resources));
        Limiter other = Limiter.shared(quotas, lent("other", clock, resources));
        assertThat(one.acquire(Quotas.GENERAL)).isZero();
        assertThat(other.acquire(Quotas.GENERAL)).isZero();
        assertThat(one.acquire(Quotas.GENERAL)).isPositive();
        Quotas another = Quotas.of("another").window(Quotas.GENERAL, 2, TEN_SECONDS);
        assertThat(Limiter.shared(another, lent("one", clock, resources)).acquire(Quotas.GENERAL))
                .isZero();
        assertThat(one.acquire("search")).as("another quota").isZero();
    }

    @Test
    @Tag("R36")
    void twoTalksShareNothing() {
        TestClock clock = TestClock.create();
        Quotas quotas = Quotas.of("shared account").window(Quotas.GENERAL, 1, TEN_SECONDS);
        Limiter one = Limiter.shared(quotas, lent("one", clock, resources));
        Limiter other = Limiter.shared(quotas, lent("one", clock, new SharedResources()));
        assertThat(one.acquire(Quotas.GENERAL)).isZero();
        assertThat(other.acquire(Quotas.GENERAL)).isZero();
        assertThat(one.acquire(Quotas.GENERAL)).isPositive();
    }

    @Test
    void headersTellOfTheOthersWhoUseTheQuota() {
        TestClock clock = TestClock.create();
        Limiter limiter = new Limiter(Quotas.of("told").window(Quotas.GENERAL, 100, TEN_SECONDS, "Left", "Max"), clock);
        limiter.acquire(Quotas.GENERAL);
        limiter.observe(Quotas.GENERAL, answer("Left", "1"));
        assertThat(limiter.acquire(Quotas.GENERAL)).isZero();
        assertThat(limiter.acquire(Quotas.GENERAL)).as("a third call").isPositive();
        clock.advance(Duration.ofSeconds(11));
        limiter.observe(Quotas.GENERAL, answer("Max", "1"));
        assertThat(limiter.acquire(Quotas.GENERAL)).isZero();
        assertThat(limiter.acquire(Quotas.GENERAL))
                .as("more than the account has")
                .isPositive();
    }

    private static ApiResponse answer(String header, String value) {
        return ApiResponse.of(200, Map.of(header, List.of(value)), "{}");
    }

    @Test
    void tooManyCallsHalveThePaceWhichComesBackSlowly() {
        TestClock clock = TestClock.create();
        Limiter limiter = new Limiter(Quotas.of("slowed").window(Quotas.GENERAL, 100, TEN_SECONDS), clock);
        limiter.limited(Quotas.GENERAL, Duration.ofSeconds(1));
        assertThat(limiter.acquire(Quotas.GENERAL)).isEqualTo(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(burst(limiter)).isEqualTo(50);
        for (int i = 0; i < 100; i++) {
            limiter.observe(Quotas.GENERAL, answer("Other", "1"));
        }
        clock.advance(Duration.ofSeconds(11));
        assertThat(burst(limiter)).isEqualTo(100);
    }

    @Test
    void answersToCallsThatWereUnderWayTogetherHalveThePaceOnce() {
        TestClock clock = TestClock.create();
        Limiter limiter = new Limiter(Quotas.of("together").window(Quotas.GENERAL, 100, TEN_SECONDS), clock);
        for (int i = 0; i < 8; i++) {
            limiter.limited(Quotas.GENERAL, Duration.ofSeconds(1));
        }
        clock.advance(Duration.ofSeconds(1));
        assertThat(burst(limiter)).isEqualTo(50);
    }

    @Test
    void othersUseTheReserveFirst() {
        TestClock clock = TestClock.create();
        Limiter limiter = new Limiter(
                Quotas.of("reserve in use")
                        .window(Quotas.GENERAL, 100, TEN_SECONDS, "Left", "Max")
                        .reserve(0.2),
                clock);
        limiter.observe(Quotas.GENERAL, answer("Left", "85"));
        assertThat(burst(limiter)).isEqualTo(80);
        clock.advance(Duration.ofSeconds(11));
        limiter.observe(Quotas.GENERAL, answer("Left", "70"));
        assertThat(burst(limiter)).isEqualTo(70);
    }

    @Test
    void aReserveIsLeftToOthers() {
        Limiter limiter = new Limiter(
                Quotas.of("reserved").window(Quotas.GENERAL, 100, TEN_SECONDS).reserve(0.2), TestClock.create());
        assertThat(burst(limiter)).isEqualTo(80);
    }

    private static int burst(Limiter limiter) {
        int calls = 0;
        while (limiter.acquire(Quotas.GENERAL).isZero()) {
            calls++;
        }
        return calls;
    }
}
