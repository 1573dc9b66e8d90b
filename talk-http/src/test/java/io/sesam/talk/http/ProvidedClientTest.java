package io.sesam.talk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.PluginContext;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that calls go through the client that the host provides, and leave it usable. */
@Tag("R36")
final class ProvidedClientTest {
    private static final ApiCall READ = ApiCall.get("/things");

    private final Desk desk = Desk.fine();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void close() {
        desk.close();
    }

    /** A selector that counts, and never chooses a proxy. */
    private ProxySelector counting() {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                asked.incrementAndGet();
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        };
    }

    private HttpClient client(HttpClient.Redirect redirect) {
        return HttpClient.newBuilder()
                .proxy(counting())
                .followRedirects(redirect)
                .build();
    }

    private HttpApi api(HttpClient client) {
        PluginContext context = desk.context().providing(Map.of(HttpClient.class, client));
        return HttpApi.to("Desk", desk.server.uri(), context).build();
    }

    @Test
    void everyCallGoesThroughTheClientOfTheHost() {
        try (HttpApi api = api(client(HttpClient.Redirect.NEVER))) {
            api.read(READ);
            api.read(READ);
        }
        assertThat(asked).hasValue(2);
        assertThat(desk.server.requests()).hasSize(2);
    }

    @Test
    void fiftyOpeningsAndClosingsLeaveItUsable() throws Exception {
        HttpClient client = client(HttpClient.Redirect.NEVER);
        for (int i = 0; i < 50; i++) {
            try (HttpApi api = api(client)) {
                api.read(READ);
            }
        }
        HttpResponse<String> own = client.send(
                HttpRequest.newBuilder(desk.server.uri().resolve("/own")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(asked).hasValue(51);
    }

    /** A redirect would carry the token to an address that nobody checked. */
    @Test
    @Tag("R37")
    void aClientThatFollowsRedirectsIsRefused() {
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> api(client(HttpClient.Redirect.NORMAL)))
                .withMessageContainingAll("desk", "follows redirects", "Redirect.NEVER")
                .matches(refusal -> refusal.code() == ErrorCode.CONFIGURATION);
        assertThat(asked).hasValue(0);
    }
}
