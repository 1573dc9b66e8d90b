package com.example.directus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.Talk;
import io.sesam.talk.store.MemoryStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Map;

/**
 * Keeps the people of a Directus and of a small server in step: {@code mvn test-compile exec:java}. With
 * {@code -Ddirectus=http://127.0.0.1:8055} the Directus is a real one; it gets two people and keeps them.
 */
public final class Demo {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private Demo() {}

    /** Runs the demo. */
    public static void main(String[] arguments) throws Exception {
        try (DirectusServer standIn = DirectusServer.start(Clock.systemUTC());
                DirectusServer server = DirectusServer.start(Clock.systemUTC())) {
            String real = System.getProperty("directus");
            Side one = real == null
                    ? new Side(standIn.uri(), DirectusServer.TOKEN)
                    : new Side(URI.create(real), "canary-directus-sync");
            Side other = new Side(server.uri(), DirectusServer.TOKEN);
            try (Talk talk = Talk.builder()
                    .store(MemoryStore.create())
                    .connect("directus", new DirectusPlugin(), one.settings())
                    .connect("other", new DirectusPlugin(), other.settings())
                    .trust("directus", "other")
                    .build()) {
                JsonNode acme = one.send("POST", "/items/organisations", JSON.createObjectNode().put("name", "Acme"));
                ObjectNode ada = JSON.createObjectNode().put("first_name", "Ada").put("email", "ada@x.example");
                JsonNode made = one.send("POST", "/items/people", ada.set("organisation", acme.path("id")));
                ObjectNode grace = JSON.createObjectNode().put("first_name", "Grace").put("email", "grace@x.example");
                other.send("POST", "/items/people", grace);
                System.out.println(talk.sync().text());

                // a later edit in Directus
                one.send(
                        "PATCH",
                        "/items/people/" + made.path("id").asText(),
                        JSON.createObjectNode().put("last_name", "Byron"));
                System.out.println(talk.sync().text());
                System.out.println("directus: " + one.send("GET", "/items/people", null));
                System.out.println("other:    " + other.send("GET", "/items/people", null));
            }
        }
    }

    /** One of both, as its users see it. */
    private record Side(URI address, String token) {
        Map<String, ?> settings() {
            return Map.of("baseUrl", address.toString(), "accessToken", token);
        }

        JsonNode send(String method, String path, JsonNode body) throws Exception {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body.toString()))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .build();
            return JSON.readTree(CLIENT.send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .path("data");
        }
    }
}
