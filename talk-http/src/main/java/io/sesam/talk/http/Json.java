package io.sesam.talk.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Small things to do with JSON. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

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

    /** The node at a path such as {@code address.country.code}; missing when there is none. */
    public static JsonNode at(JsonNode node, String path) {
        JsonNode found = node;
        for (String step : path.split("\\.", -1)) {
            found = found.path(step);
        }
        return found;
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

    /** Puts a node at a path such as {@code address.countryCode}, making the objects on the way. */
    public static void put(ObjectNode root, String path, JsonNode value) {
        ObjectNode parent = root;
        String[] steps = path.split("\\.", -1);
        for (int i = 0; i < steps.length - 1; i++) {
            parent = parent.withObjectProperty(steps[i]);
        }
        parent.set(steps[steps.length - 1], value);
    }
}
