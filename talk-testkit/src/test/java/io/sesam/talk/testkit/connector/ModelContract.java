package io.sesam.talk.testkit.connector;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The contract of the model connector as an author writes it. {@link OldestJUnitTest} runs it on another JUnit. */
final class ModelContract {
    @TestFactory
    Stream<DynamicTest> contract() {
        return contract(false);
    }

    @TestFactory
    Stream<DynamicTest> contractOfAWorldWithoutOccasions() {
        return contract(true);
    }

    private static Stream<DynamicTest> contract(boolean barren) {
        return ConnectorContract.of(new ModelPlugin())
                .world(() -> new ModelWorld(() -> Fault.NONE, barren))
                .tests();
    }
}
