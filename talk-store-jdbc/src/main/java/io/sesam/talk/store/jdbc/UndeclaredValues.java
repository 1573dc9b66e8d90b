package io.sesam.talk.store.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a stored record says of properties that its type no longer has.
 *
 * <p>Written again whenever the record is, with the time it was said, so that it is still there when the host declares
 * the property again.
 *
 * @param said what was said, by property
 * @param stamps its times and marks
 * @param told what Talk had told the system
 */
record UndeclaredValues(Map<String, String> said, Map<String, String> stamps, Map<String, String> told) {
    static final UndeclaredValues NOTHING = new UndeclaredValues(Map.of(), Map.of(), Map.of());

    /** What is left of a row; {@code null} when nothing is. */
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
