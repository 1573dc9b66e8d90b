package io.sesam.talk.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.sesam.talk.connector.hubspot.HubSpotPlugin;
import io.sesam.talk.settings.TalkSettings;
import io.sesam.talk.simulators.SimHubSpot;
import io.sesam.talk.tenants.table.BucketStore;
import io.sesam.talk.tenants.table.TenantDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers that share the quota of an account. */
@Tag("slow")
final class SharedQuotaTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int CALLS = 19;

    @Test
    void theQuotaIsUsedAndNeverExceeded() throws Exception {
        String url = Database.create();
        // the clock of the database stands still unless it is moved
        Database.run(
                url,
                "create schema fake",
                "create table fake.clock as select timestamptz '2026-11-30 12:00:00Z' as at",
                "create function fake.clock_timestamp() returns timestamptz language sql as 'select at from fake.clock'",
                "alter database "
                        + Database.run(url, "select current_database()").get(0)
                        + " set search_path = fake, pg_catalog, public");
        ExecutorService workers = Executors.newFixedThreadPool(6);
        long seed = 20_261_130;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Long> granted = new ArrayList<>();
        try (HikariDataSource pool = Database.pool(url, 6)) {
            TenantDatabase database = new TenantDatabase(pool, "quotas");
            database.migrate();
            List<Callable<Boolean>> asking = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                // each worker has a store of its own
                BucketStore store =
                        new BucketStore(database, Map.of("hubspot/1", new BucketStore.Limit(CALLS, SECOND)));
                asking.add(() -> store.take("hubspot/1 general", 1_000, SECOND).isZero());
            }
            long micros = 0;
            while (micros < 5_000_000) {
                for (Future<Boolean> one : workers.invokeAll(asking)) {
                    if (one.get()) {
                        granted.add(micros);
                    }
                }
                // later on all of them are late now and then
                micros += micros > 3_000_000 && random.nextInt(20) == 0 ? 150_000 : 1_000 + random.nextInt(18_000);
                Database.run(
                        url,
                        "update fake.clock set at = timestamptz '2026-11-30 12:00:00Z' + " + micros
                                + " * interval '1 microsecond'");
            }
        } finally {
            workers.shutdownNow();
        }

        double used = granted.stream().filter(at -> at < 3_000_000).count() / (CALLS * 3.0);
        System.out.println("measured: " + Math.round(used * 100) + " % of the quota, at most " + mostInASecond(granted)
                + " in a second");
        assertThat(mostInASecond(granted)).isLessThanOrEqualTo(CALLS);
        assertThat(used).isBetween(0.95, 1.0);
    }

    private static int mostInASecond(List<Long> sorted) {
        int most = 0;
        for (int from = 0, to = 0; to < sorted.size(); to++) {
            while (sorted.get(to) - sorted.get(from) >= 1_000_000) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }

    @Test
    void twoTenantsShareTheQuotaOfTheirHubSpotAccount() throws Exception {
        String url = Database.create();
        String account = "hubspot/portal-123";
        try (SimHubSpot portal = SimHubSpot.start(Clock.systemUTC());
                HikariDataSource pool = Database.pool(url, 4);
                Tenants tenants = Tenants.on(pool)
                        .build(tenant -> settings(portal, account))
                        // a third at once, so that no call waits
                        .quota(account, Quota.per(1_000, Duration.ofHours(1)))
                        .open()) {
            long perCall = 5_400_000;
            List<Long> next = new ArrayList<>();
            List<Long> calls = new ArrayList<>();
            for (String tenant : List.of("acme", "beta")) {
                tenants.put(TenantId.of(tenant), Schedule.onRequest());
                tenants.runOnce(TenantId.of(tenant));
                next.add(Long.valueOf(
                        Database.run(url, "select next from talk_tenants.quotas where account = '" + account + " PT1H'")
                                .get(0)));
                calls.add((long) portal.server().requests().size());
            }

            assertThat(calls.get(1)).isGreaterThan(calls.get(0));
            // each call of the second tenant has moved the one row by the time of a call
            assertThat((next.get(1) - next.get(0)) / perCall).isEqualTo(calls.get(1) - calls.get(0));
            assertThat(Database.run(
                            url, "select account from talk_tenants.quotas where account not like '" + account + "%'"))
                    .isEmpty();
        }
    }

    private static TalkSettings settings(SimHubSpot portal, String account) {
        return TalkSettings.source()
                .plugin(new HubSpotPlugin())
                .plugin(new MemoryAccounts.Named(
                        "erp-plugin", MemoryAccounts.Account.create().erp()))
                .read(Map.of(
                        "trust",
                        List.of("crm", "erp"),
                        "connections",
                        Map.of(
                                "crm",
                                Map.of(
                                        "connector",
                                        "hubspot",
                                        "settings",
                                        Map.of(
                                                "accessToken",
                                                portal.tokens().good(),
                                                "baseUrl",
                                                portal.uri().toString(),
                                                "quotaAccount",
                                                account)),
                                "erp",
                                Map.of("connector", "erp-plugin"))));
    }
}
