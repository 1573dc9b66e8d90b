package io.sesam.talk.testkit.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.testkit.sink.MemoryPlace.Fault;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that the contract passes a correct sink and finds every fault. */
@Tag("R32")
final class SinkContractTest {
    @TestFactory
    Stream<DynamicTest> aGoodSinkKeepsTheContract() {
        return SinkContract.of(MemoryPlace::new).tests();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aSinkWithAFaultBreaksTheContract(Fault fault) {
        assertThat(SinkContract.of(() -> new MemoryPlace(fault))
                        .seeds(1L)
                        .patience(Duration.ofMillis(200))
                        .tests()
                        .filter(SinkContractTest::fails))
                .as("promises that are found broken")
                .isNotEmpty();
    }

    private static boolean fails(DynamicTest test) {
        try {
            test.getExecutable().execute();
            return false;
        } catch (Throwable e) {
            return true;
        }
    }
}
