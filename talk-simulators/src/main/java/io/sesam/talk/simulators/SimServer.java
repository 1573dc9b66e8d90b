package io.sesam.talk.simulators;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The loopback HTTP server of a simulator. Keeps a log of requests and injects scripted faults.
 *
 * <p>Requests arrive concurrently and are handled one at a time, so that a simulator needs no locks of its own.
 */
public final class SimServer implements AutoCloseable {
    /** Without this property, the JDK's server delays small responses by 40 ms. */
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(SimServer::daemon);
    private final Function<SimRequest, SimResponse> system;
    private final List<Scripted> script = new ArrayList<>();
    private final List<SimRequest> log = new ArrayList<>();
    private final List<SimExchange> exchanges = new ArrayList<>();

    private record Scripted(Predicate<SimRequest> when, SimFault simFault, boolean lasts) {}

    private SimServer(HttpServer server, Function<SimRequest, SimResponse> system) {
        this.server = server;
        this.system = system;
    }

    /** Starts a server on a free loopback port. */
    public static SimServer start(Function<SimRequest, SimResponse> system) {
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
            SimServer started = new SimServer(server, system);
            server.createContext("/", started::exchange);
            server.setExecutor(started.threads);
            server.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a simulator on the loopback interface", e);
        }
    }

    /** Returns its address, without a path. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Injects a fault into the next request. */
    public void fail(SimFault simFault) {
        fail(request -> true, simFault);
    }

    /** Injects a fault into the next matching request. Once, after the faults scripted before. */
    public synchronized void fail(Predicate<SimRequest> when, SimFault simFault) {
        script.add(new Scripted(when, simFault, false));
    }

    /** Injects a fault into every matching request from now on. */
    public synchronized void failAlways(Predicate<SimRequest> when, SimFault simFault) {
        script.add(new Scripted(when, simFault, true));
    }

    /** Cancels scripted faults that have not happened yet. */
    public synchronized void forgive() {
        script.clear();
    }

    /** Reports whether all scripted faults have happened. */
    public synchronized boolean isScriptDone() {
        return script.isEmpty();
    }

    /** Returns the log of requests, in order of arrival. Since the start or the last {@link #forget()}. */
    public synchronized List<SimRequest> requests() {
        return List.copyOf(log);
    }

    /**
     * Returns the handled requests with their responses. Since the start or the last {@link #forget()}, regardless of
     * faults.
     */
    public synchronized List<SimExchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /** Counts matching requests. */
    public synchronized long count(Predicate<SimRequest> kind) {
        return log.stream().filter(kind).count();
    }

    /** Clears the log. */
    public synchronized void forget() {
        log.clear();
        exchanges.clear();
    }

    private void exchange(HttpExchange exchange) throws IOException {
        try (exchange) {
            SimRequest request = read(exchange);
            SimFault simFault = begin(request);
            if (simFault instanceof SimFault.Answer answer) {
                SimResponse response = SimResponse.json(answer.status(), answer.body());
                send(exchange, response, body(exchange, response));
            } else if (!(simFault instanceof SimFault.Reset reset && !reset.afterTheEffect())
                    && !(simFault instanceof SimFault.Silence silence && isSilent(silence, false))) {
                SimResponse response = carriedOut(request);
                answer(exchange, changed(response, simFault), simFault);
            }
        }
    }

    private synchronized SimFault begin(SimRequest request) {
        log.add(request);
        Optional<Scripted> next =
                script.stream().filter(each -> each.when().test(request)).findFirst();
        next.filter(each -> !each.lasts()).ifPresent(script::remove);
        return next.map(Scripted::simFault).orElse(NONE);
    }

    /** A drip without pauses, which is no fault. */
    private static final SimFault NONE = new SimFault.Drip(Duration.ZERO);

    private synchronized SimResponse carriedOut(SimRequest request) {
        SimResponse response = system.apply(request);
        exchanges.add(new SimExchange(request, response));
        return response;
    }

    private static void answer(HttpExchange exchange, SimResponse response, SimFault simFault) throws IOException {
        if (simFault instanceof SimFault.Reset
                || simFault instanceof SimFault.Silence silence && isSilent(silence, true)) {
            return;
        }
        byte[] body = body(exchange, response);
        if (simFault instanceof SimFault.Truncated) {
            start(exchange, response, body);
            exchange.getResponseBody().write(body, 0, body.length / 2);
            exchange.getResponseBody().flush();
        } else if (simFault instanceof SimFault.Drip drip && !drip.pause().isZero()) {
            start(exchange, response, body);
            drip(exchange.getResponseBody(), body, drip.pause());
        } else {
            send(exchange, response, body);
        }
    }

    private static SimResponse changed(SimResponse response, SimFault simFault) {
        if (simFault instanceof SimFault.Changed changed) {
            return changed.change().apply(response);
        }
        return simFault instanceof SimFault.Lacking lacking ? without(lacking, response) : response;
    }

    private static SimResponse without(SimFault.Lacking lacking, SimResponse response) {
        try {
            JsonNode whole = new ObjectMapper().readTree(response.body());
            for (JsonNode parent : whole.findParents(lacking.name())) {
                ((ObjectNode) parent).remove(lacking.name());
            }
            String body = lacking.name().isEmpty() ? "{}" : whole.toString();
            return new SimResponse(response.status(), response.headers(), body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void drip(OutputStream out, byte[] body, Duration pause) throws IOException {
        for (byte each : body) {
            out.write(each);
            out.flush();
            silence(pause);
        }
    }

    private static boolean isSilent(SimFault.Silence silence, boolean afterTheEffect) {
        if (silence.afterTheEffect() == afterTheEffect) {
            silence(silence.silence());
            return true;
        }
        return false;
    }

    private static void silence(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static SimRequest read(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        return new SimRequest(
                exchange.getRequestMethod(),
                uri.getRawPath(),
                SimRequest.parameters(Optional.ofNullable(uri.getRawQuery()).orElse("")),
                exchange.getRequestHeaders(),
                text(exchange));
    }

    /**
     * Decodes a body. A part of something larger may end in the middle of a character: then every byte becomes a
     * character.
     */
    private static String text(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        InputStream body = exchange.getRequestBody();
        byte[] bytes = "gzip".equalsIgnoreCase(headers.getFirst("Content-Encoding"))
                ? new GZIPInputStream(body).readAllBytes()
                : body.readAllBytes();
        return new String(
                bytes, headers.containsKey("Content-Range") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    private static byte[] body(HttpExchange exchange, SimResponse response) throws IOException {
        byte[] plain = response.body().getBytes(StandardCharsets.UTF_8);
        String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        if (accepted == null || !accepted.contains("gzip") || plain.length < 512) {
            return plain;
        }
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        return packed.toByteArray();
    }

    private static void send(HttpExchange exchange, SimResponse response, byte[] body) throws IOException {
        start(exchange, response, body);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static void start(HttpExchange exchange, SimResponse response, byte[] body) throws IOException {
        response.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "simulated-system");
        thread.setDaemon(true);
        return thread;
    }

    /** Stops it at once and waits for its threads. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
