package io.sesam.talk.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.settings.TalkSettings;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Hint;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.WebhookRequest;
import io.sesam.talk.store.jdbc.PostgresqlStorePlugin;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a host of many accounts is promised, in one process. */
@Tag("slow")
final class TenantsTest {
    private static final TenantId ACME = TenantId.of("acme");
    private static final TenantId BETA = TenantId.of("beta");
    private static final Schedule HOURLY = Schedule.every(Duration.ofHours(1));

    private static final String URL = Database.create();
    private static final AtomicInteger SCHEMA = new AtomicInteger();

    private final MemoryAccounts accounts = new MemoryAccounts();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final String schema = "shared_" + SCHEMA.incrementAndGet();
    private HikariDataSource pool;

    @BeforeEach
    void openPool() throws Exception {
        // the stores of the test before
        for (String old : Database.run(URL, "select nspname from pg_namespace where nspname like 'tenant\\_%'")) {
            Database.run(URL, "drop schema " + old + " cascade");
        }
        pool = Database.pool(URL, 4);
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        pool.close();
    }

    private TenantsBuilder builder(Function<TenantId, TalkSettings> settings) {
        return Tenants.on(pool)
                .build(settings)
                .schema(schema)
                .poll(Duration.ofMillis(50))
                .webhookDelay(Duration.ofMillis(50));
    }

    private Tenants started(TenantsBuilder builder) {
        Tenants tenants = builder.start();
        open.add(tenants);
        return tenants;
    }

    private Tenants started() {
        return started(builder(accounts::settings));
    }

    private static ConditionFactory soon() {
        return await().atMost(30, TimeUnit.SECONDS).pollInterval(Duration.ofMillis(20));
    }

    private static void done(Tenants tenants, TenantId id) {
        soon().until(() -> tenants.status(id)
                .orElseThrow()
                .outcome()
                .filter("DONE"::equals)
                .isPresent());
    }

    private static TenantStatus status(Tenants tenants, TenantId id) {
        return tenants.status(id).orElseThrow();
    }

    @Test
    void aTenantIsSyncedAtOnceAndHasAStoreOfItsOwn() {
        accounts.of(ACME).crmPeople().add("firstname", "Ada", "email", "ada@x.example");
        Tenants tenants = started();

        tenants.put(ACME, HOURLY);
        tenants.put(BETA, Schedule.onRequest());
        done(tenants, ACME);

        assertThat(accounts.of(ACME).erpPeople().find("email", "ada@x.example")).hasSize(1);
        assertThat(accounts.of(BETA).crm().readCalls()).isZero();
        TenantStatus status = status(tenants, ACME);
        assertThat(status.store()).isPresent();
        assertThat(status.isRunning()).isFalse();
        assertThat(status.next().orElseThrow())
                .isBetween(
                        status.started().orElseThrow().plusSeconds(3_599),
                        status.started().orElseThrow().plusSeconds(3_601));
        assertThat(status(tenants, BETA).store()).isEmpty();
        assertThat(status(tenants, BETA).next()).isEmpty();
        assertThat(tenants.list("", 10)).containsExactly(ACME, BETA);
    }

    @Test
    void askedWhileItRunsItRunsOnceMoreHoweverOftenItIsAsked() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        accounts.of(ACME).crm().interceptReads(number -> {
            runs.incrementAndGet();
            begun.countDown();
            waitFor(goOn);
        });
        Tenants tenants = started();
        tenants.put(ACME, HOURLY);
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        int first = runs.get();
        for (int i = 0; i < 50; i++) {
            tenants.runNow(ACME);
        }
        assertThat(status(tenants, ACME).isRequested()).isTrue();
        assertThat(status(tenants, ACME).worker()).isPresent();
        goOn.countDown();

