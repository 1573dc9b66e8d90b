package io.sesam.talk.settings.tree;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings the maps of a host into the form in which a file is read.
 *
 * <p>Numbers become texts, variables are filled in, and a map with the keys 0, 1, 2 … is a list: so some hosts bind lists.
 */
public final class MapTree {
    private final Variables variables;
    private final List<String> problems;

    public MapTree(Variables variables, List<String> problems) {
        this.variables = variables;
        this.problems = problems;
    }

    public Map<String, @Nullable Object> read(Map<?, ?> tree) {
        return map(tree, "");
    }

    private @Nullable Object value(@Nullable Object value, String place) {
        if (value == null || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Map<?, ?> map) {
            return isList(map) ? list(new ArrayList<>(map.values()), place) : map(map, place);
        }
        if (value instanceof Path path) {
            // a path is a list of its own names, each of which is a path
            return path.toString();
        }
        if (value instanceof Iterable<?> items) {
            List<@Nullable Object> list = new ArrayList<>();
            items.forEach(list::add);
            return list(list, place);
        }
        if (value instanceof CharSequence || value instanceof Number || value instanceof Enum<?>) {
            return variables.fillIn(value.toString(), place);
        }
        problems.add(place + " must be a text, a number, a flag, a list or a map");
        return null;
    }

    private Map<String, @Nullable Object> map(Map<?, ?> map, String place) {
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        map.forEach((key, value) ->
                read.put(String.valueOf(key), value(value, ConfigSection.join(place, String.valueOf(key)))));
        return read;
    }

    /** A list holds names and texts: a flag in it is one. */
    private List<@Nullable Object> list(List<?> items, String place) {
        List<@Nullable Object> read = new ArrayList<>();
        for (Object item : items) {
            read.add(item instanceof Boolean ? item.toString() : value(item, place));
        }
        return read;
    }

    private static boolean isList(Map<?, ?> map) {
        int next = 0;
        for (Object key : map.keySet()) {
            if (!String.valueOf(key).equals(String.valueOf(next))) {
                return false;
            }
            next++;
        }
        return next > 0;
    }
}
