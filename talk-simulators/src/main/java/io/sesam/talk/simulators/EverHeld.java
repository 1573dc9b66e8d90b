package io.sesam.talk.simulators;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which records have a value of a property, or once had it: whoever asks looks at them again. */
final class EverHeld {
    private final Map<String, Map<String, TreeSet<Long>>> ids = new HashMap<>();

    void note(String property, String value, String id) {
        ids.computeIfAbsent(property, name -> new HashMap<>())
                .computeIfAbsent(value, text -> new TreeSet<>())
                .add(Long.valueOf(id));
    }

    /** Ids in their order. */
    Set<Long> by(String property, String value) {
        return ids.getOrDefault(property, Map.of()).getOrDefault(value, new TreeSet<>());
    }
}
