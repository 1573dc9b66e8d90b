package io.sesam.talk.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sesam.talk.Talk;
import io.sesam.talk.console.request.ConsoleRequest;
import io.sesam.talk.console.request.ConsoleResponse;
import io.sesam.talk.console.request.ConsoleUser;
import io.sesam.talk.console.web.FormText;
import io.sesam.talk.console.web.SessionTokens;
import io.sesam.talk.model.Experimental;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the console on this machine's loopback address only.
 *
 * <p>{@link #address()} carries a token; opening it gives the browser a session cookie. Without the cookie nothing is shown. Only
 * for one person on one machine: a host application mounts {@link ConsoleServlet} behind its own security.
 */
@Experimental
public final class ConsoleServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleServer.class);

    private final HttpServer server;
    private final ExecutorService threads;
    private final SessionTokens sessions = new SessionTokens();
    private final ConsoleHandler handler;

    private ConsoleServer(Builder builder) throws IOException {
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), builder.port), 0);
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "talk-console");
            thread.setDaemon(true);
            return thread;
        });
        int port = server.getAddress().getPort();
        ConsoleUser user = builder.allowChanges ? ConsoleUser.steward(builder.user) : ConsoleUser.reader(builder.user);
        this.handler = ConsoleHandler.builder(
                        builder.talk,
                        request -> sessions.isOpen(request) ? Optional.of(user) : Optional.<ConsoleUser>empty())
                .hosts(Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port))
                .progress(builder.progress)
                .build();
        server.setExecutor(threads);
        server.createContext("/", this::exchange);
        server.start();
    }

    /** Starts configuring a server. */
    public static Builder builder(Talk talk) {
        return new Builder(talk);
    }

    /** The address to be opened in a browser, with its token: a secret of the person who started the console. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/?token=" + sessions.token());
    }

    private void exchange(HttpExchange exchange) throws IOException {
        try (exchange) {
            Optional<ConsoleRequest> request = request(exchange);
            if (request.isEmpty()) {
                send(ConsoleResponse.text(413, "text/plain", "The form is too large or unreadable."), exchange);
                return;
            }
            Optional<String> token = request.get().query("token");
            if (token.isPresent() && request.get().method().equals("GET")) {
                send(signIn(request.get(), token.get()), exchange);
            } else {
                send(handler.handle(request.get()), exchange);
            }
        } catch (IOException e) {
            // The browser went away; a page of events ends like this.
            LOG.debug("a request of the console ended early: {}", e.getClass().getSimpleName());
        }
    }

    /** Every right token opens a new session: one that was sent along is never taken over. */
    private ConsoleResponse signIn(ConsoleRequest request, String token) {
        if (!sessions.isToken(token)) {
            return handler.handle(request);
        }
        return ConsoleResponse.seeOther("/")
                .with("Set-Cookie", sessions.open())
                .with("Cache-Control", "no-store")
                .with("Referrer-Policy", "no-referrer");
    }

    private static Optional<ConsoleRequest> request(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        URI uri = exchange.getRequestURI();
        String path = uri.getPath() == null ? "/" : uri.getPath();
        Map<String, List<String>> form = Map.of();
        String type = headers.getOrDefault("Content-type", "").toLowerCase(Locale.ROOT);
        if (type.startsWith("application/x-www-form-urlencoded")) {
            byte[] body = exchange.getRequestBody().readNBytes(FormText.MOST_BYTES + 1);
            if (body.length > FormText.MOST_BYTES) {
                return Optional.empty();
            }
            form = FormText.parse(body);
        }
        return Optional.of(ConsoleRequest.builder(exchange.getRequestMethod(), path)
                .headers(headers)
                .query(FormText.parse(uri.getRawQuery()))
                .form(form)
                .build());
    }

    private static void send(ConsoleResponse response, HttpExchange exchange) throws IOException {
        response.headers()
                .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        boolean bodyless = exchange.getRequestMethod().equals("HEAD");
        long length = response.length().orElse(0);
        exchange.sendResponseHeaders(
                response.status(), bodyless || response.length().isPresent() && length == 0 ? -1 : length);
        if (!bodyless) {
            try (OutputStream out = exchange.getResponseBody()) {
                response.body().write(out);
            }
        }
    }

    /** Stops serving at once; does not close the {@code Talk}. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Collects the parts of a server. */
    public static final class Builder {
        private final Talk talk;
        private int port;
        private boolean allowChanges;
        private String user = "console";
        private ConsoleProgress progress = new ConsoleProgress();

        private Builder(Talk talk) {
            this.talk = Objects.requireNonNull(talk, "talk");
        }

        /** Sets the port; 0, as without it, for any free one. */
        public Builder port(int value) {
            this.port = value;
            return this;
        }

        /** Lets the person sync, decide, undo and erase; without it the console only shows. */
        public Builder allowChanges(boolean value) {
            this.allowChanges = value;
            return this;
        }

        /** Sets the name of the person, for the journal. */
        public Builder user(String value) {
            this.user = Objects.requireNonNull(value, "user");
            return this;
        }

        /** Sets the progress that the {@code Talk} was built with. */
        public Builder progress(ConsoleProgress value) {
            this.progress = value;
            return this;
        }

        /**
         * Starts the server.
         *
         * @throws IOException when the port is taken
         */
        public ConsoleServer start() throws IOException {
            return new ConsoleServer(this);
        }
    }
}
