package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that a schema belongs to one engine at a time. A stalled engine must do no harm. */
@Tag("R23")
@Tag("slow")
final class PostgresqlLeaseTest {
    /** Long enough for a busy machine; tests let it expire explicitly. */
    private final Map<String, Object> settings = Postgres.settings("PT10M");

    private Store open() {
        return Postgres.open(settings, OtherEngine.SCHEMAS);
    }

    private static void refused(ThrowingCallable action, String... words) {
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(action)
                .withMessageContainingAll(words)
                .withMessageNotContaining("postgres postgres")
                .matches(refusal -> refusal.code() == ErrorCode.STORE_IN_USE);
    }

    /** Expires the lease, as if its owner had been silent. */
    private void letTheLeaseRunOut() throws SQLException {
        Postgres.run("update " + settings.get("schema") + ".lease set expires = clock_timestamp()");
    }

    @Test
    void aSecondEngineIsToldWhoHasItUntilWhenAndWhatToDo() {
        try (Store first = open()) {
            refused(
                    this::open,
                    "the store at localhost",
                    "schema " + settings.get("schema"),
                    "process " + ProcessHandle.current().pid() + " on ",
                    "until 20",
                    "UTC",
                    "close it",
                    "another schema");
            assertThat(first.lastSequence()).isZero();
        }
        open().close();
    }

    @Test
    void anotherSchemaIsAnotherTenant() {
        try (Store first = open();
                Store second = Postgres.open(Postgres.settings("PT10M"), OtherEngine.SCHEMAS)) {
            first.commit(new Commit().put(StateKey.token("a"), new EngineState.IssuedToken("one")));
            second.commit(new Commit().put(StateKey.token("a"), new EngineState.IssuedToken("two")));
            assertThat(first.state(StateKey.token("a"))).contains(new EngineState.IssuedToken("one"));
        }
    }

    @Test
    void whoeverSleptPastItsLeaseCannotCommitAfterAnotherTookOver() throws Exception {
        settings.put("lease", "PT0.4S");
        try (Store first = open()) {
            first.commit(OtherEngine.page(0));
            TimeUnit.MILLISECONDS.sleep(500);
            try (Store second = open()) {
                refused(
                        () -> first.commit(
                                OtherEngine.page(1).put(StateKey.token("a"), new EngineState.IssuedToken("stale"))),
                        "was taken over by process",
                        "Nothing of its last commit was kept");
                assertThat(second.liveRecords(OtherEngine.CRM, EntityType.PERSON))
                        .isEqualTo(OtherEngine.PAGE);
                assertThat(second.lastSequence()).isEqualTo(OtherEngine.PAGE);
                assertThat(second.state(StateKey.token("a"))).isEmpty();
                second.commit(OtherEngine.page(1));
            }
            refused(
                    () -> first.commit(
                            new Commit().put(StateKey.token("a"), new EngineState.IssuedToken("still stale"))),
                    "was taken over");
        }
        try (Store third = open()) {
            assertThat(third.liveRecords(OtherEngine.CRM, EntityType.PERSON)).isEqualTo(2 * OtherEngine.PAGE);
            assertThat(third.state(StateKey.token("a"))).isEmpty();
        }
    }

    /** Closing must not release the lease of the new owner. */
    @Test
    void whoeverLostItsLeaseGivesNothingBack() throws SQLException {
        Store first = open();
        letTheLeaseRunOut();
        try (Store second = open()) {
            first.close();
            refused(this::open, "is in use by");
            assertThat(second.lastSequence()).isZero();
        }
    }

    @Test
    void aLeaseThatRanOutAndThatNobodyTookIsMovedForward() throws Exception {
        settings.put("lease", "PT6S");
        try (Store first = open()) {
            letTheLeaseRunOut();
            first.commit(new Commit().put(StateKey.token("a"), new EngineState.IssuedToken("b")));
            refused(this::open, "is in use by");
            letTheLeaseRunOut();
            // A query extends the lease when a third of it has passed.
            TimeUnit.MILLISECONDS.sleep(2_100);
            assertThat(first.state(StateKey.token("a"))).contains(new EngineState.IssuedToken("b"));
            refused(this::open, "is in use by");
        }
    }

