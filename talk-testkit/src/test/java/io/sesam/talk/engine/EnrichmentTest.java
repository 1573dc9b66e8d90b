package io.sesam.talk.engine;

import io.sesam.talk.store.Store;
import io.sesam.talk.testkit.enricher.EnrichmentContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Public data complete what is known, and no more (R31). */
@Tag("R31")
final class EnrichmentTest {
    @TestFactory
    Stream<DynamicTest> keepsTheContractInMemory() {
        return EnrichmentContract.over(() -> {
                    Store memory = new World().store;
                    return schemas -> memory;
                })
                .tests();
    }
}
