package io.sesam.talk.store.jdbc;

import io.sesam.talk.testkit.store.StoreContract;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

@Tag("R2")
@Tag("R23")
@Tag("slow")
final class PostgresqlStoreTest {
    @TestFactory
    Stream<DynamicTest> keepsTheContract() {
        return StoreContract.surviving(() -> {
                    Map<String, Object> settings = Postgres.settings("PT1M");
                    return schemas -> Postgres.open(settings, schemas);
                })
                .seeds(1L)
                .tests();
    }
}
