package io.sesam.talk.store.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stored values of properties their type no longer has.
 *
 * <p>They are written again with the record, with their times, so that they are still there when the host declares the
 * property again.
 *
 * @param values the values, by property
 * @param stamps their times and marks
 * @param written the values that Talk wrote to the system
 */
record UndeclaredValues(Map<String, String> values, Map<String, String> stamps, Map<String, String> written) {
    static final UndeclaredValues NOTHING = new UndeclaredValues(Map.of(), Map.of(), Map.of());

    /** Returns the undeclared values of a row; {@code null} if none. */
    static @Nullable UndeclaredValues of(
            Set<String> retired, String values, @Nullable String stamps, @Nullable String written, long plainTime) {
        Map<String, String> valuesLeft = only(retired, values);
        if (valuesLeft.isEmpty()) {
            return null;
        }
        Map<String, String> stampsLeft = only(retired, stamps);
        valuesLeft.keySet().forEach(name -> stampsLeft.putIfAbsent(name, StampsCodec.time(plainTime)));
        return new UndeclaredValues(valuesLeft, stampsLeft, only(retired, written));
    }

    private static Map<String, String> only(Set<String> names, @Nullable String json) {
        Map<String, String> members = json == null ? new LinkedHashMap<>() : FlatJson.readObject(json);
        members.keySet().retainAll(names);
        return members;
    }
}
