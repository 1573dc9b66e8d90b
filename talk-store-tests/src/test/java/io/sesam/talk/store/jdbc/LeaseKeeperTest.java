package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.jdbc.keeper.LeaseKeeper;
import io.sesam.talk.testkit.store.StoreContract;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Many stores of one process, whose leases are kept together and whose connections are held for bursts. */
@Tag("R36")
@Tag("slow")
final class LeaseKeeperTest {
    private static final StateKey<EngineState.IssuedToken> KEY = StateKey.token("a");

    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private LeaseKeeper keeper(DataSource pool) {
        return LeaseKeeper.of(pool, timer, Duration.ofMillis(20));
    }

    private static Store open(
            PostgresqlStorePlugin plugin, String schema, String lease, Map<EntityType, Schema> schemas) {
        List<String> problems = new ArrayList<>();
        Settings settings = Settings.read(
                "store",
                Path.of("."),
                Map.of("schema", schema, "lease", lease),
                plugin.spec().settings(),
                problems);
        assertThat(problems).isEmpty();
        return plugin.open(
                settings,
                PluginContext.of(new SystemName("store"), Clock.systemUTC(), new SplittableRandom(), schemas));
    }

    private static Store open(PostgresqlStorePlugin plugin, String schema, String lease) {
        return open(plugin, schema, lease, OtherEngine.SCHEMAS);
    }

    private static Commit token(String text) {
        return new Commit().put(KEY, new EngineState.IssuedToken(text));
    }

    @TestFactory
    Stream<DynamicTest> aKeptStoreKeepsTheContractAndGivesEveryConnectionBackAsItWas() {
        CheckedPool pool = new CheckedPool(Postgres.url(), 2);
        ScheduledExecutorService own = Executors.newScheduledThreadPool(1);
        LeaseKeeper keeper = LeaseKeeper.of(pool, own, Duration.ofMillis(20));
        Stream<DynamicTest> contract = StoreContract.surviving(() -> {
                    String place = Postgres.newSchema();
                    return schemas -> open(PostgresqlStorePlugin.keptBy(keeper), place, "PT1M", schemas);
                })
                .seeds(1L)
                .tests();
        return Stream.concat(contract, Stream.of(DynamicTest.dynamicTest("gives everything back", () -> {
            own.shutdownNow();
            pool.close();
        })));
    }

