package io.sesam.talk.connector.crmoffice;

import io.sesam.talk.testkit.connector.ConnectorContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

@Tag("slow")
final class CrmOfficeContractTest {
    @TestFactory
    @Tag("R2")
    @Tag("R28")
    @Tag("R36")
    @Tag("R37")
    Stream<DynamicTest> contract() {
        return ConnectorContract.of(new CrmOfficePlugin())
                .world(CrmOfficeWorld::new)
                .tests();
    }
}
