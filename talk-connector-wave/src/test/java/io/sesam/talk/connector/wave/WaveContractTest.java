package io.sesam.talk.connector.wave;

import io.sesam.talk.testkit.connector.ConnectorContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Contract tests in a simulated business. */
@Tag("slow")
final class WaveContractTest {
    @TestFactory
    @Tag("R2")
    @Tag("R3")
    @Tag("R4")
    @Tag("R18")
    @Tag("R19")
    @Tag("R22")
    @Tag("R25")
    @Tag("R28")
    @Tag("R36")
    @Tag("R37")
    Stream<DynamicTest> contract() {
        return ConnectorContract.of(new WavePlugin()).world(WaveWorld::new).tests();
    }
}
