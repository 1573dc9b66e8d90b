package io.sesam.talk.connector.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.simulators.SimResponse;
import io.sesam.talk.simulators.SimServer;
import io.sesam.talk.testkit.TestClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A small web system on loopback. Users edit it by hand, one edit per second. */
abstract class SmallSystem implements AutoCloseable {
    final TestClock clock = TestClock.create();
    final Map<String, Rows> tables = new LinkedHashMap<>();
    final SimServer server = SimServer.start(this::let);
    private boolean revoked;
    private boolean unwell;

    SmallSystem(String... paths) {
        for (String path : paths) {
            tables.put(path, new Rows());
        }
    }

    /** Returns the header with the credentials. */
    abstract Map.Entry<String, String> credentials();

    /** Returns the secrets for the settings. */
    abstract Map<String, String> secrets();

    abstract SimResponse answer(SimRequest request);

    /** Creates a record as a user; returns its id. Values are in the system's own form. */
    abstract String make(String path, ObjectNode values);

    /** Called for a changed row. */
    abstract void touch(ObjectNode row);

    final void edit(String path, String id, ObjectNode values) {
        ObjectNode row = rows(path).find(id).orElseThrow();
        Rows.merge(row, values);
        touch(row);
    }

    final Rows rows(String path) {
        return Optional.ofNullable(tables.get(path)).orElseThrow();
    }

    final void tick() {
        clock.advance(Duration.ofSeconds(1));
    }

    final void revoke() {
        revoked = true;
    }

    final void fallIll() {
        unwell = true;
    }

    private SimResponse let(SimRequest request) {
        boolean known = request.header(credentials().getKey())
                .filter(credentials().getValue()::equals)
                .isPresent();
        if (revoked || !known) {
            return SimResponse.json(401, "{\"message\":\"who are you?\"}");
        }
        return unwell ? SimResponse.json(200, "{\"welcome\":\"please log in\"}") : answer(request);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static SimResponse gone() {
        return SimResponse.json(404, "{\"message\":\"there is none\"}");
    }

    @Override
    public final void close() {
        server.close();
    }
}
