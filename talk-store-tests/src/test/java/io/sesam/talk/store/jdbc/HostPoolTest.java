package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.testkit.store.StoreContract;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a store works over the host's pool, whose other users notice nothing. */
@Tag("R23")
@Tag("R36")
@Tag("slow")
final class HostPoolTest {
    private static final StateKey<EngineState.IssuedToken> KEY = StateKey.token("a");

    @TempDir
    private Path directory;

    private final String schema = Postgres.newSchema();

    private static Store open(DataSource pool, String schema, String lease, Map<EntityType, Schema> schemas) {
        PostgresqlStorePlugin plugin = PostgresqlStorePlugin.over(pool);
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

    private Store open(DataSource pool) {
        return open(pool, schema, "PT10M", OtherEngine.SCHEMAS);
    }

    private static Commit token(String value) {
        return new Commit().put(KEY, new EngineState.IssuedToken(value));
    }

    private static String token(Store store) {
        return store.state(KEY).orElseThrow().text();
    }

    @TestFactory
    @Tag("R2")
    Stream<DynamicTest> keepsTheContractAndGivesEveryConnectionBackAsItWas() {
        CheckedPool pool = new CheckedPool(Postgres.url(), 1);
        Stream<DynamicTest> contract = StoreContract.surviving(() -> {
                    String place = Postgres.newSchema();
                    return schemas -> open(pool, place, "PT1M", schemas);
                })
                .seeds(1L)
                .tests();
        return Stream.concat(contract, Stream.of(DynamicTest.dynamicTest("gives everything back", pool::close)));
    }

    /** As pools are set up by hosts: without auto-commit, serializable, read-only, with a search path. */
    @Test
    void whateverTheHostHasSetIsSetAgain() throws SQLException {
        try (CheckedPool pool = new CheckedPool(Postgres.url(), 1)) {
            pool.fill(connection -> {
                connection.createStatement().execute("set search_path to pg_catalog");
                connection.createStatement().execute("set synchronous_commit to off");
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
            });
            try (Store store = open(pool)) {
                store.commit(token("one"));
                assertThat(token(store)).isEqualTo("one");
                pool.isUntouched();
                store.commit(OtherEngine.page(0));
                assertThatExceptionOfType(TalkException.class)
                        .isThrownBy(() -> store.commit(contradiction("1").put(KEY, new EngineState.IssuedToken("no"))));
                pool.isUntouched();
                assertThat(token(store)).isEqualTo("one");
            }
        }
    }

    /** Two golden records of one founder and sequence; the second is refused. */
    private static Commit contradiction(String id) {
        return new Commit().put(ada(id)).put(ada(id + "0"));
    }

    private static StoredGolden ada(String id) {
        RecordRef ref = RecordRef.of("crm", EntityType.PERSON, id);
        return new StoredGolden(
                GoldenId.foundedBy(ref), Person.of("Ada", "", "ada@example.org").toFields(), 1_000, 1, false);
    }

    @Test
    @Tag("R37")
    void aRefusedCommitQuotesNoRow() throws SQLException {
        try (CheckedPool pool = new CheckedPool(Postgres.url(), 1);
                Store store = open(pool)) {
            assertThatExceptionOfType(TalkException.class)
                    .isThrownBy(() -> store.commit(contradiction("1")))
                    .withMessageContaining("refused inconsistent data")
                    .satisfies(refusal -> {
                        StringWriter text = new StringWriter();
                        refusal.printStackTrace(new PrintWriter(text));
                        assertThat(text.toString()).doesNotContain("ada@example.org", "Detail");
                    });
        }
    }

    @Test
    void anErasureRewritesTheTablesAndLeavesNoSettings() throws SQLException {
        try (CheckedPool pool = new CheckedPool(Postgres.url(), 1);
                Store store = open(pool)) {
            store.commit(OtherEngine.page(0));
            store.commit(new Commit().forget(RecordRef.of("crm", EntityType.PERSON, "r7")));
            assertThat(store.traces()).singleElement().asString().contains("write-ahead log");
            pool.isUntouched();
        }
    }

    @Test
    void aPoolOfTwoIsEnoughForARunWhileTheHostUsesTheOther() throws SQLException, IOException {
        people("crm", "id,firstname,lastname,email\n1,Anna,,anna@one.example\n");
        people("shop", "id,firstname,lastname,email\n7,Anna,Berg,anna@one.example\n8,Bo,Lie,bo@one.example\n");
        try (CheckedPool pool = new CheckedPool(Postgres.url(), 2)) {
            try (Connection host = pool.getConnection()) {
                assertThat(host.isValid(10)).isTrue();
                assertThat(sync(pool).writes()).isEqualTo(2);
                assertThat(sync(pool).writes()).isZero();
            }
            assertThat(pool.mostOut()).isEqualTo(2);
        }
    }

    private SyncReport sync(DataSource pool) {
        try (Talk talk = Talk.builder()
                .store(PostgresqlStorePlugin.over(pool), Map.of("schema", schema))
                .baseDirectory(directory)
                .connect("crm", "csv", Map.of("directory", "crm"))
                .connect("shop", "csv", Map.of("directory", "shop"))
                .build()) {
            return talk.sync();
        }
    }

    private void people(String system, String text) throws IOException {
        Files.writeString(Files.createDirectories(directory.resolve(system)).resolve("person.csv"), text);
    }

    @Test
    void goesOnWhenAllConnectionsOfThePoolBrokeBetweenTwoQuestions() throws SQLException {
        try (CheckedPool pool = new CheckedPool(Postgres.url(), 3)) {
            pool.fill(connection -> {});
            try (Store store = open(pool)) {
                store.commit(token("b"));
                endAllOtherSessions();
                assertThat(token(store)).isEqualTo("b");
                endAllOtherSessions();
                store.commit(token("c"));
                assertThat(token(store)).isEqualTo("c");
            }
            assertThat(pool.mostOut()).isEqualTo(1);
        }
    }

    private static void endAllOtherSessions() throws SQLException {
        Postgres.run("select pg_terminate_backend(pid, 10000) from pg_stat_activity where pid <> pg_backend_pid()"
                + " and backend_type = 'client backend'");
    }

    @Test
    void aSecondEngineIsRefusedUntilTheFirstIsClosed() throws SQLException {
        try (CheckedPool pool = new CheckedPool(Postgres.url(), 2)) {
            try (Store first = open(pool)) {
                refused(() -> open(pool), ErrorCode.STORE_IN_USE, "the host's data source", "schema " + schema);
                first.commit(token("a"));
            }
            open(pool).close();
        }
    }

    @Test
    void whoeverWasSilentForALeaseAndWasReplacedCommitsNothing() throws SQLException {
        try (CheckedPool pool = new CheckedPool(Postgres.url(), 2)) {
            Store first = open(pool);
            first.commit(token("first"));
            Postgres.run("update " + schema + ".lease set expires = clock_timestamp()");
            try (Store second = open(pool)) {
                refused(() -> first.commit(token("stale")), ErrorCode.STORE_IN_USE, "was taken over");
                assertThat(token(second)).isEqualTo("first");
                first.close();
                refused(() -> open(pool), ErrorCode.STORE_IN_USE, "is in use");
            }
        }
    }

    /** A question renews the lease in its own transaction, which must not be undone. */
    @Test
    void aRunThatOnlyReadsKeepsItsLease() throws Exception {
        try (CheckedPool pool = new CheckedPool(Postgres.url(), 1);
                Store store = open(pool, schema, "PT0.1S", OtherEngine.SCHEMAS)) {
            String look = "select expires from " + schema + ".lease";
            String before = Postgres.run(look).get(0);
            TimeUnit.MILLISECONDS.sleep(50);
            assertThat(store.lastSequence()).isZero();
            assertThat(Postgres.run(look).get(0)).isGreaterThan(before);
        }
    }

    @Test
    void saysThatThePoolHasNoConnection() throws SQLException {
        try (CheckedPool pool = new CheckedPool(Postgres.url(), 0)) {
            refused(
                    () -> open(pool),
                    ErrorCode.STORE_FAILED,
                    "cannot be reached (no connection is free)",
                    "the host's data source can connect");
        }
    }

    @Test
    void theSchemaIsCheckedBeforeAnyConnectionIsBorrowed() throws SQLException {
        try (CheckedPool pool = new CheckedPool(Postgres.url(), 1)) {
            refused(
                    () -> open(pool, "a\"; drop", "PT1M", OtherEngine.SCHEMAS),
                    ErrorCode.CONFIGURATION,
                    "store.schema must be a plain name");
            assertThat(pool.borrowed()).isZero();
        }
    }

    private static void refused(Runnable action, ErrorCode code, String... words) {
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(action::run)
                .withMessageContainingAll(words)
                .matches(refusal -> refusal.code() == code);
    }
}
