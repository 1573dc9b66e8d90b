package io.sesam.talk.rest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.sesam.talk.error.TalkException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * A node of a YAML or JSON file with its line.
 *
 * @param value a {@code Map<String, Tree>}, a {@code List<Tree>}, a text, or {@code null}
 */
record Tree(int line, @Nullable Object value) {
    /**
     * Reads a document.
     *
     * @throws TalkException CONFIGURATION when it is invalid; the message never quotes it
     */
    static Tree read(String text, String file, List<String> problems) {
        try (JsonParser parser = new YAMLFactory().createParser(text)) {
            if (parser.nextToken() == null) {
                return new Tree(1, null);
            }
            Tree tree = new Builder(parser, file, problems).tree();
            if (parser.nextToken() != null) {
                problems.add(file + ": a second document begins; keep only one");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw TalkException.configuration(List.of(file + " is not valid YAML or JSON" + where(e)
                    + ": check the indentation, colons, quotation marks and brackets near this place"));
        } catch (IOException e) {
            throw TalkException.configuration(
                    List.of(file + " cannot be parsed (" + e.getClass().getSimpleName() + ")"));
        }
    }

    /** Returns the child nodes by key; empty without keys. */
    @SuppressWarnings("unchecked") // a map here always holds trees
    Map<String, Tree> keys() {
        return value instanceof Map<?, ?> map ? (Map<String, Tree>) map : Map.of();
    }

    private static String where(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException yaml) {
            Mark mark = yaml.getProblemMark();
            return mark == null ? "" : " at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
        }
        JsonLocation location = e.getLocation();
        return location == null ? "" : " at line " + location.getLineNr();
    }

    /** A builder of trees from tokens. Numbers and booleans stay the text they were written as. */
    private record Builder(JsonParser parser, String file, List<String> problems) {
        Tree tree() throws IOException {
            int line = parser.currentTokenLocation().getLineNr();
            return switch (parser.currentToken()) {
                case START_OBJECT -> new Tree(line, map());
                case START_ARRAY -> new Tree(line, list());
                case VALUE_NULL -> new Tree(line, null);
                default -> new Tree(line, text(line));
            };
        }

        private Map<String, Tree> map() throws IOException {
            Map<String, Tree> map = new LinkedHashMap<>();
            for (JsonToken at = parser.nextToken(); at != JsonToken.END_OBJECT; at = parser.nextToken()) {
                String key = parser.currentName();
                int line = parser.currentTokenLocation().getLineNr();
                parser.nextToken();
                Tree value = tree();
                if (map.put(key, new Tree(line, value.value())) != null) {
                    problems.add(file + ", line " + line + ": " + key + " is used twice in the same section");
                }
            }
            return map;
        }

        private List<Tree> list() throws IOException {
            List<Tree> list = new ArrayList<>();
            for (JsonToken at = parser.nextToken(); at != JsonToken.END_ARRAY; at = parser.nextToken()) {
                list.add(tree());
            }
            return list;
        }

        private String text(int line) throws IOException {
            if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
                problems.add(file + ", line " + line + ": an alias (*) is not supported; write the value itself");
            }
            return parser.getText();
        }
    }
}
