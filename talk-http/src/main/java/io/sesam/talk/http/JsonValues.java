package io.sesam.talk.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Helper functions for JSON. */
public final class JsonValues {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The index of a list item. */
    private static final Pattern INDEX = Pattern.compile("0|[1-9]\\d{0,8}");

    /** A longer number is not a plausible record id. */
    private static final int LONGEST_NUMBER = 40;

    private JsonValues() {}

    /** Reads JSON text. A missing node when the text is empty, is not JSON, or is truncated. */
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

    /** Returns a new object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Returns a new list. */
    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /**
     * Returns the node at a path. A path is names with dots between, such as {@code address.country.code}, or a JSON
     * pointer (RFC 6901) such as {@code /emails/0/value}; the empty pointer is the whole. A missing node when nothing
     * is there.
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

    /** Splits a path into its names. */
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

    /** Returns a record id written as number or text. Empty when it is absent or blank. */
    public static Optional<String> id(JsonNode node) {
        return text(node, "").map(text -> plain(node, text)).filter(id -> !id.isBlank());
    }

    /**
     * Returns the id of a listed record.
     *
     * @throws TalkException UNREADABLE when it has none: a record that cannot be named is no change
     */
    public static String requiredId(JsonNode record, String path) {
        return id(at(record, path))
                .orElseThrow(() -> new TalkException(
                        ErrorCode.UNREADABLE,
                        "a listed record has no id at \"" + path + "\"; the next run tries again"));
    }

    /** Writes a whole number without decimal point or exponent. */
    private static String plain(JsonNode node, String text) {
        if (!node.isNumber()) {
            return text;
        }
        BigDecimal number = node.decimalValue().stripTrailingZeros();
        boolean isShort = number.precision() - (long) number.scale() <= LONGEST_NUMBER;
        return number.scale() <= 0 && isShort ? number.toPlainString() : text;
    }

    /** Returns the text at a path. Numbers and booleans as they are written; empty when absent or null. */
    public static Optional<String> text(JsonNode node, String path) {
        JsonNode found = at(node, path);
        return found.isValueNode() && !found.isNull() ? Optional.of(found.asText()) : Optional.empty();
    }

    /** Returns the items of a list. Empty when the node is not a list. */
    public static Stream<JsonNode> items(JsonNode list) {
        return list.isArray() ? StreamSupport.stream(list.spliterator(), false) : Stream.empty();
    }

    /** Copies the named fields that are not null. */
    public static ObjectNode pick(JsonNode from, Collection<String> names) {
        ObjectNode picked = object();
        names.stream().filter(from::hasNonNull).forEach(name -> picked.set(name, from.path(name)));
        return picked;
    }

    /** Joins the texts at some paths with spaces. Blank texts are left out. */
    public static String words(JsonNode node, String... paths) {
        return Stream.of(paths)
                .flatMap(path -> text(node, path).stream())
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining(" "));
    }

    /** Sets the node at a path. Paths are those of {@link #at}; missing objects on the way are created. */
    public static void put(ObjectNode root, String path, JsonNode value) {
        ObjectNode parent = root;
        List<String> steps = steps(path);
        for (String step : steps.subList(0, steps.size() - 1)) {
            JsonNode child = parent.path(step);
            parent = child instanceof ObjectNode object ? object : parent.putObject(step);
        }
        parent.set(steps.get(steps.size() - 1), value);
    }

    /** Removes the node at a path, if present. Paths are those of {@link #at}. */
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
