package com.example.directus;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.connector.Breakage;
import io.sesam.talk.testkit.connector.ConnectorContract;
import io.sesam.talk.testkit.json.JsonApiWorld;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds the connector against what Talk expects of every connector, with the server that stands for Directus. */
final class ContractTest {
    @TestFactory
    Stream<DynamicTest> contract() {
        return ConnectorContract.of(new DirectusPlugin())
                .world(ContractTest::world)
                .tests();
    }

    private static JsonApiWorld world() {
        TestClock clock = TestClock.create();
        DirectusServer server = DirectusServer.start(clock);
        return world(server.uri(), DirectusServer.TOKEN, DirectusServer.TOKEN)
                .clock(clock)
                .breakage(Breakage.of("the token revoked", ErrorCode.ACCESS_REFUSED, server::revoke))
                .breakage(Breakage.of("the server down", ErrorCode.UNREACHABLE, server::close))
                .breakage(Breakage.withoutList(true, server::fallIll))
                .shortening(server::shorten)
                .closing(server::close);
    }

    /** Directus as its users see it: the same for the real one. */
    static JsonApiWorld world(URI address, String userToken, String token) {
        return new JsonApiWorld(address, Map.of("baseUrl", address.toString(), "accessToken", token))
                .header("Authorization", "Bearer " + userToken)
                .listQuery("limit=-1")
                .answers("/data", "/data", "/id")
                .type(
                        Person.SCHEMA,
                        "/items/people",
                        Map.of(
                                "firstname", "/first_name",
                                "lastname", "/last_name",
                                "email", "/email",
                                "gender", "/gender",
                                "organisation", "/organisation"))
                .type(Organisation.SCHEMA, "/items/organisations", Map.of("name", "/name", "country", "/country"))
                .noticingStaleDecisions();
    }
}
