package io.sesam.talk.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Small things to do with JSON. */
public final class JsonValues {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The place of an item in a list. */
    private static final Pattern INDEX = Pattern.compile("0|[1-9]\\d{0,8}");

    /** A number with more digits is no id that anybody gave. */
    private static final int LONGEST_NUMBER = 40;

    private JsonValues() {}

    /** Reads JSON; a missing node when the text is empty, is no JSON, or ends too early. */
    public static JsonNode read(String text) {
        if (text.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** A new object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A new list. */
    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /**
     * The node at a path: names with dots between, such as {@code address.country.code}, or a JSON pointer (RFC 6901) such as
     * {@code /emails/0/value}, of which the empty one is the whole; missing when there is none.
     */
    public static JsonNode at(JsonNode node, String path) {
        JsonNode found = node;
        for (String step : steps(path)) {
            found = found.isArray() && INDEX.matcher(step).matches()
                    ? found.path(Integer.parseInt(step))
                    : found.path(step);
        }
        return found;
    }

    /** The names on a path. */
    static List<String> steps(String path) {
        if (path.isEmpty()) {
            return List.of();
        }
        return path.startsWith("/")
                ? Stream.of(path.substring(1).split("/", -1))
                        .map(step -> step.replace("~1", "/").replace("~0", "~"))
                        .toList()
                : List.of(path.split("\\.", -1));
    }

    /**
     * What a system calls a record by, whether it writes it as a number or as text; empty when there is none, or one that is
     * blank.
     */
    public static Optional<String> id(JsonNode node) {
        return text(node, "").map(text -> plain(node, text)).filter(id -> !id.isBlank());
    }

    /** A whole number without a point, however it was written. */
    private static String plain(JsonNode node, String text) {
        if (!node.isNumber()) {
            return text;
        }
        BigDecimal number = node.decimalValue().stripTrailingZeros();
        boolean isShort = number.precision() - (long) number.scale() <= LONGEST_NUMBER;
        return number.scale() <= 0 && isShort ? number.toPlainString() : text;
    }

    /** The text at a path, numbers and flags as they are written; empty when there is none, or null. */
    public static Optional<String> text(JsonNode node, String path) {
        JsonNode found = at(node, path);
        return found.isValueNode() && !found.isNull() ? Optional.of(found.asText()) : Optional.empty();
    }

    /** The items of a list; none when it is no list. */
    public static Stream<JsonNode> items(JsonNode list) {
        return list.isArray() ? StreamSupport.stream(list.spliterator(), false) : Stream.empty();
    }

    /** A new object with those of some fields that another has and that are not null. */
    public static ObjectNode pick(JsonNode from, Collection<String> names) {
        ObjectNode picked = object();
        names.stream().filter(from::hasNonNull).forEach(name -> picked.set(name, from.path(name)));
        return picked;
    }

    /** The texts at some paths with a space between, without those that say nothing. */
    public static String words(JsonNode node, String... paths) {
        return Stream.of(paths)
                .flatMap(path -> text(node, path).stream())
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining(" "));
    }

    /** Puts a node at a path as {@link #at} understands it, making the objects on the way. */
    public static void put(ObjectNode root, String path, JsonNode value) {
        ObjectNode parent = root;
        List<String> steps = steps(path);
        for (String step : steps.subList(0, steps.size() - 1)) {
            JsonNode child = parent.path(step);
            parent = child instanceof ObjectNode object ? object : parent.putObject(step);
        }
        parent.set(steps.get(steps.size() - 1), value);
    }

    /** Takes away what stands at a path as {@link #at} understands it, if anything does. */
    public static void remove(ObjectNode root, String path) {
        List<String> steps = steps(path);
        JsonNode parent = root;
        for (String step : steps.subList(0, steps.size() - 1)) {
            parent = parent.path(step);
        }
        if (parent instanceof ObjectNode object) {
            object.remove(steps.get(steps.size() - 1));
        }
    }
}