        soon().until(() ->
                !status(tenants, ACME).isRequested() && !status(tenants, ACME).isRunning());
        int after = runs.get();
        assertThat(after).isGreaterThan(first);
        TimeUnit.MILLISECONDS.sleep(300);
        assertThat(runs.get()).isEqualTo(after);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Tag("R30")
    void aBrokenTenantBacksOffWithItsReasonAndDelaysNobody() {
        TenantId settings = TenantId.of("broken-settings");
        TenantId secrets = TenantId.of("broken-vault");
        TenantId token = TenantId.of("broken-token");
        accounts.of(token)
                .crm()
                .failNextTypes(
                        new TalkException(ErrorCode.ACCESS_REFUSED, "crm: the token was revoked; connect again"));
        Tenants tenants = started(builder(id -> {
            if (id.equals(settings)) {
                return TalkSettings.from(Map.of("connections", Map.of("crm", Map.of("connector", "hupspot"))));
            }
            if (id.equals(secrets)) {
                throw new IllegalStateException("password=hunter2");
            }
            return accounts.settings(id);
        }));

        List.of(settings, secrets, token, ACME).forEach(id -> tenants.put(id, Schedule.every(Duration.ofSeconds(1))));
        done(tenants, ACME);
        List.of(settings, secrets, token)
                .forEach(id -> soon().until(() -> status(tenants, id).failures() > 0));

        assertThat(status(tenants, settings).reason().orElseThrow()).contains("CONFIGURATION", "hupspot");
        assertThat(status(tenants, secrets).reason().orElseThrow())
                .contains("IllegalStateException", secrets.value())
                .doesNotContain("hunter2");
        assertThat(status(tenants, token).reason().orElseThrow()).contains("revoked", "connect again");
        assertThat(status(tenants, token).outcome()).contains("PAUSED_SYSTEMS");
        for (TenantId id : List.of(settings, secrets, token)) {
            TenantStatus now = status(tenants, id);
            assertThat(Duration.between(now.ended().orElseThrow(), now.next().orElseThrow()))
                    .isBetween(Duration.ofSeconds(25), Duration.ofSeconds(61));
        }
        // repaired, it runs again at once
        tenants.resume(token);
        done(tenants, token);
        assertThat(status(tenants, token).failures()).isZero();
    }

    @Test
    void aPausedTenantDoesNotRunAndIsAskedForLater() throws Exception {
        Tenants tenants = started();
        tenants.put(ACME, HOURLY);
        done(tenants, ACME);
        int reads = accounts.of(ACME).crm().readCalls();

        tenants.pause(ACME);
        tenants.runNow(ACME);
        TimeUnit.MILLISECONDS.sleep(300);
        assertThat(accounts.of(ACME).crm().readCalls()).isEqualTo(reads);
        assertThat(status(tenants, ACME).isPaused()).isTrue();
        tenants.resume(ACME);

        soon().until(() -> accounts.of(ACME).crm().readCalls() > reads);
        assertThatExceptionOfType(TalkException.class).isThrownBy(() -> tenants.runNow(TenantId.of("nobody")));
    }

    @Test
    void aRemovedTenantIsGoneWithItsStore() throws Exception {
        Tenants tenants = started();
        tenants.put(ACME, HOURLY);
        done(tenants, ACME);
        String store = status(tenants, ACME).store().orElseThrow().replace("main/", "");
        assertThat(Database.run(URL, "select 1 from pg_namespace where nspname = '" + store + "'"))
                .hasSize(1);

        tenants.remove(ACME);

        assertThat(tenants.status(ACME)).isEmpty();
        assertThat(Database.run(URL, "select 1 from pg_namespace where nspname = '" + store + "'"))
                .isEmpty();
        assertThat(Database.run(URL, "select task_instance from " + schema + ".scheduled_tasks"))
                .isEmpty();
    }

