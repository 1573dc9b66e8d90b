package io.sesam.talk.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.testkit.sim.SimBigQuery;
import io.sesam.talk.testkit.sink.SinkHistory;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Random histories of golden changes, with faults on the way: at their end the rows are the golden records.
 *
 * <p>The build plays a few; {@code -Dtalk.histories=10000} plays as many, beginning with the seed {@code -Dtalk.seed}.
 */
@Tag("R32")
@Tag("acceptance-30")
@Tag("slow")
final class HistoriesTest {
    private static final int OF_ONE_SIM = 200;
    private static final long SEED = Long.getLong("talk.seed", 1);
    private static final int HISTORIES = Integer.getInteger("talk.histories", 25);

    @Test
    void rowsAreTheGoldenRecordsWhateverGoesWrong() {
        int failures = 0;
        for (int played = 0; played < HISTORIES; played += OF_ONE_SIM) {
            failures += play(SEED + played, Math.min(OF_ONE_SIM, HISTORIES - played));
            if (HISTORIES > OF_ONE_SIM) {
                LoggerFactory.getLogger(HistoriesTest.class)
                        .warn("{} histories, {} attempts failed", played + OF_ONE_SIM, failures);
            }
        }
        assertThat(failures).as("attempts that failed").isGreaterThanOrEqualTo(HISTORIES / 5);
    }

    private static int play(long first, int count) {
        int failures = 0;
        try (SimBigQuery sim = Sims.start()) {
            Mischief mischief = new Mischief(sim);
            for (long seed = first; seed < first + count; seed++) {
                BigQueryPlace place = new BigQueryPlace(sim, "history_" + seed, Map.of("pause", "PT0.001S"));
                failures += SinkHistory.play(place, seed, mischief);
                sim.forgive();
                assertThat(place.staging()).as("seed %s: staging left", seed).hasSizeLessThan(6);
            }
        }
        return failures;
    }
}
