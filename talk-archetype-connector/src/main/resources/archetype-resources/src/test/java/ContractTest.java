package ${package};

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.model.Person;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.connector.Breakage;
import io.sesam.talk.testkit.connector.ConnectorContract;
import io.sesam.talk.testkit.json.JsonApiWorld;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds the connector against what Talk expects of every connector. */
final class ContractTest {
    @TestFactory
    Stream<DynamicTest> contract() {
        return ConnectorContract.of(new ${system}Plugin()).world(ContractTest::world).tests();
    }

    private static JsonApiWorld world() {
        TestClock clock = TestClock.create();
        ${system}Server server = ${system}Server.start(clock);
        return new JsonApiWorld(
                        server.uri(),
                        Map.of("baseUrl", server.uri().toString(), "accessToken", ${system}Server.TOKEN))
                .clock(clock)
                .header("Authorization", "Bearer " + ${system}Server.TOKEN)
                .answers("/data", "", "/id")
                .type(
                        Person.SCHEMA,
                        "/people",
                        Map.of("firstname", "/first_name", "lastname", "/last_name", "email", "/email"))
                .breakage(Breakage.of("the token revoked", ErrorCode.ACCESS_REFUSED, server::revoke))
                .breakage(Breakage.of("the server down", ErrorCode.UNREACHABLE, server::close))
                .breakage(Breakage.withoutList(true, server::fallIll))
                .noticingStaleDecisions()
                .closing(server::close);
    }
}
