package ${package};

import io.sesam.talk.Talk;
import io.sesam.talk.store.MemoryStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Map;

/** Keeps the people of two small servers in step: mvn test-compile exec:java */
public final class Demo {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Demo() {}

    /** Runs the demo. */
    public static void main(String[] arguments) throws Exception {
        try (${system}Server one = ${system}Server.start(Clock.systemUTC());
                ${system}Server other = ${system}Server.start(Clock.systemUTC());
                Talk talk = Talk.builder()
                        .store(MemoryStore.create())
                        .connect("one", new ${system}Plugin(), settings(one))
                        .connect("other", new ${system}Plugin(), settings(other))
                        .trust("one", "other")
                        .build()) {
            send(one, "POST", "/people", "{\"first_name\": \"Ada\", \"last_name\": \"Byron\", \"email\": \"ada@x.example\"}");
            send(other, "POST", "/people", "{\"first_name\": \"Grace\", \"email\": \"grace@x.example\"}");
            System.out.println(talk.sync().text());
            System.out.println("one:   " + send(one, "GET", "/people", ""));
            System.out.println("other: " + send(other, "GET", "/people", ""));
        }
    }

    private static Map<String, ?> settings(${system}Server server) {
        return Map.of("baseUrl", server.uri().toString(), "accessToken", ${system}Server.TOKEN);
    }

    private static String send(${system}Server server, String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.uri() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + ${system}Server.TOKEN)
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
