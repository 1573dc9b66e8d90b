package io.sesam.talk.connector.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.simulators.SimResponse;
import java.util.List;
import java.util.Map;

/**
 * A system with numbered pages, numeric ids and whole updates. Times are in seconds, some pages are linked, updates
 * clear what they do not contain, and numbers sent as text are refused.
 */
final class Ledger extends SmallSystem {
    private static final int SMALLEST_PAGE = 3;

    Ledger() {
        super("/persons", "/firms");
    }

    @Override
    Map.Entry<String, String> credentials() {
        return Map.entry("Authorization", "Basic a2FyaTpjYW5hcnktbGVkZ2Vy");
    }

    @Override
    Map<String, String> secrets() {
        return Map.of("user", "kari", "password", "canary-ledger");
    }

    @Override
    String make(String path, ObjectNode values) {
        int id = rows(path).next();
        ObjectNode row = values.deepCopy();
        row.put("no", id);
        touch(row);
        rows(path).set(String.valueOf(id), row);
        return String.valueOf(id);
    }

    @Override
    void touch(ObjectNode row) {
        row.put("changed", clock.instant().getEpochSecond());
    }

    @Override
    SimResponse answer(SimRequest request) {
        String[] steps = request.path().substring(1).split("/", -1);
        String path = "/" + steps[0];
        if (!tables.containsKey(path)) {
            return gone();
        }
        if (steps.length == 1) {
            return request.method().equals("GET") ? list(path, request) : create(path, request);
        }
        return rows(path)
                .find(steps[1])
                .map(row -> steps.length > 2 ? archive(path, steps[1], request) : one(path, row, request))
                .orElseGet(SmallSystem::gone);
    }

    /** Returns a page; a small one when no size is requested. */
    private SimResponse list(String path, SimRequest request) {
        List<ObjectNode> all = rows(path).all();
        int size = Integer.parseInt(request.parameter("page_size").orElse(String.valueOf(SMALLEST_PAGE)));
        int page = Integer.parseInt(request.parameter("page").orElse("1"));
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        all.stream().skip((page - 1L) * size).limit(size).forEach(list::add);
        SimResponse response = SimResponse.json(200, list).with("X-Total", String.valueOf(all.size()));
        return all.size() <= page * size
                ? response
                : response.with("Link", "<" + path + "?page_size=" + size + "&page=" + (page + 1) + ">; rel=\"next\"");
    }

    private SimResponse create(String path, SimRequest request) {
        if (request.json().path("firm").isTextual()) {
            return SimResponse.json(400, "{\"message\":\"firm is a number\"}");
        }
        String id = make(path, (ObjectNode) request.json());
        return SimResponse.empty(201).with("Location", server.uri() + path + "/" + id);
    }

    private SimResponse one(String path, ObjectNode row, SimRequest request) {
        if (request.method().equals("PUT")) {
            ObjectNode whole = request.json().deepCopy();
            if (whole.has("changed") || whole.has("no")) {
                return SimResponse.json(400, "{\"message\":\"no and changed are ours\"}");
            }
            whole.set("no", row.path("no"));
            touch(whole);
            rows(path).set(row.path("no").asText(), whole);
            return SimResponse.json(200, "{}");
        }
        return SimResponse.json(200, row);
    }

    private SimResponse archive(String path, String id, SimRequest request) {
        if (!request.json().path("archived").asBoolean()) {
            return SimResponse.json(400, "{\"message\":\"say archived\"}");
        }
        rows(path).remove(id);
        return SimResponse.empty(204);
    }
}
