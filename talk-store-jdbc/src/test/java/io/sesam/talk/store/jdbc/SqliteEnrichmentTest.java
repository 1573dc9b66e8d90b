package io.sesam.talk.store.jdbc;

import io.sesam.talk.testkit.enricher.EnrichmentContract;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Enrichment contract over a file reopened between runs. */
@Tag("R31")
final class SqliteEnrichmentTest {
    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> keepsTheContract() {
        return EnrichmentContract.over(() -> {
                    Path file = directory.resolve(UUID.randomUUID() + ".db");
                    return schemas -> SqliteStorePlugin.at(file, schemas);
                })
                .tests();
    }
}
