package io.sesam.talk.connector.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.simulators.SimResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A system with cursors, a change filter, wrappers, PATCH, DELETE and idempotency keys. */
final class Desk extends SmallSystem {
    private final Map<String, String> madeBy = new HashMap<>();
    private boolean goesRound;

    /** Makes lists lead back to where they came from. */
    void goRound() {
        goesRound = true;
    }

    Desk() {
        super("/people", "/companies");
    }

    @Override
    Map.Entry<String, String> credentials() {
        return Map.entry("Authorization", "Bearer canary-desk");
    }

    @Override
    Map<String, String> secrets() {
        return Map.of("accessToken", "canary-desk");
    }

    @Override
    String make(String path, ObjectNode values) {
        String id = "d" + rows(path).next();
        ObjectNode row = object().put("id", id).put("createdAt", clock.instant().toString());
        Rows.merge(row, values);
        touch(row);
        rows(path).set(id, row);
        return id;
    }

    @Override
    void touch(ObjectNode row) {
        row.put("updatedAt", clock.instant().toString());
    }

    private static String wrapper(String path) {
        return path.equals("/people") ? "person" : "company";
    }

    @Override
    SimResponse answer(SimRequest request) {
        int second = request.path().indexOf('/', 1);
        String path = second < 0 ? request.path() : request.path().substring(0, second);
        if (!tables.containsKey(path)) {
            return gone();
        }
        return second < 0
                ? request.method().equals("GET") ? list(path, request) : create(path, request)
                : one(path, request.path().substring(second + 1), request);
    }

    private SimResponse list(String path, SimRequest request) {
        Instant since = request.parameter("updated_after").map(Instant::parse).orElse(Instant.MIN);
        int limit = Integer.parseInt(request.parameter("limit").orElse("50"));
        String after = request.parameter("after").orElse("");
        Optional<String> email = request.parameter("email");
        List<ObjectNode> rows = rows(path).all().stream()
                .filter(row -> !Instant.parse(row.path("updatedAt").asText()).isBefore(since))
                .filter(row -> row.path("id").asText().compareTo(after) > 0)
                .filter(row -> email.isEmpty() || row.path("email").asText("").contains(email.get()))
                .toList();
        ObjectNode answer = object();
        rows.stream().limit(limit).forEach(row -> answer.withArray("data").add(row));
        answer.withArray("data");
        answer.putObject("meta")
                .put(
                        "next",
                        goesRound
                                ? (after.equals("d1") ? "d2" : "d1")
                                : rows.size() > limit
                                        ? rows.get(limit - 1).path("id").asText()
                                        : null);
        return SimResponse.json(200, answer);
    }

    private SimResponse create(String path, SimRequest request) {
        String key = request.header("Idempotency-Key").orElse("");
        String known = madeBy.get(key);
        String id = known == null ? make(path, (ObjectNode) request.json().path(wrapper(path))) : known;
        if (!key.isEmpty()) {
            madeBy.put(key, id);
        }
        return wrapped(201, path, rows(path).find(id).orElseThrow());
    }

    private SimResponse one(String path, String id, SimRequest request) {
        Optional<ObjectNode> row = rows(path).find(id);
        if (row.isEmpty()) {
            return gone();
        }
        if (request.method().equals("DELETE")) {
            rows(path).remove(id);
            return SimResponse.empty(204);
        }
        if (request.method().equals("PATCH")) {
            Rows.merge(row.get(), request.json().path(wrapper(path)));
            touch(row.get());
        }
        return wrapped(200, path, row.get());
    }

    private static SimResponse wrapped(int status, String path, JsonNode row) {
        ObjectNode answer = object();
        answer.set(wrapper(path), row);
        return SimResponse.json(status, answer);
    }
}
