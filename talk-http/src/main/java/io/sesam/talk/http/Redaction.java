package io.sesam.talk.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Pattern;

/** Takes out of what a system says whatever may be a secret or the value of a person (R37). */
public final class Redaction {
    private static final Pattern EMAIL = Pattern.compile("[^\\s\"'<>,;:=(\\[{]+@[^\\s\"'<>,;)\\]}]+");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_\\-.]{32,}");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]{1,400}\"|'[^']{1,400}'|`[^`]{1,400}`|“[^”]{1,400}”");
    private static final Pattern NAME = Pattern.compile("[\"'`“][A-Za-z][A-Za-z0-9_.]{0,60}[\"'`”]");
    private static final Pattern DIGITS = Pattern.compile("\\+?\\d[\\d\\s-]{6,}\\d");

    private Redaction() {}

    /**
     * The text without e-mail addresses, tokens, long numbers and quoted values; a quoted name of a field is left, which is
     * one word of plain letters that begins in lower case.
     */
    public static String clean(String text) {
        String cleaned = EMAIL.matcher(text).replaceAll("***");
        cleaned = QUOTED.matcher(cleaned).replaceAll(match -> isFieldName(match.group()) ? match.group() : "\"***\"");
        cleaned = TOKEN.matcher(cleaned).replaceAll("***");
        return DIGITS.matcher(cleaned).replaceAll("***");
    }

    /** The shape of a body: its JSON with every text replaced; for a body that is none, its length. */
    static String body(String text) {
        JsonNode json = Json.read(text);
        return json.isMissingNode()
                ? text.length() + " characters"
                : shape(json).toString();
    }

    private static JsonNode shape(JsonNode node) {
        if (node.isObject()) {
            ObjectNode shape = Json.object();
            node.fieldNames().forEachRemaining(name -> shape.set(name, shape(node.path(name))));
            return shape;
        }
        if (node.isArray()) {
            ArrayNode shape = Json.array();
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
