package io.sesam.talk.sink.duckdb;

import io.sesam.talk.testkit.sink.SinkContract;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

@Tag("R32")
@Tag("slow")
final class DuckDbContractTest {
    @TempDir
    private Path directory;

    private final AtomicInteger files = new AtomicInteger();

    @TestFactory
    Stream<DynamicTest> keepsTheContract() {
        return SinkContract.of(() -> new DuckDbPlace(file("analytics.duckdb")))
                .seeds(1L)
                .tests();
    }

    /** The schema has the name of the file, which SQL confuses unless the name is qualified. */
    @TestFactory
    Stream<DynamicTest> keepsTheContractInASchemaOfItsOwn() {
        return SinkContract.of(() -> new DuckDbPlace(file("select.duckdb"), Map.of("schema", "select", "memory", 128)))
                .seeds(2L)
                .tests();
    }

    private Path file(String name) {
        return directory.resolve("place " + files.incrementAndGet()).resolve(name);
    }
}
