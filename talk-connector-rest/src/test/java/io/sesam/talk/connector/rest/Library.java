package io.sesam.talk.connector.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.simulators.SimResponse;
import java.util.Map;

/** A system with bare lists, unstable order and no times. */
final class Library extends SmallSystem {
    private int asked;

    Library() {
        super("/suppliers", "/books");
    }

    @Override
    Map.Entry<String, String> credentials() {
        return Map.entry("X-Api-Key", "Key canary-library");
    }

    @Override
    Map<String, String> secrets() {
        return Map.of("apiKey", "canary-library");
    }

    @Override
    String make(String path, ObjectNode values) {
        String id = "c/" + rows(path).next();
        rows(path).set(id, values.put(path.equals("/books") ? "isbn" : "code", id));
        return id;
    }

    @Override
    void touch(ObjectNode row) {}

    @Override
    SimResponse answer(SimRequest request) {
        if (!request.method().equals("GET") || !tables.containsKey(request.path())) {
            return gone();
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        boolean backwards = ++asked % 2 == 0;
        rows(request.path()).all().forEach(row -> {
            if (backwards) {
                list.insert(0, row);
            } else {
                list.add(row);
            }
        });
        return SimResponse.json(200, list);
    }
}