    @Test
    @Tag("R29")
    void webhooksAreVerifiedStoredAndReadByAnyWorker() throws Exception {
        accounts.of(ACME).crm().sends(request -> {
            if (!request.header("signature").equals(Optional.of("good"))) {
                throw new TalkException(ErrorCode.ACCESS_REFUSED, "crm: the signature is wrong");
            }
            return List.of(new Hint(EntityType.PERSON, request.text()));
        });
        String id = accounts.of(ACME).crmPeople().add("firstname", "Ada", "email", "ada@x.example");
        Tenants receiving = builder(accounts::settings).open();
        open.add(receiving);
        receiving.put(ACME, Schedule.onRequest());

        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> receiving.receive(ACME, "crm", webhook("forged", id)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_REFUSED));
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> receiving.receive(BETA, "crm", webhook("good", id)));
        assertThat(Database.run(URL, "select 1 from " + schema + ".hints")).isEmpty();
        assertThat(status(receiving, ACME).isRequested()).isFalse();

        assertThat(receiving.receive(ACME, "crm", webhook("good", id))).isEqualTo(1);
        assertThat(receiving.receive(ACME, "crm", webhook("good", id))).isZero();
        assertThat(status(receiving, ACME).store()).isEmpty();
        assertThat(status(receiving, ACME).waitingHints()).isEqualTo(1);

        Tenants working = started();
        done(working, ACME);
        assertThat(status(working, ACME).waitingHints()).isZero();
        assertThat(accounts.of(ACME).erpPeople().ids()).hasSize(1);
    }

    /** The listing shows an edit after a day, the look-up at once: only a hint finds it. */
    @Test
    @Tag("R29")
    void aStormOfWebhooksAndRequestsLosesNoHint() throws Exception {
        TestClock clock = TestClock.create();
        List<FieldSpec> fields = List.of(FieldSpec.of("firstname"), FieldSpec.of("email"));
        MemorySystem crm = MemorySystem.at(clock);
        MemorySystem erp = MemorySystem.at(clock);
        MemoryTable people = crm.holds(
                TypeSpec.of(Person.SCHEMA, fields).indexLag(Duration.ofDays(1)).build());
        MemoryTable copies =
                erp.holds(TypeSpec.of(Person.SCHEMA, fields).inserts().updates().build());
        crm.sends(request -> List.of(new Hint(EntityType.PERSON, request.text())));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            ids.add(people.add("firstname", "Ada", "email", "ada" + i + "@x.example"));
        }
        clock.advance(Duration.ofDays(2));
        Function<TenantId, TalkSettings> settings = id -> {
            TalkSettings read = MemoryAccounts.settings(crm, erp);
            read.builder().clock(clock).changeLimit(ChangeLimit.defaults().changes(1_000, 100));
            return read;
        };
        Tenants working = started(builder(settings).worker("working"));
        Tenants receiving = builder(settings).worker("receiving").open();
        open.add(receiving);
        working.put(ACME, Schedule.onRequest());
        working.runNow(ACME);
        done(working, ACME);
        assertThat(copies.ids()).hasSize(60);

        ExecutorService senders = Executors.newFixedThreadPool(6);
        List<Future<?>> sent = new ArrayList<>();
        for (int sender = 0; sender < 6; sender++) {
            int first = sender * 10;
            sent.add(senders.submit(() -> {
                for (int round = 0; round < 5; round++) {
                    for (String id : ids.subList(first, first + 10)) {
                        people.put(id, "firstname", "Ada " + round);
                        receiving.receive(ACME, "crm", webhook("good", id));
                        receiving.runNow(ACME);
                    }
                }
                return true;
            }));
        }
        for (Future<?> one : sent) {
            one.get();
        }
        senders.shutdown();

        soon().until(() ->
                !status(working, ACME).isRequested() && !status(working, ACME).isRunning());
        assertThat(status(working, ACME).waitingHints()).isZero();
        assertThat(copies.find("firstname", "Ada 4")).hasSize(60);
    }

    private static WebhookRequest webhook(String signature, String id) {
        return WebhookRequest.of(
                "POST",
                "https://host.example/hooks/acme/crm",
                Map.of("signature", List.of(signature)),
                id.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @Tag("R44")
    void itIsReadWhileItRunsAndOnlyItsWorkersChangeIt() throws Exception {
        accounts.of(ACME).crmPeople().add("firstname", "Ada", "email", "ada@x.example");
        Tenants tenants = started();
        tenants.put(ACME, HOURLY);
        done(tenants, ACME);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        accounts.of(ACME).crm().interceptReads(number -> {
            begun.countDown();
            waitFor(goOn);
        });
        tenants.runNow(ACME);
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        // the systems in memory let nobody in while they wait
        Tenants elsewhere = builder(id -> new MemoryAccounts().settings(id)).open();
        open.add(elsewhere);
        try (Talk talk = elsewhere.openForQueries(ACME)) {
            assertThat(talk.status().golden().get(EntityType.PERSON)).isEqualTo(1);
            assertThat(talk.status().isStandby()).isTrue();
            refused(talk::sync, "only read here");
        }
        refused(() -> tenants.runOnce(ACME), "is being run by");
        refused(() -> tenants.work(ACME, Talk::status), "is being run by");
        refused(() -> tenants.remove(ACME), "is being run by");
        goOn.countDown();
        soon().until(() -> !status(tenants, ACME).isRunning());
        assertThat(tenants.<Boolean>work(ACME, talk -> talk.status().isStandby()))
                .isFalse();
        assertThat(tenants.runOnce(ACME).paused()).isEmpty();
    }

    private static void refused(ThrowingCallable call, String reason) {
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(call)
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_IN_USE));
    }

    @Test
    void aStoreInUseByAnotherEngineIsWaitedForWithUntilWhen() throws Exception {
        Tenants tenants = started();
        tenants.put(ACME, HOURLY);
        done(tenants, ACME);
        String store = status(tenants, ACME).store().orElseThrow().replace("main/", "");
        MemoryAccounts.Account account = accounts.of(ACME);
        try (Talk other = Talk.builder()
                .store(PostgresqlStorePlugin.over(pool), Map.of("schema", store))
                .connect("crm", account.crm(), Map.of())
                .connect("erp", account.erp(), Map.of())
                .build()) {
            other.status();
            tenants.runNow(ACME);
            soon().until(() ->
                    status(tenants, ACME).outcome().filter("WAITING"::equals).isPresent());
            assertThat(status(tenants, ACME).reason().orElseThrow()).contains("STORE_IN_USE", "until", "UTC");
            assertThat(status(tenants, ACME).failures()).isZero();
        }
        done(tenants, ACME);
    }

    @Test
    void aNewerStoreWaitsForANewerWorkerAndStillAnswers() throws Exception {
        accounts.of(ACME).crmPeople().add("firstname", "Ada", "email", "ada@x.example");
        Tenants tenants = started();
        tenants.put(ACME, HOURLY);
        tenants.put(BETA, HOURLY);
        done(tenants, ACME);
        String store = status(tenants, ACME).store().orElseThrow().replace("main/", "");
        int newer = PostgresqlStorePlugin.tablesVersion() + 1;
        Database.run(
                URL,
                "insert into " + store + ".talk_migrations (version, applied) values (" + newer + ", '')",
                "update " + store + ".about set value = '" + (newer - 1) + "' where name = 'readers'");

        tenants.runNow(ACME);
        soon().until(() ->
                status(tenants, ACME).outcome().filter("WAITING"::equals).isPresent());
        assertThat(status(tenants, ACME).reason().orElseThrow()).contains("STORE_NEWER");
        try (Talk talk = tenants.openForQueries(ACME)) {
            assertThat(talk.status().golden().get(EntityType.PERSON)).isEqualTo(1);
        }
        tenants.runNow(BETA);
        soon().until(() -> !status(tenants, BETA).isRequested());
        assertThat(status(tenants, BETA).outcome()).contains("DONE");
    }

    @Test
    void storesOfAnOlderVersionAreMigratedOneByOne() throws Exception {
        Tenants tenants = started();
        List<TenantId> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(TenantId.of("tenant " + i));
            tenants.put(all.get(i), HOURLY);
        }
        all.forEach(id -> done(tenants, id));
        tenants.put(BETA, Schedule.onRequest());
        assertThat(tenants.migrate(MigrationOptions.parallel(4)).migrated()).isEmpty();

        Database.run(URL, "update " + schema + ".tenants set tables = tables - 1 where tables is not null");
        MigrationReport report = tenants.migrate(MigrationOptions.parallel(4));

        assertThat(report.migrated()).containsExactlyInAnyOrderElementsOf(all);
        assertThat(report.busy()).isEmpty();
        assertThat(report.failed()).isEmpty();
        assertThat(tenants.migrate(MigrationOptions.parallel(4)).migrated()).isEmpty();
    }

    @Test
    void aPoolOfFourConnectionsServesFiftySlowRunsAtOnce() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(50);
        List<TenantId> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            TenantId id = TenantId.of("slow " + i);
            ids.add(id);
            accounts.of(id).crmPeople().add("firstname", "Ada", "email", "ada@x.example");
            accounts.of(id).crm().interceptReads(number -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                all.countDown();
                waitFor(all);
                running.decrementAndGet();
            });
        }
        Tenants tenants = started(builder(accounts::settings).threads(50));

        ids.forEach(id -> tenants.put(id, HOURLY));
        ids.forEach(id -> done(tenants, id));

        assertThat(most.get()).isEqualTo(50);
        assertThat(ids)
                .allSatisfy(id -> assertThat(accounts.of(id).erpPeople().ids()).hasSize(1));
    }

    @Test
    void aLongFirstSyncYieldsAndGoesOnWhileSmallOnesAreServed() {
        for (int i = 0; i < 3_000; i++) {
            accounts.of(ACME).crmPeople().add("firstname", "Ada " + i, "email", "ada" + i + "@x.example");
        }
        AtomicInteger pages = new AtomicInteger();
        accounts.of(ACME).crm().interceptReads(number -> {
            pages.incrementAndGet();
            sleep(40);
        });
        accounts.of(BETA).crmPeople().add("firstname", "Bob", "email", "bob@x.example");
        Tenants tenants = started(builder(accounts::settings).threads(1).slice(Duration.ofMillis(150)));

        tenants.put(ACME, HOURLY);
        soon().until(() -> pages.get() > 0);
        tenants.put(BETA, HOURLY);
        done(tenants, BETA);
        assertThat(status(tenants, ACME).outcome()).contains("YIELDED");
        long yielded = status(tenants, ACME).slices();
        await().atMost(120, TimeUnit.SECONDS)
                .until(() ->
                        status(tenants, ACME).outcome().filter("DONE"::equals).isPresent());

        assertThat(yielded).isPositive();
        assertThat(accounts.of(ACME).erpPeople().ids()).hasSize(3_000);
        assertThat(accounts.of(ACME).erp().asked()).hasSize(3_000);
        assertThat(status(tenants, ACME).slices()).isZero();
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Tag("R36")
    void openTalksHaveNoThreadsAndAClosedWorkerLeavesNone() throws Exception {
        Tenants tenants = builder(accounts::settings).threads(3).start();
        for (int i = 0; i < 10; i++) {
            tenants.put(TenantId.of("t" + i), HOURLY);
        }
        for (int i = 0; i < 10; i++) {
            done(tenants, TenantId.of("t" + i));
        }
        List<Talk> reading = new ArrayList<>();
        long before = threads();
        for (int i = 0; i < 10; i++) {
            reading.add(tenants.openForQueries(TenantId.of("t" + i)));
            reading.get(i).status();
        }
        assertThat(threads()).isLessThanOrEqualTo(before);
        reading.forEach(Talk::close);
        assertThat(ours()).isNotEmpty();

        tenants.close();

        soon().until(() -> ours().isEmpty());
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("talk-tenants"))
                .count();
    }

    private static List<String> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("talk") || name.contains("scheduler"))
                .toList();
    }

    @Test
    void aStopEndsRunsAtASafePointAndAnotherWorkerGoesOnAtOnce() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            accounts.of(ACME).crmPeople().add("firstname", "Ada " + i, "email", "ada" + i + "@x.example");
        }
        CountDownLatch begun = new CountDownLatch(1);
        accounts.of(ACME).crm().interceptReads(number -> {
            begun.countDown();
            sleep(30);
        });
        Tenants first = builder(accounts::settings).worker("first").start();
        first.put(ACME, HOURLY);
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        first.close();
        Tenants second = started(builder(accounts::settings).worker("second"));

        done(second, ACME);

        assertThat(accounts.of(ACME).erp().asked()).hasSize(1_000);
    }

    private Tenants opened() {
        Tenants tenants = builder(accounts::settings).open();
        open.add(tenants);
        return tenants;
    }

    @Test
    void aTenantThatIsPutAgainKeepsItsOpenRequest() {
        Tenants registering = opened();
        registering.put(ACME, Schedule.onRequest());
        registering.runNow(ACME);
        registering.put(ACME, Schedule.onRequest());

        assertThat(status(registering, ACME).next()).isPresent();
        done(started(), ACME);
    }

    @Test
    void aTenantThatIsPausedDuringWorkDoesNotRunAfterwards() {
        Tenants tenants = opened();
        tenants.put(ACME, HOURLY);
        tenants.work(ACME, talk -> {
            tenants.pause(ACME);
            return true;
        });

        assertThat(status(tenants, ACME).next()).isEmpty();
    }

    @Test
    void aPausedTenantWhoseWorkerDiedDoesNotRun() throws Exception {
        Tenants tenants = opened();
        tenants.put(ACME, HOURLY);
        // as a worker leaves it that was killed
        Database.run(URL, "update " + schema + ".scheduled_tasks set picked = true, picked_by = 'dead'");
        tenants.pause(ACME);
        tenants.put(BETA, HOURLY);
        Tenants worker = started(builder(accounts::settings).lease(Duration.ofMillis(600)));
        done(worker, BETA);
        soon().until(() ->
                !status(worker, ACME).isRunning() && status(worker, ACME).next().isEmpty());

        assertThat(accounts.of(ACME).crm().readCalls()).isZero();
    }

    @Test
    void aRemovalThatFailedCanBeTriedAgain() throws Exception {
        Tenants tenants = started();
        tenants.put(ACME, Schedule.onRequest());
        tenants.runOnce(ACME);
        String store = status(tenants, ACME).store().orElseThrow();
        String name = store.substring(store.lastIndexOf('/') + 1).replaceAll(".*?(tenant_\\d+).*", "$1");
        Database.run(
                URL,
                "create function refuse_drop() returns event_trigger language plpgsql as"
                        + " $$ begin raise exception 'not now'; end $$",
                "create event trigger refuse_drop on sql_drop execute function refuse_drop()");
        try {
            assertThatExceptionOfType(TalkException.class)
                    .isThrownBy(() -> tenants.remove(ACME))
                    .withMessageContaining("could not be dropped");
        } finally {
            Database.run(URL, "drop event trigger refuse_drop", "drop function refuse_drop");
        }

        assertThat(status(tenants, ACME).isRunning()).isFalse();
        tenants.remove(ACME);
        assertThat(Database.run(URL, "select 1 from pg_namespace where nspname = '" + name + "'"))
                .isEmpty();
    }

    @Test
    void aTenantIsNotRemovedByAProcessThatDoesNotKnowItsCell() throws Exception {
        Tenants tenants = opened();
        tenants.put(ACME, Schedule.onRequest());
        Database.run(URL, "update " + schema + ".tenants set cell = 'second'");

        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> tenants.remove(ACME))
                .withMessageContaining("second");
        assertThat(tenants.status(ACME)).isPresent();
    }

    @Test
    void aReasonThatTheDatabaseCannotStoreDoesNotHoldTheTurn() {
        Tenants tenants = started(builder(id -> {
            throw new TalkException(ErrorCode.UNREACHABLE, "crm answered \0\uD83D; check baseUrl");
        }));
        tenants.put(ACME, HOURLY);
        soon().until(() -> status(tenants, ACME).failures() > 0);

        assertThat(status(tenants, ACME).reason().orElseThrow()).contains("crm answered", "check baseUrl");
    }

    @Test
    void anInterruptedRunGivesItsTurnBackAlsoWhenThePoolIsBusy() throws Exception {
        List<Connection> all = new ArrayList<>();
        Tenants tenants = builder(id -> {
                    try {
                        for (int i = 0; i < 4; i++) {
                            all.add(pool.getConnection());
                        }
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted");
                })
                .open();
        open.add(tenants);
        tenants.put(ACME, HOURLY);
        ExecutorService host = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> interrupted = host.submit(() -> {
                assertThatExceptionOfType(TalkException.class).isThrownBy(() -> tenants.runOnce(ACME));
                return Thread.interrupted();
            });
            soon().until(() -> all.size() == 4);
            soon().until(() -> pool.getHikariPoolMXBean().getThreadsAwaitingConnection() > 0 || interrupted.isDone());
            for (Connection connection : all) {
                connection.close();
            }
            assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            host.shutdownNow();
        }
        soon().until(() -> !status(tenants, ACME).isRunning());
    }

    @Test
    void closingTwiceDoesNothing() {
        Tenants tenants = started();
        tenants.close();
        tenants.close();
    }
}
