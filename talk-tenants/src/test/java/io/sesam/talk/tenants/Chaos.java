package io.sesam.talk.tenants;

import com.zaxxer.hikari.HikariDataSource;
import io.sesam.talk.tenants.table.HintTable;
import io.sesam.talk.tenants.table.TenantDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Three workers that are killed and stopped at random while the records of many accounts change.
 *
 * <p>By command: {@code Chaos TENANTS REGISTERED LEASE_SECONDS SECONDS SEED}. Prints what happened; fails when a record was inserted
 * twice or is missing.
 */
final class Chaos implements AutoCloseable {
    private static final Duration[] SKEWS = {Duration.ofMinutes(-7), Duration.ZERO, Duration.ofMinutes(9)};

    private final Random random;
    private final int accounts;
    private final Duration lease;
    private final String shared;
    private final SqlSystems systems;
    private final WorkerProcess.Setup setup;
    /** Workers reach the shared database over a network of 1 to 5 milliseconds. */
    private final Wire wire;

    private final HikariDataSource pool;
    private final Tenants tenants;
    private final List<WorkerProcess> workers = new ArrayList<>();
    private final Map<String, Long> orphans = new LinkedHashMap<>();
    private final List<Long> takenOver = new ArrayList<>();
    private final Map<String, Integer> events = new HashMap<>();
    private int started;
    private int people;

    Chaos(int accounts, Duration lease, int latency, long seed) throws Exception {
        System.out.println("seed " + seed);
        this.random = new Random(seed);
        this.accounts = accounts;
        this.lease = lease;
        this.shared = Database.create();
        String other = Database.create();
        SqlSystems.create(other);
        this.systems = new SqlSystems(other, () -> 0);
        this.wire = Wire.to(shared, () -> 1 + (int) (Math.random() * 5));
        this.setup = new WorkerProcess.Setup(wire.address(shared), other, lease, 4, latency);
        this.pool = Database.pool(shared, 2);
        this.tenants = Tenants.on(pool)
                .build(id -> systems.settings(id, "host"))
                .worker("host")
                .lease(lease)
                .open();
    }

    static TenantId account(int number) {
        return TenantId.of("account-" + number);
    }

