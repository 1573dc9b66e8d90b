package io.sesam.talk.simulators;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** An index of current and former property values. Callers check the current value of each record found. */
final class EverHeld {
    private final Map<String, Map<String, TreeSet<Long>>> ids = new HashMap<>();

    void note(String property, String value, String id) {
        ids.computeIfAbsent(property, name -> new HashMap<>())
                .computeIfAbsent(value, text -> new TreeSet<>())
                .add(Long.valueOf(id));
    }

    /** Returns ids in order. */
    Set<Long> by(String property, String value) {
        return ids.getOrDefault(property, Map.of()).getOrDefault(value, new TreeSet<>());
    }
}
