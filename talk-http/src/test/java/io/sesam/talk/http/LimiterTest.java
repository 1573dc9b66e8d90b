package io.sesam.talk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.simulators.SimResponse;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.SharedResources;
import io.sesam.talk.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
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

    private static PluginContext context(String connection, TestClock clock, SharedResources resources) {
        return PluginContext.of(new SystemName(connection), clock, new SplittableRandom(1), Map.of())
                .sharing(resources);
    }

    @Test
    void connectionsOfOneTalkShareTheQuotaOfAnAccount() {
        TestClock clock = TestClock.create();
        Quotas quotas = Quotas.of("shared account").window(Quotas.GENERAL, 2, TEN_SECONDS);
        Limiter one = Limiter.shared(quotas, context("one", clock, resources));
        Limiter other = Limiter.shared(quotas, context("other", clock, resources));
        assertThat(one.acquire(Quotas.GENERAL)).isZero();
        assertThat(other.acquire(Quotas.GENERAL)).isZero();
        assertThat(one.acquire(Quotas.GENERAL)).isPositive();
        Quotas another = Quotas.of("another").window(Quotas.GENERAL, 2, TEN_SECONDS);
        assertThat(Limiter.shared(another, context("one", clock, resources)).acquire(Quotas.GENERAL))
                .isZero();
        assertThat(one.acquire("search")).as("another quota").isZero();
    }

    @Test
    @Tag("R36")
    void twoTalksShareNothing() {
        TestClock clock = TestClock.create();
        Quotas quotas = Quotas.of("shared account").window(Quotas.GENERAL, 1, TEN_SECONDS);
        Limiter one = Limiter.shared(quotas, context("one", clock, resources));
        Limiter other = Limiter.shared(quotas, context("one", clock, new SharedResources()));
        assertThat(one.acquire(Quotas.GENERAL)).isZero();
        assertThat(other.acquire(Quotas.GENERAL)).isZero();
        assertThat(one.acquire(Quotas.GENERAL)).isPositive();
    }

    /** Counts the calls of all processes, as a host would on its database. */
    private static final class SharedCounts implements RateLimitStore {
        private final TestClock clock;
        private final Map<String, Deque<Instant>> calls = new HashMap<>();

        SharedCounts(TestClock clock) {
            this.clock = clock;
        }

        @Override
        public synchronized Duration take(String account, int most, Duration period) {
            assertThat(account).doesNotContain("canary");
            Deque<Instant> recent = calls.computeIfAbsent(account + period, name -> new ArrayDeque<>());
            Instant now = clock.instant();
            recent.removeIf(call -> !call.plus(period).isAfter(now));
            if (recent.size() >= most) {
                return Duration.between(now, recent.element().plus(period));
            }
            recent.add(now);
            return Duration.ZERO;
        }
    }

    @Test
    void processesWithOneStoreStayWithinTheQuotaTogether() {
        TestClock clock = TestClock.create();
        Map<Class<?>, Object> host = Map.of(RateLimitStore.class, new SharedCounts(clock));
        Quotas quotas = Quotas.of("one account")
                .window(Quotas.GENERAL, 100, TEN_SECONDS)
                .window(Quotas.GENERAL, 300, Duration.ofMinutes(10));
        List<Limiter> processes = Stream.of("a", "b", "c")
                .map(name -> Limiter.shared(
                        quotas, context(name, clock, new SharedResources()).providing(host)))
                .toList();
        int calls = 0;
        for (int round = 0; round < 40; round++) {
            int inRound = 0;
            for (Limiter process : processes) {
                inRound += burst(process);
            }
            assertThat(inRound).isLessThanOrEqualTo(100);
            calls += inRound;
            clock.advance(Duration.ofSeconds(11));
        }
        assertThat(calls).as("in less than ten minutes, over 95 % of the quota").isBetween(286, 300);
        assertThat(processes.get(0).acquire(Quotas.GENERAL)).isPositive();
        assertThat(processes.get(0).acquire("search")).as("another quota").isZero();
    }

    @Test
    @Tag("R45")
    void aStoreThatFailsLetsNothingThrough() {
        RateLimitStore broken = (account, calls, period) -> {
            throw new IllegalStateException("canary");
        };
        Limiter limiter = Limiter.shared(
                Quotas.of("an account").window(Quotas.GENERAL, 1, TEN_SECONDS),
                context("one", TestClock.create(), resources).providing(Map.of(RateLimitStore.class, broken)));
        assertThatThrownBy(() -> limiter.acquire(Quotas.GENERAL))
                .isInstanceOf(TalkException.class)
                .hasMessageContaining("IllegalStateException")
                .hasMessageNotContaining("canary");
    }

    @Test
    void headersTellOfTheOthersWhoUseTheQuota() {
        TestClock clock = TestClock.create();
        Limiter limiter = limiter(Quotas.of("told").window(Quotas.GENERAL, 100, TEN_SECONDS, "Left", "Max"), clock);
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
        Limiter limiter = limiter(Quotas.of("slowed").window(Quotas.GENERAL, 100, TEN_SECONDS), clock);
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
        Limiter limiter = limiter(Quotas.of("together").window(Quotas.GENERAL, 100, TEN_SECONDS), clock);
        for (int i = 0; i < 8; i++) {
            limiter.limited(Quotas.GENERAL, Duration.ofSeconds(1));
        }
        clock.advance(Duration.ofSeconds(1));
        assertThat(burst(limiter)).isEqualTo(50);
    }

    @Test
    void othersUseTheReserveFirst() {
        TestClock clock = TestClock.create();
        Limiter limiter = limiter(
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
        Limiter limiter = limiter(
                Quotas.of("reserved").window(Quotas.GENERAL, 100, TEN_SECONDS).reserve(0.2), TestClock.create());
        assertThat(burst(limiter)).isEqualTo(80);
    }

    private static Limiter limiter(Quotas quotas, TestClock clock) {
        return new Limiter(quotas, clock, Optional.empty());
    }

    private static int burst(Limiter limiter) {
        int calls = 0;
        while (limiter.acquire(Quotas.GENERAL).isZero()) {
            calls++;
        }
        return calls;
    }
}
