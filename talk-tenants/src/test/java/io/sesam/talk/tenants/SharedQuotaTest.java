package io.sesam.talk.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.sesam.talk.http.RateLimitStore;
import io.sesam.talk.tenants.table.BucketStore;
import io.sesam.talk.tenants.table.TenantDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers that share the quota of an account. */
@Tag("slow")
final class SharedQuotaTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void theQuotaIsUsedAndNeverExceeded() throws Exception {
        int calls = 19;
        String url = Database.create();
        List<Long> granted = Collections.synchronizedList(new ArrayList<>());
        ExecutorService workers = Executors.newFixedThreadPool(6);
        try (HikariDataSource pool = Database.pool(url, 6)) {
            TenantDatabase database = new TenantDatabase(pool, "quotas");
            database.migrate();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(6);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                // each worker has a store of its own
                RateLimitStore store =
                        new BucketStore(database, Map.of("hubspot/1", new BucketStore.Limit(calls, SECOND)));
                all.add(workers.submit(() -> {
                    while (System.nanoTime() < end) {
                        Duration wait = store.take("hubspot/1 general", 1_000, SECOND);
                        if (wait.isZero()) {
                            granted.add(System.nanoTime());
                        } else {
                            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
                        }
                    }
                    return true;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            long first = Collections.min(granted);
            double seconds = (Collections.max(granted) - first) / 1e9;
            double used = granted.size() / (calls * seconds);
            System.out.println("measured: " + granted.size() + " grants in " + seconds + " s, " + Math.round(used * 100)
                    + " % of the quota, at most " + mostInASecond(granted) + " in a second");
            // on a machine that stands still for a while, calls are late and fewer
            assertThat(mostInASecond(granted)).isLessThanOrEqualTo(calls + 2);
            assertThat(used).isBetween(0.5, 1.0);
        } finally {
            workers.shutdownNow();
        }
    }

    /** As this process saw them: a grant may be late by as long as the answer took. */
    private static int mostInASecond(List<Long> times) {
        List<Long> sorted = times.stream().sorted().toList();
        int most = 0;
        for (int from = 0, to = 0; to < sorted.size(); to++) {
            while (sorted.get(to) - sorted.get(from) >= 1_000_000_000L) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }
}
