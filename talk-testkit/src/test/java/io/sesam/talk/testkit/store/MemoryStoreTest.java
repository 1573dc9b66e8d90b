package io.sesam.talk.testkit.store;

import io.sesam.talk.store.MemoryStore;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

@Tag("R2")
@Tag("R23")
@Tag("slow")
final class MemoryStoreTest {
    @TestFactory
    Stream<DynamicTest> keepsTheContract() {
        return StoreContract.of(MemoryStore::create).tests();
    }
}
