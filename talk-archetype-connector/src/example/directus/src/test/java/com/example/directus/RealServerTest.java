package com.example.directus;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.testkit.connector.Breakage;
import io.sesam.talk.testkit.connector.ConnectorContract;
import io.sesam.talk.testkit.json.JsonApiWorld;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The same against a real Directus, which server.sh starts: {@code mvn verify -Ddirectus=http://127.0.0.1:8055}. It deletes all people
 * and organisations there.
 */
@EnabledIfSystemProperty(named = "directus", matches = "http.+", disabledReason = "needs a Directus: see server.sh")
final class RealServerTest {
    private static final URI ADDRESS = URI.create(System.getProperty("directus", "http://127.0.0.1"));
    private static final String ADMIN = "canary-directus-admin";
    private static final String TOKEN = "canary-directus-sync";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TestFactory
    Stream<DynamicTest> contract() {
        return ConnectorContract.of(new DirectusPlugin())
                .world(RealServerTest::world)
                .tests();
    }

    private static JsonApiWorld world() {
        giveToken(TOKEN);
        for (String collection : new String[] {"people", "organisations"}) {
            send("DELETE", "/items/" + collection, "{\"query\": {\"limit\": -1}}");
        }
        return ContractTest.world(ADDRESS, ADMIN, TOKEN)
                .breakage(Breakage.of(
                        "the token revoked", ErrorCode.ACCESS_REFUSED, () -> giveToken("canary-directus-another")))
                .closing(() -> giveToken(TOKEN));
    }

    /** Gives the user that syncs another token. */
    private static void giveToken(String token) {
        send(
                "PATCH",
                "/users",
                "{\"query\": {\"filter\": {\"email\": {\"_eq\": \"sync@example.com\"}}}, \"data\": {\"token\": \"" + token
                        + "\"}}");
    }

    private static void send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(ADDRESS.resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", "application/json")
                .build();
        try {
            HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(method + " " + path, e);
        }
    }
}
