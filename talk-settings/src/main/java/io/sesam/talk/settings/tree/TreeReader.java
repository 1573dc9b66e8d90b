package io.sesam.talk.settings.tree;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a document into maps, lists, texts, secrets and flags, with variables filled in.
 *
 * <p>Numbers stay the text they were written as, so that {@code 0150} keeps its zero. A key that stands twice is a
 * problem, and so is an alias, which would make one place of the file mean another.
 */
public final class TreeReader {
    private final JsonParser parser;
    private final Variables variables;
    private final List<String> problems;

    TreeReader(JsonParser parser, Variables variables, List<String> problems) {
        this.parser = parser;
        this.variables = variables;
        this.problems = problems;
    }

    /** The first document; {@code null} when there is none. */
    @Nullable
    Object read() throws IOException {
        if (parser.nextToken() == null) {
            return null;
        }
        Object tree = value("");
        if (parser.nextToken() != null) {
            problems.add("a second document begins in line " + line() + "; keep one");
        }
        return tree;
    }

    private @Nullable Object value(String place) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> map(place);
            case START_ARRAY -> list(place);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> text(place);
        };
    }

    private Map<String, @Nullable Object> map(String place) throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String inner = ConfigSection.join(place, key);
            if (map.containsKey(key)) {
                problems.add(inner + " stands twice, the second time in line " + line());
            }
            parser.nextToken();
            map.put(key, value(inner));
        }
        return map;
    }

    private List<@Nullable Object> list(String place) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            // a list holds names and texts: no and on are some, whatever YAML takes them for
            list.add(parser.currentToken().isBoolean() ? text(place) : value(place));
        }
        return list;
    }

    private Object text(String place) throws IOException {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            problems.add(place + " is an alias (*); write what it stands for");
            return "";
        }
        return variables.fillIn(parser.getText(), place);
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }
}
