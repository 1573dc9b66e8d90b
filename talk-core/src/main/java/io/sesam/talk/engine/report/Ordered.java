package io.sesam.talk.engine.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Unmodifiable copies that keep an order. */
public final class Ordered {
    private Ordered() {}

    public static <T> List<T> copy(List<T> list) {
        return List.copyOf(list);
    }

    static <T> Set<T> copy(Set<T> set) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(set));
    }

    /** Copies a map: sorted by its keys where they are comparable, else in the order it had. */
    static <K, V> Map<K, V> copy(Map<K, V> map) {
        boolean sortable = !(map instanceof SortedMap) && map.keySet().stream().allMatch(Comparable.class::isInstance);
        return Collections.unmodifiableMap(
                sortable || map instanceof SortedMap ? new TreeMap<>(map) : new LinkedHashMap<>(map));
    }
}
