package com.example.directus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small server that stands for Directus where no Directus is. It answers as Directus 10.13.4 was seen to: 403 for an item that is
 * not there, 204 for its update, no date_updated before the first update, and silence about fields that it does not know.
 */
final class DirectusServer implements AutoCloseable {
    static final String TOKEN = "canary-directus";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PATH = Pattern.compile("/items/(people|organisations)(?:/(\\d+))?");
    private static final Map<String, List<String>> FIELDS = Map.of(
            "people", List.of("first_name", "last_name", "email", "gender", "organisation", "talk_operation"),
            "organisations", List.of("name", "country", "talk_operation"));

    static {
        // Without it, the JDK's server holds back the end of each answer for up to 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final Clock clock;
    private final Map<String, TreeMap<Integer, ObjectNode>> items =
            Map.of("people", new TreeMap<>(), "organisations", new TreeMap<>());
    private int last;
    private int mostOnAPage = Integer.MAX_VALUE;
    private String token = TOKEN;
    private boolean isIll;

    private DirectusServer(HttpServer server, Clock clock) {
        this.server = server;
        this.clock = clock;
    }

    static DirectusServer start(Clock clock) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            DirectusServer started = new DirectusServer(http, clock);
            http.createContext("/", started::answer);
            http.start();
            return started;
        } catch (IOException e) {
            throw new IllegalStateException("the server does not start", e);
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    // what a test breaks

    synchronized void revoke() {
        token = "another token";
    }

    /** Answers from now on with status 200 and without a list, as a gateway does. */
    synchronized void fallIll() {
        isIll = true;
    }

    /** Has at most so many items on a page, as with a QUERY_LIMIT_MAX. */
    synchronized boolean shorten(int records) {
        mostOnAPage = records;
        return true;
    }

    // the API

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Answer answer = answer(exchange, body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body));
        byte[] bytes = answer.status() == 204 ? new byte[0] : JSON.writeValueAsBytes(answer.body());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private record Answer(int status, JsonNode body) {}

    private synchronized Answer answer(HttpExchange exchange, JsonNode body) throws IOException {
        String method = exchange.getRequestMethod();
        if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return problem(401, "Invalid user credentials.", "INVALID_CREDENTIALS");
        }
        if (isIll) {
            return new Answer(200, JSON.createObjectNode().put("maintenance", true));
        }
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        if (!path.matches()) {
            return forbidden();
        }
        TreeMap<Integer, ObjectNode> collection = items.get(path.group(1));
        if (path.group(2) == null) {
            return method.equals("POST")
                    ? create(path.group(1), body)
                    : list(collection, parameters(exchange.getRequestURI().getRawQuery()));
        }
        ObjectNode item = collection.get(Integer.valueOf(path.group(2)));
        return switch (method) {
            case "PATCH" -> item == null ? new Answer(204, body) : change(path.group(1), item, body);
            case "DELETE" -> {
                collection.remove(Integer.valueOf(path.group(2)));
                yield new Answer(204, body);
            }
            default -> item == null ? forbidden() : data(item);
        };
    }

    private static Answer forbidden() {
        return problem(403, "You don't have permission to access this.", "FORBIDDEN");
    }

    private static Answer problem(int status, String message, String code) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putArray("errors").addObject().put("message", message).putObject("extensions").put("code", code);
        return new Answer(status, answer);
    }

    private static Answer data(JsonNode data) {
        return new Answer(200, JSON.createObjectNode().set("data", data));
    }

    private Answer create(String collection, JsonNode body) {
        ObjectNode item = JSON.createObjectNode().put("id", ++last);
        FIELDS.get(collection).forEach(item::putNull);
        Answer answer = change(collection, item, body);
        item.put("date_created", now()).putNull("date_updated");
        items.get(collection).put(last, item);
        return answer;
    }

    private Answer change(String collection, ObjectNode item, JsonNode body) {
        JsonNode organisation = body.path("organisation");
        if (!organisation.isMissingNode()
                && !organisation.isNull()
                && !items.get("organisations").containsKey(organisation.asInt())) {
            return problem(400, "Invalid foreign key.", "INVALID_FOREIGN_KEY");
        }
        body.properties().stream()
                .filter(field -> FIELDS.get(collection).contains(field.getKey()))
                .forEach(field -> item.set(field.getKey(), field.getValue()));
        if (!organisation.isMissingNode() && !organisation.isNull()) {
            item.put("organisation", organisation.asInt());
        }
        return data(item.put("date_updated", now()));
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : query == null ? new String[0] : query.split("&")) {
            String[] parts = parameter.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private Answer list(TreeMap<Integer, ObjectNode> collection, Map<String, String> parameters) throws IOException {
        Predicate<ObjectNode> filter = filter(JSON.readTree(parameters.getOrDefault("filter", "{}")));
        long limit = Long.parseLong(parameters.getOrDefault("limit", "100"));
        ArrayNode data = JSON.createArrayNode();
        collection.values().stream()
                .filter(filter)
                .limit(limit < 0 ? Long.MAX_VALUE : Math.min(limit, mostOnAPage))
                .forEach(data::add);
        return data(data);
    }

    /** All conditions of an object hold. */
    private static Predicate<ObjectNode> filter(JsonNode conditions) {
        return conditions.properties().stream()
                .map(condition -> filter(condition.getKey(), condition.getValue()))
                .reduce(item -> true, Predicate::and);
    }

    private static Predicate<ObjectNode> filter(String name, JsonNode condition) {
        return switch (name) {
            case "_and" -> item -> all(condition).stream().allMatch(each -> each.test(item));
            case "_or" -> item -> all(condition).stream().anyMatch(each -> each.test(item));
            default -> item -> {
                Map.Entry<String, JsonNode> operator = condition.properties().iterator().next();
                return holds(item.path(name), operator.getKey(), operator.getValue());
            };
        };
    }

    private static List<Predicate<ObjectNode>> all(JsonNode conditions) {
        return conditions.valueStream().map(DirectusServer::filter).toList();
    }

    private static boolean holds(JsonNode value, String operator, JsonNode wanted) {
        return switch (operator) {
            case "_eq" -> value.asText().equals(wanted.asText());
            case "_in" -> wanted.valueStream().anyMatch(each -> each.asText().equals(value.asText()));
            case "_gt" -> value.asLong() > wanted.asLong();
            case "_gte" -> !value.isNull() && !Instant.parse(value.asText()).isBefore(Instant.parse(wanted.asText()));
            default -> throw new IllegalArgumentException("no operator " + operator);
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
