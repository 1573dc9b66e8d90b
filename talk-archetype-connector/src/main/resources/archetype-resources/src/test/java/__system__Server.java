package ${package};

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
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small server that stands for ${system} until the connector meets the real one. Hold it against the vendor's
 * description: a server that its author invented agrees with everything.
 */
final class ${system}Server implements AutoCloseable {
    static final String TOKEN = "canary-${connector}";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ONE = Pattern.compile("/people/(\\d+)");

    static {
        // Without it, the JDK's server holds back the end of each answer for up to 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final Clock clock;
    private final Map<Integer, ObjectNode> people = new TreeMap<>();
    private int last;
    private String token = TOKEN;
    private boolean isIll;

    private ${system}Server(HttpServer server, Clock clock) {
        this.server = server;
        this.clock = clock;
    }

    static ${system}Server start(Clock clock) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ${system}Server started = new ${system}Server(http, clock);
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

    // the API

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Answer answer = answer(exchange, body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body));
        byte[] bytes = JSON.writeValueAsBytes(answer.body());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private record Answer(int status, JsonNode body) {}

    private synchronized Answer answer(HttpExchange exchange, JsonNode body) {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return problem(401, "the token is wrong");
        }
        if (isIll) {
            return new Answer(200, JSON.createObjectNode().put("maintenance", true));
        }
        if (path.equals("/people")) {
            return method.equals("POST") ? create(body) : list(exchange.getRequestURI().getQuery());
        }
        Matcher one = ONE.matcher(path);
        Integer id = one.matches() ? Integer.valueOf(one.group(1)) : null;
        if (id == null || !people.containsKey(id)) {
            return problem(404, "there is no such person");
        }
        return switch (method) {
            case "PATCH" -> change(people.get(id), body);
            case "DELETE" -> new Answer(200, people.remove(id));
            default -> new Answer(200, people.get(id));
        };
    }

    private Answer create(JsonNode body) {
        ObjectNode person = JSON.createObjectNode().put("id", ++last).put("created_at", clock.instant().toString());
        people.put(last, person);
        for (String field : new String[] {"first_name", "last_name", "email"}) {
            person.putNull(field);
        }
        return new Answer(201, change(person, body).body());
    }

    private Answer change(ObjectNode person, JsonNode body) {
        body.properties().forEach(field -> person.set(field.getKey(), field.getValue()));
        return new Answer(200, person.put("updated_at", clock.instant().toString()));
    }

    private Answer list(String query) {
        int limit = number(query, "limit", 1_000_000);
        int offset = number(query, "offset", 0);
        ObjectNode answer = JSON.createObjectNode().put("total", people.size());
        ArrayNode data = answer.putArray("data");
        people.values().stream().skip(offset).limit(limit).forEach(data::add);
        return new Answer(200, answer);
    }

    private static int number(String query, String name, int otherwise) {
        Matcher found = Pattern.compile("(?:^|&)" + name + "=(\\d+)").matcher(query == null ? "" : query);
        return found.find() ? Integer.parseInt(found.group(1)) : otherwise;
    }

    private static Answer problem(int status, String text) {
        return new Answer(status, JSON.createObjectNode().put("message", text));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
