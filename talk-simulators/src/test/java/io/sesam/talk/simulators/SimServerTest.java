package io.sesam.talk.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SimServerTest {
    private final AtomicInteger effects = new AtomicInteger();
    private final SimServer server = SimServer.start(request -> {
        effects.incrementAndGet();
        return SimResponse.json(200, "{\"long\":\"" + "x".repeat(2_000) + "\"}");
    });
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void requestsAreCarriedOutAndLogged() throws Exception {
        HttpResponse<String> answer = post("/a/b?limit=5&q=x%20y", "{\"n\":1}");
        assertThat(answer.statusCode()).isEqualTo(200);
        SimRequest request = server.requests().get(0);
        assertThat(request).hasToString("POST /a/b");
        assertThat(request.parameter("q")).contains("x y");
        assertThat(request.json().path("n").asInt()).isEqualTo(1);
    }

    @Test
    void aResetBeforeTheEffectHasNone() {
        server.fail(new SimFault.Reset(false));
        assertThatThrownBy(() -> post("/", "{}")).isInstanceOf(IOException.class);
        assertThat(effects).hasValue(0);
        assertThat(server.isScriptDone()).isTrue();
    }

    @Test
    void aResetAfterTheEffectHasOne() {
        server.fail(new SimFault.Reset(true));
        assertThatThrownBy(() -> post("/", "{}")).isInstanceOf(IOException.class);
        assertThat(effects).hasValue(1);
    }

    @Test
    void silenceIsATimeOutForTheCaller() {
        server.fail(new SimFault.Silence(true, Duration.ofMinutes(10)));
        assertThatThrownBy(() -> post("/", "{}", Duration.ofMillis(500))).isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void aTruncatedAnswerBreaksOff() {
        server.fail(new SimFault.Truncated());
        assertThatThrownBy(() -> post("/", "{}")).isInstanceOf(IOException.class);
        assertThat(effects).hasValue(1);
    }

    @Test
    void aFaultIsForOneRequestOfItsKind() throws Exception {
        server.fail(request -> request.path().equals("/second"), new SimFault.Answer(503, "{}"));
        assertThat(post("/first", "{}").statusCode()).isEqualTo(200);
        assertThat(post("/second", "{}").statusCode()).isEqualTo(503);
        assertThat(post("/second", "{}").statusCode()).isEqualTo(200);
        assertThat(effects).hasValue(2);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return post(path, body, Duration.ofMinutes(1));
    }

    private HttpResponse<String> post(String path, String body, Duration timeout) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.uri() + path))
                .timeout(timeout)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
