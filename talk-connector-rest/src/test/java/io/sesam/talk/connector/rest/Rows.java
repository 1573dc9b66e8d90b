package io.sesam.talk.connector.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The records of one kind in a small system. */
final class Rows {
    private final Map<String, ObjectNode> rows = new LinkedHashMap<>();
    private int last = 100;

    synchronized int next() {
        return ++last;
    }

    synchronized void set(String id, ObjectNode row) {
        rows.put(id, row);
    }

    synchronized Optional<ObjectNode> find(String id) {
        return Optional.ofNullable(rows.get(id));
    }

    synchronized void remove(String id) {
        rows.remove(id);
    }

    synchronized List<ObjectNode> all() {
        return rows.values().stream().map(ObjectNode::deepCopy).toList();
    }

    synchronized Map<String, ObjectNode> byId() {
        return new LinkedHashMap<>(rows);
    }

    static void merge(ObjectNode into, JsonNode changes) {
        changes.properties().forEach(change -> {
            if (change.getValue() instanceof ObjectNode inner
                    && into.path(change.getKey()) instanceof ObjectNode there) {
                merge(there, inner);
            } else {
                into.set(change.getKey(), change.getValue());
            }
        });
    }
}
