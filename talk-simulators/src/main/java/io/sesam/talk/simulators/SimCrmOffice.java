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
 * A simulated, read-only CRMOffice account on loopback HTTP. Only the published part of its API: companies under
 * {@code items}, users as a bare list, and OAuth with refresh tokens that are valid for one use.
 *
 * <p>Unpublished parts are invented and marked as such: the names of fields other than {@code id} and {@code userName}.
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

    /** Starts an empty account. */
    public static SimCrmOffice start(Clock clock) {
        return new SimCrmOffice(clock);
    }

    /** Returns the address of the API. */
    public URI uri() {
        return server.uri();
    }

    /** Returns the OAuth token endpoint. */
    public URI tokenUri() {
        return server.uri().resolve("/connect/token");
    }

    /** Returns the address of the API description. */
    public URI descriptionUri() {
        return server.uri().resolve("/swagger/v1/swagger.json");
    }

    /** Returns the tokens of the account. */
    public SimTokens tokens() {
        return tokens;
    }

    /** Returns the server, for faults and the request log. */
    public SimServer server() {
        return server;
    }

    /** Adds a company as a user; returns its id. Attributes are in read form, {@code null} for empty. */
    public synchronized String addCompany(Map<String, ?> attributes) {
        String id = String.valueOf(++lastId);
        companies.put(id, row("id", JsonNodeFactory.instance.numberNode(lastId), attributes));
        return id;
    }

    /** Adds a user under a unique name. */
    public synchronized void addUser(String userName, Map<String, ?> attributes) {
        users.put(userName, row("userName", JsonNodeFactory.instance.textNode(userName), attributes));
    }

    /** Changes attributes of a company as a user. */
    public synchronized void editCompany(String id, Map<String, ?> attributes) {
        known(companies, id).setAll(row(attributes));
    }

    /** Changes attributes of a user. */
    public synchronized void editUser(String userName, Map<String, ?> attributes) {
        known(users, userName).setAll(row(attributes));
    }

    /** Removes a company. */
    public synchronized void removeCompany(String id) {
        companies.remove(id);
    }

    /** Removes a user. */
    public synchronized void removeUser(String userName) {
        users.remove(userName);
    }

    /** Returns all companies, by id. */
    public synchronized Map<String, JsonNode> companies() {
        Map<String, JsonNode> copy = new LinkedHashMap<>();
        companies.forEach((id, row) -> copy.put(id, row.deepCopy()));
        return copy;
    }

    /** Returns all users, by user name. */
    public synchronized Map<String, JsonNode> users() {
        Map<String, JsonNode> copy = new LinkedHashMap<>();
        users.forEach((name, row) -> copy.put(name, row.deepCopy()));
        return copy;
    }

    /**
     * Swaps the listing formats, as if the API had changed. Users are then under {@code items}, and companies a bare
     * list.
     */
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

    /** Returns the description of the two published calls. With the invented fields. */
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
