package io.sesam.talk.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Removal of secrets and personal values from texts. Applied to everything that a target system reports. */
public final class Redaction {
    private static final Pattern EMAIL = Pattern.compile("[^\\s\"'<>,;:=(\\[{]+@[^\\s\"'<>,;)\\]}]+");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_\\-.]{32,}");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]{1,400}\"|'[^']{1,400}'|`[^`]{1,400}`|“[^”]{1,400}”");
    private static final Pattern NAME = Pattern.compile("[\"'`“][A-Za-z][A-Za-z0-9_.]{0,60}[\"'`”]");
    private static final Pattern DIGITS = Pattern.compile("\\+?\\d[\\d\\s-]{6,}\\d");

    /** Shorter values occur inside too many ordinary words. */
    private static final int SHORTEST_VALUE = 3;

    private Redaction() {}

    /**
     * Removes e-mail addresses, tokens, long numbers and quoted values. A quoted field name stays: one word of plain
     * letters that begins in lower case.
     */
    public static String clean(String text) {
        String cleaned = EMAIL.matcher(text).replaceAll("***");
        cleaned = QUOTED.matcher(cleaned).replaceAll(match -> isFieldName(match.group()) ? match.group() : "\"***\"");
        cleaned = TOKEN.matcher(cleaned).replaceAll("***");
        return DIGITS.matcher(cleaned).replaceAll("***");
    }

    /** Removes also the given values, ignoring case. For reports about a record whose values are known. */
    public static String clean(String text, Collection<String> values) {
        return clean(without(values, text));
    }

    /** Removes only the given values. For reasons that Talk itself composed. */
    static String without(Collection<String> values, String text) {
        String cleaned = text;
        for (String value : longestFirst(values)) {
            Pattern whole = Pattern.compile(
                    "(?<![\\p{L}\\p{N}])" + Pattern.quote(value) + "(?![\\p{L}\\p{N}])",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
            cleaned = whole.matcher(cleaned).replaceAll("***");
        }
        return cleaned;
    }

    private static List<String> longestFirst(Collection<String> values) {
        return values.stream()
                .map(String::strip)
                .filter(value -> value.length() >= SHORTEST_VALUE)
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    /** Removes e-mail addresses from a path. Ids stay, because they help to find the record. */
    static String path(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(step -> EMAIL.matcher(step.replace("%40", "@")).replaceAll("***"))
                .collect(Collectors.joining("/"));
    }

    /** Returns the shape of a body. JSON with every text replaced; for another body, its length. */
    static String body(String text) {
        JsonNode json = JsonValues.read(text);
        return json.isMissingNode()
                ? text.length() + " characters"
                : shape(json).toString();
    }

    private static JsonNode shape(JsonNode node) {
        if (node.isObject()) {
            ObjectNode shape = JsonValues.object();
            node.fieldNames().forEachRemaining(name -> shape.set(name, shape(node.path(name))));
            return shape;
        }
        if (node.isArray()) {
            ArrayNode shape = JsonValues.array();
            node.forEach(item -> shape.add(shape(item)));
            return shape;
        }
        return node.isNumber() || node.isTextual() ? TextNode.valueOf("***") : node;
    }

    private static boolean isFieldName(String quoted) {
        return NAME.matcher(quoted).matches()
                && Character.isLowerCase(quoted.charAt(1))
                && (quoted.contains("_") || quoted.length() <= 22);
    }
}
