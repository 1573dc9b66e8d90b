package io.sesam.talk.tenants;

import com.sun.management.OperatingSystemMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.sesam.talk.Talk;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.store.jdbc.PostgresqlStorePlugin;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Figures that a machine's load changes, by command: {@code Measurements fair|idle|latency}.
 */
final class Measurements {
    private static final OperatingSystemMXBean MACHINE =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Measurements() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "fair" -> fair();
            case "idle" -> idle();
            case "latency" -> latency();
            default -> throw new IllegalArgumentException("fair, idle or latency");
        }
        System.exit(0);
    }

    /** Waits of small tenants with and without a tenant a hundred times their size. */
    private static void fair() throws Exception {
        double without = percentile(waits(false), 0.95);
        double with = percentile(waits(true), 0.95);
        System.out.printf(
                "measured: p95 of the wait of small tenants %.0f ms alone, %.0f ms beside a large one%n",
                without, with);
    }

    private static double percentile(List<Long> millis, double share) {
        List<Long> sorted = millis.stream().sorted().toList();
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    private static List<Long> waits(boolean large) throws Exception {
        String url = Database.create();
        String other = Database.create();
        SqlSystems.create(other);
        List<Long> waits = new ArrayList<>();
        try (SqlSystems systems = new SqlSystems(
                        other, () -> 5 + ThreadLocalRandom.current().nextInt(10));
                HikariDataSource pool = Database.pool(url, 4);
                Tenants tenants = Tenants.on(pool)
                        .build(id -> systems.settings(id, "one"))
                        .threads(4)
                        .slice(Duration.ofSeconds(3))
                        .poll(Duration.ofMillis(100))
                        .start()) {
            int small = 20;
            for (int i = 0; i < small; i++) {
                fill(systems, "small-" + i, 30);
                tenants.put(TenantId.of("small-" + i), Schedule.onRequest());
                tenants.runNow(TenantId.of("small-" + i));
            }
            settle(tenants, small);
            if (large) {
                fill(systems, "large", 3_000);
                tenants.put(TenantId.of("large"), Schedule.onRequest());
                tenants.runNow(TenantId.of("large"));
                TimeUnit.SECONDS.sleep(2);
            }
            Random random = new Random(5);
            for (int round = 0; round < 150; round++) {
                TenantId id = TenantId.of("small-" + random.nextInt(small));
                systems.add(id.value(), "crm", "R" + round, "r" + round + "@x.example");
                long begin = System.nanoTime();
                tenants.runNow(id);
                while (tenants.status(id).orElseThrow().isRequested()) {
                    TimeUnit.MILLISECONDS.sleep(5);
                }
                waits.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
            }
            if (large) {
                System.out.println("the large one has yielded "
                        + tenants.status(TenantId.of("large")).orElseThrow().slices() + " times, has "
                        + systems.query("select count(*) from inserts where tenant = 'large'")
                                .get(0)
                                .get(0) + " records");
            }
        }
        return waits;
    }

    private static void fill(SqlSystems systems, String tenant, int people) {
        for (int i = 0; i < people; i++) {
            systems.add(tenant, "crm", "P" + i, "p" + i + "@x.example");
        }
    }

    private static void settle(Tenants tenants, int number) throws InterruptedException {
        for (int i = 0; i < number; i++) {
            TenantId id = TenantId.of("small-" + i);
            while (tenants.status(id).orElseThrow().isRequested()) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    /** Processor time of runs that find nothing, as turns of a worker and by a Talk that is held open. */
    private static void idle() throws Exception {
        String url = Database.create();
        MemoryAccounts accounts = new MemoryAccounts();
        TenantId acme = TenantId.of("acme");
        accounts.of(acme).crmPeople().add("firstname", "Ada", "email", "ada@x.example");
        int runs = 300;
        try (HikariDataSource pool = Database.pool(url, 4);
                Tenants tenants = Tenants.on(pool).build(accounts::settings).open()) {
            tenants.put(acme, Schedule.onRequest());
            double turns = perRun(runs, () -> check(tenants.runOnce(acme)));
            MemoryAccounts.Account account = accounts.of("held");
            account.crmPeople().add("firstname", "Ada", "email", "ada@x.example");
            try (Talk talk = Talk.builder()
                    .store(PostgresqlStorePlugin.over(pool), Map.of("schema", "held"))
                    .connect("crm", account.crm(), Map.of())
                    .connect("erp", account.erp(), Map.of())
                    .build()) {
                double held = perRun(runs, () -> check(talk.sync()));
                System.out.printf(
                        "measured: processor of an idle run %.1f ms as a turn, %.1f ms by a Talk held open over a pool, ratio %.2f%n",
                        turns, held, turns / held);
            }
            try (Talk talk = Talk.builder()
                    .store(
                            new PostgresqlStorePlugin(),
                            Map.of("url", url.replaceFirst("\\?.*", ""), "user", "postgres", "schema", "held"))
                    .connect("crm", account.crm(), Map.of())
                    .connect("erp", account.erp(), Map.of())
                    .build()) {
                double held = perRun(runs, () -> check(talk.sync()));
                System.out.printf(
                        "measured: %.1f ms by a Talk held open over its own connection, ratio %.2f%n",
                        held, turns / held);
            }
        }
    }

    private static void check(SyncReport report) {
        if (report.writes() > 1 || !report.paused().isEmpty()) {
            throw new AssertionError(report.text());
        }
    }

    private static double perRun(int runs, Runnable run) {
        for (int i = 0; i < 1_000; i++) {
            run.run();
        }
        long before = MACHINE.getProcessCpuTime();
        for (int i = 0; i < runs; i++) {
            run.run();
        }
        return (MACHINE.getProcessCpuTime() - before) / 1e6 / runs;
    }

    /** How long an idle run takes over a network of one to five milliseconds. */
    private static void latency() throws Exception {
        String url = Database.create();
        MemoryAccounts accounts = new MemoryAccounts();
        TenantId acme = TenantId.of("acme");
        for (int most : new int[] {0, 1, 5}) {
            try (Wire wire = Wire.to(
                            url,
                            () -> most == 0
                                    ? 0
                                    : 1 + ThreadLocalRandom.current().nextInt(most));
                    HikariDataSource pool = Database.pool(wire.address(url), 2);
                    Tenants tenants = Tenants.on(pool)
                            .build(accounts::settings)
                            .worker("node-" + most)
                            .open()) {
                tenants.put(acme, Schedule.onRequest());
                for (int i = 0; i < 30; i++) {
                    tenants.runOnce(acme);
                }
                int trips = wire.roundTrips();
                long begin = System.nanoTime();
                for (int i = 0; i < 50; i++) {
                    tenants.runOnce(acme);
                }
                System.out.printf(
                        "measured: network of up to %d ms: %.0f ms and %.1f round trips for an idle run, the heartbeat included%n",
                        most, (System.nanoTime() - begin) / 1e6 / 50, (wire.roundTrips() - trips) / 50.0);
            }
        }
    }
}
