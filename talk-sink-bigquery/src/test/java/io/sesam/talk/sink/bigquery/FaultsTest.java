package io.sesam.talk.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.simulators.SimBigQuery;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.Sleeper;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.sink.SinkSamples;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of batches with missing responses, refusals and timeouts. */
@Tag("case-25")
final class FaultsTest {
    private SimBigQuery sim;
    private BigQueryPlace place;
    private Sink sink;

    @BeforeEach
    void start() {
        sim = Sims.start();
        place = new BigQueryPlace(sim, "analytics", Map.of("pause", "PT0.001S"));
        SinkSamples.fill(place, SinkSamples.person("1", "Ann", 1));
        sink = place.open(SinkSamples.context());
        sink.prepare();
        sim.server().forget();
    }

    @AfterEach
    void stop() {
        sink.close();
        sim.close();
    }

    @Test
    void jobWhoseAnswerIsLostIsFoundAndNotAskedForAgain() {
        sim.server().fail(FaultsTest::makesJob, new SimFault.Reset(true));
        apply();
        assertArrived();
        assertThat(sim.server().exchanges().stream().filter(exchange -> makesJob(exchange.request())))
                .as("once carried out, then told that it is there")
                .extracting(exchange -> exchange.response().status())
                .startsWith(200, 409);
    }

    @Test
    void loadWhoseAnswerIsLostIsFoundAndNotLoadedTwice() {
        sim.server().fail(request -> uploads(request) && request.method().equals("PUT"), new SimFault.Reset(true));
        apply();
        assertArrived();
    }

    @Test
    void jobThatIsUnavailableIsLeftToTheNextRun() {
        sim.server().fail(FaultsTest::makesJob, new SimFault.Answer(503, error(503, "backendError", "try again")));
        assertFails(ErrorCode.UNREACHABLE, "applying changes", "run again later");
        apply();
        assertArrived();
    }

    @Test
    void whatOnlyLooksIsAskedForAgain() {
        apply();
        sim.server().fail(request -> request.method().equals("GET"), new SimFault.Answer(503, "{}"));
        assertArrived();
        assertThat(sim.server().isScriptDone()).isTrue();
    }

    /** Google's client does not retry this call; the engine sends the batch again in its next run. */
    @Test
    void tableThatIsUnavailableIsLeftToTheNextRun() {
        sim.server().fail(FaultsTest::makesTable, new SimFault.Answer(503, "{}"));
        assertFails(ErrorCode.UNREACHABLE, "creating the staging table", "run again later");
        apply();
        assertArrived();
    }

    @Test
    void uploadThatIsUnavailableIsLeftToTheNextRun() {
        sim.server()
                .fail(request -> uploads(request) && request.method().equals("PUT"), new SimFault.Answer(503, "{}"));
        assertFails(ErrorCode.UNREACHABLE, "loading rows", "run again later");
        apply();
        assertArrived();
    }

    /** The JDK retries by itself; then the table exists already. */
    @Test
    void stagingTableWhoseAnswerIsLostIsUsedAllTheSame() {
        sim.server().fail(FaultsTest::makesTable, new SimFault.Reset(true));
        apply();
        assertArrived();
        assertThat(sim.server().isScriptDone()).isTrue();
    }

    @Test
    @Tag("R32")
    void scriptThatIsAbortedShowsNothing() {
        for (int statement = 1; statement < 8; statement++) {
            sim.abortNextScript(statement);
            assertFails(ErrorCode.UNREACHABLE, "another job changed one of the tables");
            assertThat(place.query("SELECT firstname FROM " + place.named("person")))
                    .hasToString("[[Ann]]");
            assertThat(place.query("SELECT sequence FROM " + place.named("talk_state")))
                    .hasToString("[[1]]");
        }
        apply();
        assertArrived();
    }

    @Test
    void fullQueueOfChangesIsToldAsSuch() {
        sim.failNextJob(
                "resourcesExceeded",
                "Resources exceeded during query execution: Too many DML statements outstanding against table x");
        assertFails(ErrorCode.UNREACHABLE, "the maximum number of changes of one table waiting");
    }

    @Test
    void usedUpQuotaPauses() {
        sim.failNextJob("quotaExceeded", "Quota exceeded: Your table exceeded quota for imports");
        assertFails(ErrorCode.QUOTA_EXHAUSTED, "quota");
    }

    @Test
    void refusedAccessNamesTheRoles() {
        sim.server()
                .fail(
                        FaultsTest::makesTable,
                        new SimFault.Answer(403, error(403, "accessDenied", "Access Denied: Ann")));
        assertFails(ErrorCode.ACCESS_REFUSED, "BigQuery Data Editor");
    }

