package io.sesam.talk.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A CRMOffice account on loopback HTTP, as far as anything is publicly known of its API: companies under {@code items}, users as
 * a bare list, and OAuth with refresh tokens that are good for one use. It takes no writes.
 *
 * <p>What is not known is made up here and marked so: the names of fields beyond {@code id} and {@code userName}.
 */
public final class SimCrmOffice implements AutoCloseable {
    private final SimServer server;
    private final SimTokens tokens;
    private final Map<String, ObjectNode> companies = new LinkedHashMap<>();
    private final Map<String, ObjectNode> users = new LinkedHashMap<>();
    private int lastId = 4_000;
    private boolean swapped;

    private SimCrmOffice(Clock clock) {
        tokens = new SimTokens("crmoffice-", clock);
        server = SimServer.start(this::answer);
    }

    /** Starts an account that holds nothing. */
    public static SimCrmOffice start(Clock clock) {
        return new SimCrmOffice(clock);
    }

    /** Where the API is. */
    public URI uri() {
        return server.uri();
    }

    /** The whole address where OAuth tokens are asked for. */
    public URI tokenUri() {
        return server.uri().resolve("/connect/token");
    }

    /** Where the API describes itself. */
    public URI descriptionUri() {
        return server.uri().resolve("/swagger/v1/swagger.json");
    }

    /** Who is let in. */
    public SimTokens tokens() {
        return tokens;
    }

    /** The server below: its log of requests, and faults on demand. */
    public SimServer server() {
        return server;
    }

    /** Adds a company by hand; attributes as they are read, {@code null} for empty. Answers the id. */
    public synchronized String addCompany(Map<String, ?> attributes) {
        String id = String.valueOf(++lastId);
        companies.put(id, row("id", JsonNodeFactory.instance.numberNode(lastId), attributes));
        return id;
    }

    /** Adds a user by hand, under a name that no other has. */
    public synchronized void addUser(String userName, Map<String, ?> attributes) {
        users.put(userName, row("userName", JsonNodeFactory.instance.textNode(userName), attributes));
    }

    /** Changes attributes of a company by hand. */
    public synchronized void editCompany(String id, Map<String, ?> attributes) {
        known(companies, id).setAll(row(attributes));
    }

    /** Changes attributes of a user by hand. */
    public synchronized void editUser(String userName, Map<String, ?> attributes) {
        known(users, userName).setAll(row(attributes));
    }

    /** Takes a company away. */
    public synchronized void removeCompany(String id) {
        companies.remove(id);
    }

    /** Takes a user away. */
    public synchronized void removeUser(String userName) {
        users.remove(userName);
    }

    /** All companies, by id. */
    public synchronized Map<String, JsonNode> companies() {
        Map<String, JsonNode> copy = new LinkedHashMap<>();
        companies.forEach((id, row) -> copy.put(id, row.deepCopy()));
        return copy;
    }

    /** All users, by user name. */
    public synchronized Map<String, JsonNode> users() {
        Map<String, JsonNode> copy = new LinkedHashMap<>();
        users.forEach((name, row) -> copy.put(name, row.deepCopy()));
        return copy;
    }

    /** From now on users stand under {@code items} and companies are a bare list, as if the API had changed. */
    public synchronized void swapShapes() {
        swapped = true;
    }

    private static ObjectNode known(Map<String, ObjectNode> rows, String id) {
        return Optional.ofNullable(rows.get(id))
                .orElseThrow(() -> new IllegalArgumentException("there is no record " + id));
    }

    private static ObjectNode row(String key, JsonNode id, Map<String, ?> attributes) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.set(key, id);
        return row.setAll(row(attributes));
    }

    private static ObjectNode row(Map<String, ?> attributes) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        attributes.forEach((name, value) -> row.set(
                name,
                value == null
                        ? JsonNodeFactory.instance.nullNode()
                        : JsonNodeFactory.instance.textNode(value.toString())));
        return row;
    }

    private synchronized SimResponse answer(SimRequest request) {
        if (request.path().equals("/connect/token")) {
            return tokens.answer(request);
        }
        if (request.path().equals("/swagger/v1/swagger.json")) {
            return SimResponse.json(200, description());
        }
        if (!tokens.allows(request)) {
            return SimResponse.empty(401).with("WWW-Authenticate", "Bearer error=\"invalid_token\"");
        }
        if (!List.of("/companies", "/users").contains(request.path())) {
            return SimResponse.empty(404);
        }
        if (!request.method().equals("GET")) {
            return SimResponse.empty(405).with("Allow", "GET");
        }
        boolean companiesAreAsked = request.path().equals("/companies");
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        (companiesAreAsked ? companies : users).values().forEach(list::add);
        return SimResponse.json(200, companiesAreAsked == swapped ? list : wrapped(list));
    }

    private static ObjectNode wrapped(ArrayNode list) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("items", list);
        return body;
    }

    /** The two calls that are known, and the made-up fields. */
    private static String description() {
        return """
                {"openapi":"3.0.1","info":{"title":"CRMOffice, simulated","version":"v1"},"paths":{
                "/companies":{"get":{"responses":{"200":{"description":"","content":{"application/json":{"schema":
                {"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/Company"}}}}}}}}}},
                "/users":{"get":{"responses":{"200":{"description":"","content":{"application/json":{"schema":
                {"type":"array","items":{"$ref":"#/components/schemas/User"}}}}}}}}},
                "components":{"schemas":{
                "Company":{"type":"object","properties":{"id":{"type":"integer","format":"int32"},"name":{"type":"string"}}},
                "User":{"type":"object","properties":{"userName":{"type":"string"},"firstName":{"type":"string"},
                "lastName":{"type":"string"},"email":{"type":"string"}}}}}}""";
    }

    @Override
    public void close() {
        server.close();
    }
}
