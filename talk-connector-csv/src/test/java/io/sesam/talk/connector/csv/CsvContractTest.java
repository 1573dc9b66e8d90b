package io.sesam.talk.connector.csv;

import io.sesam.talk.testkit.connector.ConnectorContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

final class CsvContractTest {
    @TestFactory
    @Tag("R2")
    @Tag("R3")
    @Tag("R4")
    @Tag("R18")
    @Tag("R19")
    @Tag("R22")
    @Tag("R28")
    @Tag("R36")
    @Tag("R37")
    Stream<DynamicTest> contract(@TempDir Path directory) {
        return ConnectorContract.of(new CsvPlugin())
                .world(() -> new CsvWorld(Files.createTempDirectory(directory, "world")))
                .tests();
    }
}
