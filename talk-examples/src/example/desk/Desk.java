import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;

/** A help desk of two people that speaks REST, to try a profile on: java Desk.java 8099. */
public final class Desk {
    private static final String TOKEN = "open-sesame";

    private final Map<Integer, String> people = new TreeMap<>();

    private Desk() {
        people.put(1, "{\"id\":1,\"name\":{\"first\":\"Anna\",\"last\":\"Berg\"},\"mail\":\"anna@one.example\",\"vip\":true}");
        people.put(2, "{\"id\":2,\"name\":{\"first\":\"Bo\",\"last\":\"Lie\"},\"mail\":\"bo@one.example\",\"vip\":false}");
    }

    public static void main(String[] arguments) throws IOException {
        start(Integer.parseInt(arguments[0]));
    }

    public static HttpServer start(int port) throws IOException {
        Desk desk = new Desk();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/people", desk::answer);
        server.start();
        return server;
    }

    private void answer(HttpExchange call) throws IOException {
        String body = new String(call.getRequestBody().readAllBytes(), UTF_8);
        String id = call.getRequestURI().getPath().replaceFirst("/people/?", "");
        String method = call.getRequestMethod();
        if (!("Bearer " + TOKEN).equals(call.getRequestHeaders().getFirst("Authorization"))) {
            say(call, 401, "{\"error\":\"who are you?\"}");
        } else if (id.isEmpty() && method.equals("GET")) {
            say(call, 200, "{\"people\":[" + String.join(",", people.values()) + "]}");
        } else if (id.isEmpty() && method.equals("POST")) {
            int next = people.size() + 1;
            people.put(next, "{\"id\":" + next + "," + body.strip().substring(1));
            say(call, 201, people.get(next));
        } else if (!id.matches("\\d{1,9}") || !people.containsKey(Integer.valueOf(id))) {
            say(call, 404, "{\"error\":\"nobody has this id\"}");
        } else {
            if (method.equals("PUT")) {
                people.put(Integer.valueOf(id), body);
            }
            say(call, 200, people.get(Integer.valueOf(id)));
        }
    }

    private static void say(HttpExchange call, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(UTF_8);
        call.getResponseHeaders().set("Content-Type", "application/json");
        call.sendResponseHeaders(status, bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }
}
