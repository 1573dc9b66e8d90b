package io.sesam.talk.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.PluginContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of many threads on one account, in simulated time. */
@Tag("slow")
final class LimiterUnderLoadTest {
    private static final int QUOTA = 190;
    private static final int THREADS = 16;
    private static final int CALLS = QUOTA * 10 / THREADS;

    private final TurnClock clock = new TurnClock(THREADS);
    private final Calls calls = new Calls();

    private void work(BusyAccount account, Quotas quotas) throws Exception {
        PluginContext context = PluginContext.of(new SystemName("busy"), clock, new SplittableRandom(1), Map.of())
                .calls(calls);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (HttpApi api =
                HttpApi.to("Busy", account.uri(), context).quotas(quotas).build()) {
            Callable<Void> worker = () -> {
                try {
                    for (int i = 0; i < CALLS; i++) {
                        api.read(ApiCall.get("/x"));
                    }
                } finally {
                    clock.leave();
                }
                return null;
            };
            List<Future<Void>> done = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                done.add(threads.submit(worker));
            }
            for (Future<Void> each : done) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void manyThreadsUseNearlyAllOfAQuotaAndOverdrawNothing() throws Exception {
        try (BusyAccount account = new BusyAccount(clock, QUOTA, Duration.ZERO, 0)) {
            work(account, Quotas.of("many threads").window(Quotas.GENERAL, QUOTA, BusyAccount.PERIOD));
            assertThat(account.refused()).isZero();
            assertThat(account.share()).isGreaterThanOrEqualTo(0.95);
            assertThat(calls.count().waited()).isPositive();
        }
    }

    /** The server counts a call when it arrives, which is some time between sending it and receiving the response. */
    @Test
    void waysThatDifferInLengthOverdrawNothingEither() throws Exception {
        try (BusyAccount account = new BusyAccount(clock, QUOTA, Duration.ofMillis(150), 0)) {
            work(account, Quotas.of("long ways").window(Quotas.GENERAL, QUOTA, BusyAccount.PERIOD, "Left", "Max"));
            assertThat(account.refused()).isZero();
            assertThat(account.share()).isGreaterThanOrEqualTo(0.95);
        }
    }

    @Test
    void othersFindWhatIsReservedForThem() throws Exception {
        try (BusyAccount account = new BusyAccount(clock, QUOTA, Duration.ofMillis(50), 6)) {
            work(
                    account,
                    Quotas.of("others")
                            .window(Quotas.GENERAL, QUOTA, BusyAccount.PERIOD, "Left", "Max")
                            .reserve(0.35));
            assertThat(account.refused()).isZero();
            assertThat(account.othersRefused()).isZero();
            assertThat(account.share()).isGreaterThanOrEqualTo(0.80);
        }
    }
}
