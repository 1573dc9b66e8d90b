package io.sesam.talk.testkit.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values at JSON pointers (RFC 6901). */
final class JsonPlaces {
    /** What {@link #at} returns where there is nothing, not even {@code null}. */
    static final Object ABSENT = new Object();

    private JsonPlaces() {}

    /** Returns the value at a pointer, {@code null} included; {@link #ABSENT} where there is none. */
    static @Nullable Object at(@Nullable Object root, String pointer) {
        Object value = root;
        for (String step : steps(pointer)) {
            if (value instanceof Map<?, ?> object && object.containsKey(step)) {
                value = object.get(step);
            } else if (value instanceof List<?> array
                    && step.matches("[0-9]{1,9}")
                    && Integer.parseInt(step) < array.size()) {
                value = array.get(Integer.parseInt(step));
            } else {
                return ABSENT;
            }
        }
        return value;
    }

    /** Sets the value at a pointer, through objects that are created as needed. */
    @SuppressWarnings("unchecked")
    static void put(Map<String, @Nullable Object> root, String pointer, @Nullable Object value) {
        List<String> steps = steps(pointer);
        Map<String, @Nullable Object> object = root;
        for (String step : steps.subList(0, steps.size() - 1)) {
            object = (Map<String, @Nullable Object>)
                    Objects.requireNonNull(object.computeIfAbsent(step, name -> new LinkedHashMap<>()));
        }
        object.put(steps.get(steps.size() - 1), value);
    }

    /** Splits a pointer; refuses what is none. */
    static List<String> steps(String pointer) {
        if (pointer.isEmpty()) {
            return List.of();
        }
        if (!pointer.startsWith("/")) {
            throw new IllegalArgumentException(
                    "\"" + pointer + "\" is no JSON pointer. Begin it with a slash: /" + pointer);
        }
        return List.of(pointer.substring(1).split("/", -1)).stream()
                .map(step -> step.replace("~1", "/").replace("~0", "~"))
                .toList();
    }
}
