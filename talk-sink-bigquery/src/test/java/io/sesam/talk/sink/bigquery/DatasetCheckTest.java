package io.sesam.talk.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.simulators.SimBigQuery;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.testkit.sink.SinkSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the check finds problems and creates nothing. */
final class DatasetCheckTest {
    private static final String DENIED = "{\"error\":{\"code\":403,\"message\":\"Access Denied: Project test-project\","
            + "\"errors\":[{\"reason\":\"accessDenied\"}]}}";

    private SimBigQuery sim;

    @BeforeEach
    void start() {
        sim = Sims.start();
    }

    @AfterEach
    void stop() {
        sim.close();
    }

    @Test
    void checkingMakesNothing() {
        assertThat(check(Map.of())).isEqualTo(Check.fine());
        sim.makeDataset(BigQueryPlace.PROJECT, "analytics", "EU");
        assertThat(check(Map.of())).isEqualTo(Check.fine());
        assertThat(sim.tables(BigQueryPlace.PROJECT, "analytics")).isEmpty();
        assertThat(sim.server().requests())
                .filteredOn(request -> isJob(request)
                        && !request.json().path("configuration").path("dryRun").asBoolean())
                .as("jobs that are more than a dry run")
                .isEmpty();
        assertThat(sim.server().requests()).filteredOn(DatasetCheckTest::isJob).hasSizeGreaterThan(5);
    }

    @Test
    void datasetElsewhereIsAProblem() {
        sim.makeDataset(BigQueryPlace.PROJECT, "analytics", "US");
        assertThat(check(Map.of())).isEqualTo(Check.fine());
        assertFinds(check(Map.of("location", "EU")), "is in US, not in EU");
    }

    @Test
    void missingPermissionsAreNamedByTable() {
        SinkSamples.fill(new BigQueryPlace(sim, "analytics"), SinkSamples.person("1", "Ann", 1));
        assertThat(check(Map.of())).isEqualTo(Check.fine());
        sim.deny("bigquery.tables.updateData");
        assertFinds(check(Map.of()), "the table person", "bigquery.tables.updateData", "BigQuery Data Editor");
    }

    @Test
    void projectInWhichNoQueryMayRunIsAProblem() {
        sim.makeDataset(BigQueryPlace.PROJECT, "analytics", "EU");
        sim.server().fail(DatasetCheckTest::isJob, new SimFault.Answer(403, DENIED));
        assertFinds(check(Map.of()), "running a query in project test-project", "BigQuery Job User");
    }

    @Test
    void quotaProjectIsCharged() {
        check(Map.of("quotaProject", "who-pays"));
        assertThat(sim.server().requests())
                .filteredOn(request -> request.path().contains("/datasets/"))
                .allSatisfy(request ->
                        assertThat(request.header("x-goog-user-project")).contains("who-pays"));
    }

    @Test
    @Tag("R37")
    void keyFileThatCannotBeReadIsNamedAndNothingOfItTold(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("key.json");
        assertFinds(check(Map.of("credentials", file)), "key.json cannot be read as the key file");
        Files.writeString(file, "{\"type\":\"service_account\",\"private_key\":\"canary-secret\"}");
        Check check = check(Map.of("credentials", file));
        assertFinds(check, "key.json cannot be read as the key file");
        assertThat(check.toString()).doesNotContain("canary");
    }

    private Check check(Map<String, ?> further) {
        try (Sink sink = new BigQueryPlace(sim, "analytics", further).open(SinkSamples.context())) {
            return sink.check();
        }
    }

    private static boolean isJob(SimRequest request) {
        return request.method().equals("POST") && request.path().endsWith("/jobs");
    }

    private static void assertFinds(Check check, String... words) {
        assertThat(check.isFine()).isFalse();
        assertThat(check.toString()).contains(words);
    }
}