    @Test
    void aProcessThatIsKilledLosesItWhenItsLeaseHasRunOut() throws Exception {
        String place = settings.get("url") + " " + settings.get("schema") + " PT10M";
        try (OtherEngine other = OtherEngine.start(place, 0)) {
            assertThat(other.hear()).isEqualTo("open");
            assertThat(other.hear()).isEqualTo("0");
            other.kill();
            refused(this::open, "is in use by process");
            letTheLeaseRunOut();
            open().close();
        }
    }

    /** A machine that stops for a while at any moment, possibly during a commit that holds the lease. */
    @Test
    void aProcessThatWasStoppedAndGoesOnIsRefused() throws Exception {
        settings.put("lease", "PT0.4S");
        String place = settings.get("url") + " " + settings.get("schema") + " PT0.4S";
        try (OtherEngine other = OtherEngine.start(place, 0)) {
            assertThat(other.hear()).isEqualTo("open");
            assertThat(other.hear()).isEqualTo("0");
            other.signal("STOP");
            try (Store second =
                    await().atMost(60, TimeUnit.SECONDS).ignoreExceptions().until(this::open, store -> true)) {
                long records = second.liveRecords(OtherEngine.CRM, EntityType.PERSON);
                other.signal("CONT");
                String last = other.hear();
                while (last.matches("\\d+")) {
                    last = other.hear();
                }
                // During a commit the server has ended its session, which looks like a lost connection.
                assertThat(last).isIn("STORE_IN_USE", "STORE_FAILED");
                assertThat(second.liveRecords(OtherEngine.CRM, EntityType.PERSON))
                        .isEqualTo(records)
                        .isEqualTo(second.lastSequence());
            }
        }
    }

    /**
     * A process that stops between two messages of one statement: the server waits for the rest, which does not count
     * as idle, with the lease locked. Simulated here by sleeping inside a statement.
     */
    @Test
    void aCommitThatDoesNotGoOnIsEndedWhenItHasLastedForLongerThanALease() throws Exception {
        settings.put("lease", "PT0.4S");
        open().close();
        try (Connection asleep = DriverManager.getConnection(Postgres.url(), "postgres", "postgres");
                Statement statement = asleep.createStatement()) {
            asleep.setAutoCommit(false);
            statement.execute("update " + settings.get("schema") + ".lease set holder = 'whoever sleeps'");
            CompletableFuture<SQLException> end = CompletableFuture.supplyAsync(() -> sleepForever(statement));
            refused(this::open, "is in use by process");
            try (Store second =
                    await().atMost(60, TimeUnit.SECONDS).ignoreExceptions().until(this::open, store -> true)) {
                assertThat(end.get(60, TimeUnit.SECONDS).getSQLState()).isEqualTo("57P01");
                second.commit(new Commit().put(StateKey.token("a"), new EngineState.IssuedToken("b")));
            }
        }
    }

    /** A reader of the table, such as a backup, blocks nothing and is not ended. */
    @Test
    void whoeverOnlyReadsIsNotEnded() throws Exception {
        settings.put("lease", "PT0.4S");
        open().close();
        try (Connection reader = DriverManager.getConnection(Postgres.url(), "postgres", "postgres");
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("select * from " + settings.get("schema") + ".lease");
            TimeUnit.MILLISECONDS.sleep(5_500);
            open().close();
            statement.execute("select 1");
        }
    }

    private static SQLException sleepForever(Statement statement) {
        try {
            statement.execute("select pg_sleep(1000)");
            throw new IllegalStateException("nobody ended it");
        } catch (SQLException e) {
            return e;
        }
    }

    @Test
    void aSchemaThatIsBeingOpenedIsNotOpenedTwice() throws SQLException {
        try (Connection connection = DriverManager.getConnection(Postgres.url(), "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(hashtext('talk schema " + settings.get("schema") + "'))");
            refused(this::open, "is just being opened by another process", "try again");
        }
        open().close();
    }
}