    /** Registers accounts that run, each with some people, and others that do not. */
    void fill(int each, int registered) {
        for (int i = 0; i < accounts; i++) {
            for (int k = 0; k < each; k++) {
                person(i);
            }
        }
        long begin = System.nanoTime();
        for (int i = accounts; i < registered; i++) {
            tenants.put(account(i), Schedule.onRequest());
        }
        for (int i = 0; i < accounts; i++) {
            tenants.put(account(i), Schedule.every(Duration.ofMinutes(1)));
        }
        say("registered " + Math.max(accounts, registered) + " tenants in "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) + " ms");
    }

    private void person(int account) {
        String system = SqlSystems.SYSTEMS.get(random.nextInt(2));
        systems.add(account(account).value(), system, "P" + people, "p" + people++ + "@x.example");
    }

    private void worker(int place) throws Exception {
        WorkerProcess worker = WorkerProcess.start(setup, "node-" + place + "-" + started++, SKEWS[place]);
        if (workers.size() > place) {
            workers.set(place, worker);
        } else {
            workers.add(worker);
        }
    }

    void startWorkers() throws Exception {
        for (int place = 0; place < SKEWS.length; place++) {
            worker(place);
        }
    }

    /** Lets things happen for a time. */
    void rage(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        Map<Integer, Long> stopped = new HashMap<>();
        long nextBlow = 0;
        while (System.nanoTime() < end) {
            int account = random.nextInt(accounts);
            switch (random.nextInt(3)) {
                case 0 -> person(account);
                case 1 -> tenants.runNow(account(account));
                default -> hint(account);
            }
            goOn(stopped, false);
            if (System.nanoTime() > nextBlow) {
                blow(stopped);
                nextBlow = System.nanoTime() + lease.toNanos() / 3 + random.nextInt((int) lease.toMillis()) * 500_000L;
            }
            watchOrphans();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(60));
        }
        goOn(stopped, true);
    }

    private void hint(int account) throws Exception {
        // as receive stores it, after the verification
        List<List<String>> some = systems.query(
                "select system, id from people where tenant = ? order by random() limit 1",
                account(account).value());
        if (!some.isEmpty()) {
            new HintTable(new TenantDatabase(pool, "talk_tenants"))
                    .add(
                            account(account).value(),
                            some.get(0).get(0),
                            List.of(new HintTable.Named("person", some.get(0).get(1))),
                            Duration.ofMillis(100));
        }
    }

    private void blow(Map<Integer, Long> stopped) throws Exception {
        int place = random.nextInt(workers.size());
        if (stopped.containsKey(place)) {
            return;
        }
        if (random.nextBoolean()) {
            events.merge("kill -9", 1, Integer::sum);
            WorkerProcess victim = workers.get(place);
            victim.kill();
            long now = System.nanoTime();
            for (String tenant : runsOf(victim.name)) {
                orphans.putIfAbsent(tenant, now);
            }
            worker(place);
        } else {
            events.merge("SIGSTOP", 1, Integer::sum);
            workers.get(place).signal("STOP");
            long millis = random.nextInt((int) (2 * lease.toMillis()));
            stopped.put(place, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    private void goOn(Map<Integer, Long> stopped, boolean all) throws Exception {
        for (int place : Set.copyOf(stopped.keySet())) {
            if (all || System.nanoTime() > stopped.get(place)) {
                workers.get(place).signal("CONT");
                stopped.remove(place);
            }
        }
    }

    private List<String> runsOf(String worker) throws Exception {
        return shared(
                "select task_instance from talk_tenants.scheduled_tasks where picked and picked_by like ?",
                worker + "/%");
    }

    /** Notes when the runs of killed workers have ended elsewhere. */
    private void watchOrphans() throws Exception {
        for (String tenant : Set.copyOf(orphans.keySet())) {
            long since = orphans.get(tenant);
            double seconds = (System.nanoTime() - since) / 1e9;
            List<String> ended = shared(
                    "select 1 from talk_tenants.tenants where id = ? and ended > clock_timestamp() - ?::float8 * interval '1 second'"
                            + " and outcome <> 'WAITING'",
                    tenant,
                    seconds);
            if (!ended.isEmpty()) {
                takenOver.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
                orphans.remove(tenant);
            }
        }
    }

    private List<String> shared(String sql, Object... parameters) throws Exception {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<String> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    /** Lets all workers run until everything has settled. In-doubt inserts are waited for in the time of the systems. */
    void settle(Duration atMost) throws Exception {
        long end = System.nanoTime() + atMost.toNanos();
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < accounts; i++) {
                tenants.runNow(account(i));
            }
            while (!shared(
                            "select id from talk_tenants.tenants n join talk_tenants.scheduled_tasks t on t.task_instance = n.id"
                                    + " where requested > served or picked or slices > 0 or waits > 0 limit 1")
                    .isEmpty()) {
                watchOrphans();
                if (System.nanoTime() > end) {
                    throw new AssertionError("not settled: " + unsettled());
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
            systems.update("update control set ahead = ahead + 600");
        }
    }

    private List<String> unsettled() throws Exception {
        return shared(
                "select id || ' ' || coalesce(outcome, '-') || ' ' || coalesce(reason, '') || ' ' || requested || ' ' || served"
                        + " from talk_tenants.tenants n join talk_tenants.scheduled_tasks t on t.task_instance = n.id"
                        + " where requested > served or picked or slices > 0 or waits > 0 limit 5");
    }

    /** Lists records that were inserted twice or are missing. */
    List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        systems.query("select tenant, system, email, count(*), string_agg(worker, ' ') from inserts group by 1, 2, 3"
                        + " having count(*) > 1")
                .forEach(row -> wrong.add("inserted twice: " + row));
        systems.query("select tenant, system, email, count(*) from people group by 1, 2, 3 having count(*) > 1")
                .forEach(row -> wrong.add("double: " + row));
        systems.query("select tenant, email, count(distinct system) from people group by 1, 2 having"
                        + " count(distinct system) < 2")
                .forEach(row -> wrong.add("missing: " + row));
        return wrong;
    }

    /** The slowest take-over in milliseconds, from the kill of its worker to its end elsewhere. */
    long slowestTakeOver() {
        return takenOver.stream().mapToLong(millis -> millis).max().orElse(0);
    }

    int takeOvers() {
        return takenOver.size();
    }

    Set<String> lostOrphans() {
        return new TreeSet<>(orphans.keySet());
    }

    long inserts() {
        return Long.parseLong(
                systems.query("select count(*) from inserts").get(0).get(0));
    }

    long waitingHints() throws Exception {
        return Long.parseLong(shared("select count(*) from talk_tenants.hints").get(0));
    }

    long failures() throws Exception {
        return Long.parseLong(shared("select count(*) from talk_tenants.tenants where failures > 0")
                .get(0));
    }

    String summary() throws Exception {
        return "measured: " + accounts + " tenants, lease " + lease.toSeconds() + " s, " + events + ", " + people
                + " people, " + inserts() + " inserts; runs of killed workers ended elsewhere: " + takeOvers()
                + ", slowest after " + slowestTakeOver() + " ms; failing " + failures() + ", hints left "
                + waitingHints();
    }

    static void say(String line) {
        System.out.println(line);
    }

    @Override
    public void close() throws IOException {
        wire.close();
        workers.forEach(WorkerProcess::close);
        tenants.close();
        pool.close();
        systems.close();
    }

    /** Runs the full size by command. */
    public static void main(String[] arguments) throws Exception {
        int tenants = Integer.parseInt(arguments[0]);
        int registered = Integer.parseInt(arguments[1]);
        Duration lease = Duration.ofSeconds(Long.parseLong(arguments[2]));
        Duration time = Duration.ofSeconds(Long.parseLong(arguments[3]));
        long seed = arguments.length > 4 ? Long.parseLong(arguments[4]) : new Random().nextLong();
        boolean isRight;
        try (Chaos chaos = new Chaos(tenants, lease, 20, seed)) {
            long begin = System.nanoTime();
            chaos.fill(10, registered);
            chaos.startWorkers();
            chaos.rage(time);
            say(chaos.summary());
            chaos.settle(Duration.ofMinutes(20));
            List<String> wrong = chaos.wrong();
            say(chaos.summary());
            say("settled after " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin) + " s; orphans "
                    + chaos.lostOrphans() + "; wrong: " + wrong);
            isRight = wrong.isEmpty();
        }
        System.exit(isRight ? 0 : 1);
    }
}
