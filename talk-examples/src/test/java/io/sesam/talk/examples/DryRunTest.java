package io.sesam.talk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.result.SyncPlan;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.simulators.SimRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the requests of a dry run. */
@Tag("R33")
@Tag("acceptance-31")
final class DryRunTest {
    private static final SystemName HUBSPOT = new SystemName("hubspot");
    private static final SystemName WAVE = new SystemName("wave");

    @TempDir
    private Path directory;

    @Test
    void aPlanSendsNothingThatWritesAndIsWhatTheSyncThenDoes() {
        try (ThreeClouds clouds = new ThreeClouds()) {
            Crowd.of(20, 60, 1).settleIn(clouds);
            clouds.hubspot.server().forget();
            clouds.wave.server().forget();
            clouds.freshteam.server().forget();

            List<PlannedChange> changes = new ArrayList<>();
            SyncPlan plan;
            try (Talk talk = clouds.open(directory)) {
                plan = talk.plan(changes::add);
            }

            assertThat(plan.paused()).isEmpty();
            assertThat(requests(clouds)).as("calls").isNotEmpty();
            assertThat(requests(clouds).filter(DryRunTest::mayWrite)).isEmpty();
            assertThat(changes).hasSize((int) plan.touched()).isNotEmpty();
            assertThat(plan.atLeast()).as("quotas that are known").containsKeys(HUBSPOT, WAVE);
            assertThat(Files.exists(directory.resolve("analytics.duckdb"))).isFalse();

            SyncReport report = clouds.sync(directory);
            assertThat(report.written()
                            .get(HUBSPOT)
                            .get(EntityType.ORGANISATION)
                            .inserted())
                    .isEqualTo(plan.writes()
                            .get(HUBSPOT)
                            .get(EntityType.ORGANISATION)
                            .inserts());
            assertThat(report.written().get(HUBSPOT).get(EntityType.PERSON).inserted())
                    .isEqualTo(plan.writes().get(HUBSPOT).get(EntityType.PERSON).inserts());
            assertThat(report.written().get(WAVE).get(EntityType.ORGANISATION).inserted())
                    .isEqualTo(
                            plan.writes().get(WAVE).get(EntityType.ORGANISATION).inserts());
            assertThat(requests(clouds).filter(DryRunTest::mayWrite))
                    .as("the check can fail")
                    .isNotEmpty();
        }
    }

    private static Stream<SimRequest> requests(ThreeClouds clouds) {
        return Stream.of(clouds.hubspot.server(), clouds.wave.server(), clouds.freshteam.server())
                .flatMap(server -> server.requests().stream());
    }

    /** Reports whether a request may write. Reading is GET, a search, a batch read, or a query. */
    private static boolean mayWrite(SimRequest request) {
        return !request.method().equals("GET")
                && !request.path().matches(".*/(search|batch/read)")
                && !request.body().contains("\"query\":\"query");
    }
}
