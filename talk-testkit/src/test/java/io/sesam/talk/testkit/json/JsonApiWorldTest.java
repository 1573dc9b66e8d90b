package io.sesam.talk.testkit.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Person;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The world sends and reads what the pointers say, and tells what is wrong with them. A contract uses it in talk-connector-rest. */
final class JsonApiWorldTest {
    private HttpServer server;
    private JsonApiWorld world;
    private int status = 200;
    private String answer = "";
    private String asked = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        world = new JsonApiWorld(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Map.of())
                .answers("/data", "/data", "/id")
                .listQuery("limit=-1")
                .type(Person.SCHEMA, "/people", Map.of("firstname", "/name/first", "email", "/mail"))
                .closing(() -> server.stop(0));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private static Fields ada() {
        return Fields.builder(Person.SCHEMA).text("firstname", "Åda \"A\"\n").build();
    }

    @Test
    void itSendsKnownValuesToTheirPlacesAndTakesTheId() {
        answer = "{\"data\": {\"id\": 17}}";
        assertThat(world.put(ada())).isEqualTo("17");
        assertThat(asked).isEqualTo("POST /people {\"name\":{\"first\":\"Åda \\\"A\\\"\\u000a\"}}");
        answer = "";
        world.change("17", Fields.builder(Person.SCHEMA).text("email", "").build());
        assertThat(asked).isEqualTo("PATCH /people/17 {\"mail\":null}");
        world.delete(EntityType.PERSON, "17");
        assertThat(asked).isEqualTo("DELETE /people/17 ");
    }

    @Test
    void itTellsAbsentFromBlankInAList() {
        answer = "{\"data\":[{\"id\":\"a\",\"name\":{\"first\":\"\\u00c5da\"}},{\"id\":2,\"mail\":null}]}";
        Map<String, Fields> there = world.list(EntityType.PERSON);
        assertThat(asked).isEqualTo("GET /people?limit=-1 ");
        assertThat(there)
                .containsEntry(
                        "a",
                        Fields.builder(Person.SCHEMA).text("firstname", "Åda").build())
                .containsEntry(
                        "2", Fields.builder(Person.SCHEMA).text("email", "").build())
                .hasSize(2);
    }

    @Test
    void aRefusalSaysWhatWasTriedWhatCameBackAndWhatToDo() {
        status = 403;
        answer = "no such user";
        assertThatThrownBy(() -> world.put(ada()))
                .hasMessageContaining("POST http://127.0.0.1:")
                .hasMessageContaining("/people: 403 no such user. Check base, header(…) and type(…).");
    }

    @Test
    void aWrongPlaceIsToldWithTheSetting() {
        answer = "{\"rows\": []}";
        assertThatThrownBy(() -> world.list(EntityType.PERSON))
                .hasMessageContaining("no list at \"/data\". Set it with answers(…)");
        assertThatThrownBy(() -> world.put(ada())).hasMessageContaining("no id at /data/id");
        assertThatThrownBy(() -> world.list(EntityType.PRODUCT)).hasMessageContaining("Add it with type(…)");
        assertThatThrownBy(() -> world.type(Person.SCHEMA, "/people", Map.of("email", "mail")))
                .hasMessageContaining("Begin it with a slash: /mail");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,", "\"a", "{\"a\"}", "nul", "1 2", "\"\\u12\"", "\"\\x\"", "<html>"})
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> JsonText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no JSON: expected ");
    }

    @Test
    void jsonOfAnyShapeIsRead() {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("a/b", "~\t");
        Object read = JsonText.parse(" {\"a/b\" : \"~\\t\", \"n\":[1.50,true,false,null,{},[]]} ");
        assertThat(JsonPlaces.at(read, "/a~1b")).isEqualTo("~\t");
        assertThat(JsonPlaces.at(read, "/n/0")).hasToString("1.50");
        assertThat(JsonPlaces.at(read, "/n/3")).isNull();
        assertThat(JsonPlaces.at(read, "/n/6")).isSameAs(JsonPlaces.ABSENT);
        assertThatThrownBy(() -> JsonText.parse("[".repeat(10_000))).hasMessageContaining("less depth");
        assertThat(JsonText.write(expected)).isEqualTo("{\"a/b\":\"~\\u0009\"}");
    }
}