    @Test
    @Tag("R37")
    void rowThatIsRefusedIsNamedByItsIdAndNeverByItsValue() {
        sim.failNextJob(
                "invalid",
                "Error while reading data, error message: JSON parsing error in row starting at position 0: Could not"
                        + " convert value. Field: values_person.firstname; Value: Bea");
        String id = SinkSamples.person("2", "Bea", 2).id().value();
        assertFails(ErrorCode.UNWRITABLE, "row " + id + " of table person, column firstname", "nothing was changed");
    }

    @Test
    @Tag("R37")
    void unknownWordsOfBigQueryAreNotTold() {
        sim.failNextJob("Bea is wrong", "Value Bea is out of range");
        assertFails(ErrorCode.UNWRITABLE, "reason \"unknown\"");
    }

    @Test
    void jobThatTakesItsTimeIsWaitedFor() {
        sim.slowness(3);
        apply();
        assertArrived();
    }

    @Test
    void jobThatTakesTooLongIsCancelled() {
        TestClock clock = TestClock.create();
        PluginContext context = PluginContext.of(
                new SystemName("analytics"), clock, new Random(2), Map.of(Person.SCHEMA.type(), Person.SCHEMA));
        try (Sink impatient = new BigQueryPlace(sim, "analytics", Map.of("patience", "PT1M")).open(context)) {
            sim.slowness(1000);
            assertThatThrownBy(() -> impatient.apply(SinkSamples.batch(SinkSamples.person("2", "Bea", 2))))
                    .isInstanceOfSatisfying(TalkException.class, failure -> {
                        assertThat(failure.code()).isEqualTo(ErrorCode.UNREACHABLE);
                        assertThat(failure.getMessage()).contains("longer than PT1M and was cancelled");
                    });
            assertThat(sim.server().count(request -> request.path().endsWith("/cancel")))
                    .isEqualTo(1);
        }
    }

    @Test
    @Tag("R36")
    void interruptedWaitCancelsTheJobAndKeepsTheInterruption() {
        PluginContext context = PluginContext.of(
                new SystemName("analytics"),
                new InterruptingClock(),
                new Random(3),
                Map.of(Person.SCHEMA.type(), Person.SCHEMA));
        try (Sink interrupted = place.open(context)) {
            sim.slowness(1000);
            assertThatThrownBy(() -> interrupted.apply(SinkSamples.batch(SinkSamples.person("2", "Bea", 2))))
                    .isInstanceOfSatisfying(
                            TalkException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CANCELLED));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(sim.server().count(request -> request.path().endsWith("/cancel")))
                    .isEqualTo(1);
        }
    }

    /** A clock that interrupts every waiting thread. */
    private static final class InterruptingClock extends Clock implements Sleeper {
        @Override
        public void sleep(Duration time) throws InterruptedException {
            throw new InterruptedException();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.parse("2026-11-28T10:00:00Z");
        }
    }

    private static boolean makesTable(SimRequest request) {
        return request.method().equals("POST") && request.path().endsWith("/tables");
    }

    private static boolean makesJob(SimRequest request) {
        return request.method().equals("POST") && request.path().endsWith("/jobs") && !uploads(request);
    }

    private static boolean uploads(SimRequest request) {
        return request.path().contains("/upload/");
    }

    private void apply() {
        sink.apply(SinkSamples.batch(SinkSamples.person("2", "Bea", 2)));
    }

    private void assertArrived() {
        assertThat(place.query("SELECT firstname FROM " + place.named("person") + " ORDER BY 1"))
                .hasToString("[[Ann], [Bea]]");
        assertThat(place.query("SELECT count(*) FROM " + place.named("crosswalk")))
                .hasToString("[[2]]");
        assertThat(sink.prepare()).contains(SinkSamples.mark(2));
        assertThat(place.staging()).isEmpty();
    }

    private void assertFails(ErrorCode code, String... words) {
        assertThatThrownBy(this::apply).isInstanceOfSatisfying(TalkException.class, failure -> {
            StringWriter all = new StringWriter();
            failure.printStackTrace(new PrintWriter(all));
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.getMessage()).contains(words);
            assertThat(all.toString()).doesNotContain("Bea", "Ann");
        });
        assertThat(place.staging()).isEmpty();
    }

    private static String error(int status, String reason, String message) {
        return "{\"error\":{\"code\":" + status + ",\"message\":\"" + message + "\",\"errors\":[{\"reason\":\"" + reason
                + "\",\"message\":\"" + message + "\"}]}}";
    }
}
