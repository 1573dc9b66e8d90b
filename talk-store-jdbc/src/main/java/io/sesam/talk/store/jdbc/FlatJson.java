package io.sesam.talk.store.jdbc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as far as this store needs it: objects of texts, and lists of texts.
 *
 * <p>Anything else is refused: numbers, nesting, names said twice, a comma too many. White space between the parts is
 * allowed, so that a person may edit what is stored.
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

    /** The members of an object, in their order. */
    static Map<String, String> readObject(String json) {
        FlatJsonReader reader = new FlatJsonReader(json);
        Map<String, String> members = new LinkedHashMap<>();
        for (boolean more = reader.begins('{', '}'); more; more = reader.goesOn('}')) {
            String name = reader.text();
            reader.expect(':');
            if (members.put(name, reader.text()) != null) {
                throw reader.refuse("a name is said twice");
            }
        }
        reader.expectEnd();
        return members;
    }

    /** The elements of a list. */
    static List<String> readList(String json) {
        FlatJsonReader reader = new FlatJsonReader(json);
        List<String> elements = new ArrayList<>();
        for (boolean more = reader.begins('[', ']'); more; more = reader.goesOn(']')) {
            elements.add(reader.text());
        }
        reader.expectEnd();
        return elements;
    }
}
