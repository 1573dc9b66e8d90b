package io.sesam.talk.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that limits calls in ten seconds. It counts them when they arrive, and delays both directions. */
final class BusyAccount implements AutoCloseable {
    static final Duration PERIOD = Duration.ofSeconds(10);

    private final TurnClock clock;
    private final int quota;
    private final Duration longestWay;
    private final double othersPerSecond;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final SplittableRandom random = new SplittableRandom(7);
    private final Deque<Instant> window = new ArrayDeque<>();
    private final Instant start;
    private long others;
    private int served;
    private int refused;
    private int othersRefused;

    BusyAccount(TurnClock clock, int quota, Duration longestWay, double othersPerSecond) throws IOException {
        this.clock = clock;
        this.quota = quota;
        this.longestWay = longestWay;
        this.othersPerSecond = othersPerSecond;
        this.start = clock.instant();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            clock.sleep(way());
            int status = arrived(exchange);
            clock.sleep(way());
            byte[] body = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Duration way() {
        return longestWay.isZero() ? longestWay : Duration.ofMillis(1 + random.nextLong(longestWay.toMillis()));
    }

    private synchronized int arrived(HttpExchange exchange) {
        Instant now = clock.instant();
        while (!window.isEmpty() && !window.element().plus(PERIOD).isAfter(now)) {
            window.remove();
        }
        long othersByNow =
                (long) (othersPerSecond * Duration.between(start, now).toMillis() / 1_000);
        for (; others < othersByNow; others++) {
            if (window.size() < quota) {
                window.add(now);
            } else {
                othersRefused++;
            }
        }
        boolean full = window.size() >= quota;
        if (full) {
            refused++;
        } else {
            served++;
            window.add(now);
        }
        exchange.getResponseHeaders().set("Left", String.valueOf(Math.max(0, quota - window.size())));
        return full ? 429 : 200;
    }

    synchronized int refused() {
        return refused;
    }

    synchronized int othersRefused() {
        return othersRefused;
    }

    /** Returns the served share of the quota, reserve excluded. */
    synchronized double share() {
        double seconds = Duration.between(start, clock.instant()).toMillis() / 1_000.0;
        return served / (quota + seconds * (quota / (double) PERIOD.toSeconds() - othersPerSecond));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
