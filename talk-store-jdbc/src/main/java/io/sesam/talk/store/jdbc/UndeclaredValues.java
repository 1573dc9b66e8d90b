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
 * @param said the values, by property
 * @param stamps their times and marks
 * @param told the values that Talk wrote to the system
 */
record UndeclaredValues(Map<String, String> said, Map<String, String> stamps, Map<String, String> told) {
    static final UndeclaredValues NOTHING = new UndeclaredValues(Map.of(), Map.of(), Map.of());

    /** Returns the undeclared values of a row; {@code null} if none. */
    static @Nullable UndeclaredValues of(
            Set<String> retired, String said, @Nullable String stamps, @Nullable String told, long plainTime) {
        Map<String, String> saidLeft = only(retired, said);
        if (saidLeft.isEmpty()) {
            return null;
        }
        Map<String, String> stampsLeft = only(retired, stamps);
        saidLeft.keySet().forEach(name -> stampsLeft.putIfAbsent(name, StampsCodec.time(plainTime)));
        return new UndeclaredValues(saidLeft, stampsLeft, only(retired, told));
    }

    private static Map<String, String> only(Set<String> names, @Nullable String json) {
        Map<String, String> members = json == null ? new LinkedHashMap<>() : FlatJson.readObject(json);
        members.keySet().retainAll(names);
        return members;
    }
}
