package io.sesam.talk.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.simulators.SimBigQuery;
import io.sesam.talk.sink.bigquery.FakeWriteService.Trouble;
import io.sesam.talk.testkit.sink.SinkHistory;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Random histories of golden changes with injected faults. At their end the rows must equal the golden records.
 *
 * <p>The build plays a few; {@code -Dtalk.histories=10000} plays as many in each mode, beginning with the seed
 * {@code -Dtalk.seed}.
 */
@Tag("R32")
@Tag("acceptance-30")
@Tag("slow")
final class HistoriesTest {
    private static final int OF_ONE_SIM = 200;
    private static final long SEED = Long.getLong("talk.seed", 1);
    private static final int HISTORIES = Integer.getInteger("talk.histories", 12);
    private static final List<Trouble> TROUBLES = List.of(Trouble.values());

    /** Plays histories on one simulated BigQuery; returns the number of failed attempts. */
    private interface Player {
        int play(long first, int count);
    }

    @Test
    void rowsAreTheGoldenRecordsWhateverGoesWrong() {
        playAll("merged", HistoriesTest::merged);
    }

    @Test
    void streamedRowsAreTheGoldenRecordsWhateverGoesWrong() {
        playAll("streamed", HistoriesTest::streamed);
    }

    private static void playAll(String way, Player player) {
        int failures = 0;
        for (int played = 0; played < HISTORIES; played += OF_ONE_SIM) {
            int count = Math.min(OF_ONE_SIM, HISTORIES - played);
            failures += player.play(SEED + played, count);
            if (HISTORIES > OF_ONE_SIM) {
                LoggerFactory.getLogger(HistoriesTest.class)
                        .warn("{} histories {}, {} attempts failed", played + count, way, failures);
            }
        }
        assertThat(failures).as("attempts that failed").isGreaterThanOrEqualTo(HISTORIES / 5);
    }

    private static int merged(long first, int count) {
        try (SimBigQuery sim = Sims.start()) {
            return play(sim, Map.of("pause", "PT0.001S"), new Mischief(sim), sim::forgive, first, count);
        }
    }

    private static int streamed(long first, int count) {
        try (SimBigQuery sim = Sims.start();
                FakeWriteService writes = new FakeWriteService(sim)) {
            Mischief mischief = new Mischief(sim);
            Map<String, ?> settings = Map.of("mode", "stream", "writeUrl", writes.address(), "pause", "PT0.001S");
            return play(
                    sim,
                    settings,
                    random -> {
                        if (random.nextBoolean()) {
                            writes.next(TROUBLES.get(random.nextInt(TROUBLES.size())));
                        } else {
                            mischief.accept(random);
                        }
                    },
                    () -> {
                        sim.forgive();
                        writes.forgive();
                    },
                    first,
                    count);
        }
    }

    private static int play(
            SimBigQuery sim,
            Map<String, ?> settings,
            Consumer<Random> mischief,
            Runnable forgive,
            long first,
            int count) {
        int failures = 0;
        for (long seed = first; seed < first + count; seed++) {
            BigQueryPlace place = new BigQueryPlace(sim, "history_" + seed, settings);
            failures += SinkHistory.play(place, seed, mischief);
            forgive.run();
            assertThat(place.staging()).as("seed %s: staging left", seed).hasSizeLessThan(6);
        }
        return failures;
    }
}
