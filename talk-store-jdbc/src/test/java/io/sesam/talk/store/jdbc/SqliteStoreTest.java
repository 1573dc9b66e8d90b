package io.sesam.talk.store.jdbc;

import io.sesam.talk.testkit.store.StoreContract;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

@Tag("R2")
@Tag("R23")
final class SqliteStoreTest {
    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> keepsTheContract() {
        return StoreContract.surviving(() -> {
                    Path file = directory.resolve(UUID.randomUUID() + ".db");
                    return schemas -> SqliteStorePlugin.at(file, schemas);
                })
                .tests();
    }
}