    @Test
    void oneQuestionExtendsTheLeasesOfAllStoresAndNobodyTakesThemOver() throws Exception {
        try (CountingProxy proxy = CountingProxy.to(Postgres.url());
                CheckedPool pool = new CheckedPool(proxy.address(Postgres.url()), 7)) {
            LeaseKeeper keeper = keeper(pool);
            PostgresqlStorePlugin plugin = PostgresqlStorePlugin.keptBy(keeper);
            List<String> schemas = new ArrayList<>();
            List<Store> stores = new ArrayList<>();
            List<Integer> beats = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                schemas.add(Postgres.newSchema());
                stores.add(open(plugin, schemas.get(i), "PT2S"));
                keeper.renew();
                // the opened store gives its connection back on the timer, with questions of its own
                await().until(() -> pool.out() == 0);
                int before = proxy.roundTrips();
                keeper.renew();
                beats.add(proxy.roundTrips() - before);
            }
            assertThat(keeper.size()).isEqualTo(5);
            // as many for five as for one
            assertThat(beats).containsOnly(beats.get(0));
            for (int beat = 0; beat < 10; beat++) {
                TimeUnit.MILLISECONDS.sleep(300);
                keeper.renew();
            }

            PostgresqlStorePlugin other = PostgresqlStorePlugin.over(pool);
            for (String schema : schemas) {
                assertThatExceptionOfType(TalkException.class)
                        .isThrownBy(() -> open(other, schema, "PT2S"))
                        .withMessageContaining("is in use by");
            }
            stores.forEach(store -> store.commit(token("mine")));
            stores.forEach(Store::close);
            assertThat(keeper.size()).isZero();
            open(other, schemas.get(0), "PT2S").close();
        }
    }

    @Test
    @Tag("R21")
    void anEngineThatWasSilentIsNotConfirmedOnceAnotherHasTakenOver() throws Exception {
        try (CheckedPool pool = new CheckedPool(Postgres.url(), 2)) {
            LeaseKeeper keeper = keeper(pool);
            String schema = Postgres.newSchema();
            Store silent = open(PostgresqlStorePlugin.keptBy(keeper), schema, "PT0.5S");
            silent.confirm();
            TimeUnit.MILLISECONDS.sleep(700);
            Store second = open(PostgresqlStorePlugin.over(pool), schema, "PT10M");
            keeper.renew();

            assertThatExceptionOfType(TalkException.class)
                    .isThrownBy(silent::confirm)
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_IN_USE));
            second.confirm();
            silent.close();
            second.commit(token("mine"));
            second.close();
        }
    }

    /** A heartbeat may have been asked for before the store was closed, and be answered after. */
    @Test
    void aHeartbeatThatIsUnderWayExtendsNoLeaseThatWasReleased() throws Exception {
        try (CheckedPool pool = new CheckedPool(Postgres.url(), 2)) {
            LeaseKeeper keeper = keeper(pool);
            String schema = Postgres.newSchema();
            Store store = open(PostgresqlStorePlugin.keptBy(keeper), schema, "PT10M");
            String token =
                    Postgres.run("select token from " + schema + ".lease").get(0);
            store.close();
            Postgres.run("update " + schema
                    + ".lease set expires = clock_timestamp() + interval '1 hour' where token = " + token);

            open(PostgresqlStorePlugin.over(pool), schema, "PT10M").close();
        }
    }

    @Test
    void aConnectionIsHeldForABurstAndGivenBackWhenItIsIdle() throws Exception {
        try (CountingProxy proxy = CountingProxy.to(Postgres.url());
                CheckedPool pool = new CheckedPool(proxy.address(Postgres.url()), 1)) {
            PostgresqlStorePlugin plugin = PostgresqlStorePlugin.keptBy(keeper(pool));
            Store one = open(plugin, Postgres.newSchema(), "PT1M");
            // the only connection of the pool
            Store other = await().atMost(30, TimeUnit.SECONDS)
                    .ignoreExceptions()
                    .until(() -> open(plugin, Postgres.newSchema(), "PT1M"), store -> true);
            for (int turn = 0; turn < 5; turn++) {
                for (Store store : List.of(one, other)) {
                    String text = "turn " + turn;
                    await().atMost(30, TimeUnit.SECONDS).ignoreExceptions().until(() -> {
                        store.commit(token(text));
                        return true;
                    });
                    assertThat(store.state(KEY).orElseThrow().text()).isEqualTo(text);
                }
            }
            await().atMost(30, TimeUnit.SECONDS).ignoreExceptions().until(() -> {
                pool.isUntouched();
                return true;
            });
            other.close();
            one.close();
        }
    }

    @Test
    void aFailedQuestionSpoilsNothing() throws Exception {
        try (CheckedPool pool = new CheckedPool(Postgres.url(), 1)) {
            Store store = open(PostgresqlStorePlugin.keptBy(keeper(pool)), Postgres.newSchema(), "PT1M");
            store.commit(token("one"));
            assertThatExceptionOfType(TalkException.class)
                    .isThrownBy(() -> store.recordsAfter(OtherEngine.CRM, EntityType.PERSON, null, -1));
            assertThat(store.goldensAfter(0, 10)).isEmpty();
            store.commit(token("two"));
            assertThat(store.state(KEY).orElseThrow().text()).isEqualTo("two");
            store.close();
        }
    }

    @Test
    void aSchemaThatIsGoneDelaysNoOtherLease() throws Exception {
        try (CheckedPool pool = new CheckedPool(Postgres.url(), 7)) {
            LeaseKeeper keeper = keeper(pool);
            PostgresqlStorePlugin plugin = PostgresqlStorePlugin.keptBy(keeper);
            String gone = Postgres.newSchema();
            String kept = Postgres.newSchema();
            Store lost = open(plugin, gone, "PT1M");
            Store mine = open(plugin, kept, "PT1M");
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("drop schema \"" + gone + "\" cascade");
                statement.execute("update \"" + kept + "\".lease set expires = clock_timestamp()");

                assertThatExceptionOfType(SQLException.class).isThrownBy(keeper::renew);

                try (ResultSet rows =
                        statement.executeQuery("select expires > clock_timestamp() from \"" + kept + "\".lease")) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getBoolean(1)).isTrue();
                }
            }
            mine.close();
            lost.close();
        }
    }
}
