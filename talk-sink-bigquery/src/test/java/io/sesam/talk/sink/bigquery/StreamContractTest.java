package io.sesam.talk.sink.bigquery;

import io.sesam.talk.simulators.SimBigQuery;
import io.sesam.talk.testkit.sink.SinkContract;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Contract tests of stream mode. With Google's clients, the simulated BigQuery and a fake Storage Write API. */
@Tag("R32")
@Tag("slow")
final class StreamContractTest {
    private static final AtomicInteger DATASETS = new AtomicInteger();
    private static SimBigQuery sim;
    private static FakeWriteService writes;

    @BeforeAll
    static void start() {
        sim = Sims.start();
        writes = new FakeWriteService(sim);
    }

    @AfterAll
    static void stop() {
        writes.close();
        sim.close();
    }

    @TestFactory
    Stream<DynamicTest> keepsTheContract() {
        return SinkContract.of(() -> new BigQueryPlace(
                        sim,
                        "stream_" + DATASETS.incrementAndGet(),
                        Map.of("mode", "stream", "writeUrl", writes.address())))
                .seeds(1L)
                .tests();
    }
}
