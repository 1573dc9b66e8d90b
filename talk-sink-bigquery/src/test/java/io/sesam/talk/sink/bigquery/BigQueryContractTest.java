package io.sesam.talk.sink.bigquery;

import io.sesam.talk.simulators.SimBigQuery;
import io.sesam.talk.testkit.sink.SinkContract;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Contract tests with Google's client and the simulated BigQuery. */
@Tag("R32")
@Tag("slow")
final class BigQueryContractTest {
    private static final AtomicInteger DATASETS = new AtomicInteger();
    private static SimBigQuery sim;

    @BeforeAll
    static void start() {
        sim = Sims.start();
    }

    @AfterAll
    static void stop() {
        sim.close();
    }

    @TestFactory
    Stream<DynamicTest> keepsTheContract() {
        return SinkContract.of(() -> new BigQueryPlace(sim, "select_" + DATASETS.incrementAndGet()))
                .seeds(1L)
                .tests();
    }
}
