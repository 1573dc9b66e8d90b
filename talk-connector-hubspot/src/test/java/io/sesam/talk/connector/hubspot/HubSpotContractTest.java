package io.sesam.talk.connector.hubspot;

import io.sesam.talk.testkit.connector.ConnectorContract;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Contract tests in a simulated portal, with both API versions. */
@Tag("slow")
final class HubSpotContractTest {
    @TestFactory
    Stream<DynamicTest> contract() {
        return ConnectorContract.of(new HubSpotPlugin())
                .world(() -> new HubSpotWorld(Map.of()))
                .tests();
    }

    @TestFactory
    @Tag("case-9")
    Stream<DynamicTest> contractInTheVersionBefore() {
        return ConnectorContract.of(new HubSpotPlugin())
                .world(() -> new HubSpotWorld(Map.of("apiVersion", "2026-03")))
                .tests();
    }
}
