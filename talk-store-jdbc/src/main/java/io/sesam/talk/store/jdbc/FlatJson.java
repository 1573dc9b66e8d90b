package io.sesam.talk.store.jdbc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A minimal JSON parser for flat objects and lists. Values are texts only.
 *
 * <p>Anything else is refused: numbers, nesting, duplicate names, extra commas. White space between the parts is
 * allowed, so that a person may edit stored values.
 */
final class FlatJson {
    private FlatJson() {}

    static String write(Map<String, String> texts) {
        FlatJsonWriter writer = new FlatJsonWriter();
        texts.forEach(writer::member);
        return writer.object();
    }

    static String write(List<String> texts) {
        FlatJsonWriter writer = new FlatJsonWriter();
        texts.forEach(writer::element);
        return writer.list();
    }

    /** Returns the members of an object, in order. */
    static Map<String, String> readObject(String json) {
        FlatJsonReader reader = new FlatJsonReader(json);
        Map<String, String> members = new LinkedHashMap<>();
        for (boolean more = reader.enter('{', '}'); more; more = reader.hasMore('}')) {
            String name = reader.text();
            reader.expect(':');
            if (members.put(name, reader.text()) != null) {
                throw reader.refuse("duplicate name");
            }
        }
        reader.expectEnd();
        return members;
    }

    /** Returns the elements of a list. */
    static List<String> readList(String json) {
        FlatJsonReader reader = new FlatJsonReader(json);
        List<String> elements = new ArrayList<>();
        for (boolean more = reader.enter('[', ']'); more; more = reader.hasMore(']')) {
            elements.add(reader.text());
        }
        reader.expectEnd();
        return elements;
    }
}
