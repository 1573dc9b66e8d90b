package io.sesam.talk.http;

import io.sesam.talk.model.SystemName;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.simulators.SimResponse;
import io.sesam.talk.simulators.SimServer;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.token.TokenStore;
import io.sesam.talk.testkit.TestClock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A scripted server with APIs that call it. */
public final class Desk implements AutoCloseable {
    /** Deadlines for tests in which no answer comes. */
    public static final Deadlines SHORT =
            new Deadlines(Duration.ofMinutes(1), Duration.ofMillis(700), Duration.ofMinutes(3));

    /** Deadlines that no test waits for. */
    public static final Deadlines PATIENT =
            new Deadlines(Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofMinutes(10));

    public final TestClock clock = TestClock.create();
    public final List<String> traced = new CopyOnWriteArrayList<>();
    public final Calls calls = new Calls(writing -> outcome -> traced.add((writing ? "write " : "read ") + outcome));
    public final TokenStore tokens = TokenStore.inMemory();
    public final SimServer server;
    private final List<HttpApi> opened = new ArrayList<>();

    public Desk(Function<SimRequest, SimResponse> answer) {
        this.server = SimServer.start(answer);
    }

    /** Creates a server that always succeeds. */
    public static Desk fine() {
        return new Desk(request -> SimResponse.json(200, "{\"well\":true}"));
    }

    public PluginContext context() {
        return PluginContext.of(new SystemName("desk"), clock, new SplittableRandom(1), Map.of())
                .calls(calls)
                .tokens(tokens);
    }

    public HttpApi api() {
        return api(builder -> builder);
    }

    public HttpApi api(UnaryOperator<HttpApi.Builder> change) {
        return api(server.uri(), change);
    }

    /** Creates an API of another server with this clock. */
    public HttpApi api(URI base, UnaryOperator<HttpApi.Builder> change) {
        HttpApi.Builder builder = HttpApi.to("Desk", base, context())
                .deadlines(new Deadlines(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(3)));
        HttpApi api = change.apply(builder).build();
        opened.add(api);
        return api;
    }

    @Override
    public void close() {
        opened.forEach(HttpApi::close);
        server.close();
    }
}
