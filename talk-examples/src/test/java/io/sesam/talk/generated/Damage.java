package io.sesam.talk.generated;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sesam.talk.simulators.SimResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Changes answers and texts in the ways that servers, proxies and people do, and in some that nobody does. */
final class Damage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ODD = List.of(
            "null",
            "\"\"",
            "\" \"",
            "0",
            "-1",
            "1.5",
            "1e400",
            "99999999999999999999999",
            "-9223372036854775808",
            "true",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "{\"\":null}",
            "\"\\u0000\"",
            "\"\\ud83d\"",
            "\"0000-00-00T99:99:99Z\"",
            "\"+999999999-12-31T23:59:59.999999999Z\"",
            "\"-999999999-01-01T00:00:00Z\"",
            "\"9223372036854775807\"",
            "\"NaN\"",
            "\"a;b;;c\"",
            "\"https://x.example/%zz?page=\"",
            "\"two\\nlines\"");
    private static final List<String> SPECIAL = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "'",
            "\\",
            "\n",
            " ",
            "&a ",
            "*a",
            "!!int ",
            "- ",
            "? ",
            "|",
            "<<: ",
            "%",
            "#",
            "\t",
            "\0",
            "\ufeff",
            "\ud83d",
            "${",
            "${env:X}",
            "~",
            "null",
            "true",
            "-1",
            "1e99",
            "P1D",
            "PT-1S",
            "/",
            "//",
            "{id}",
            "9".repeat(30));

    private Damage() {}

    /** Changes a response. Its body most often, else its status or a header. */
    static SimResponse of(SimResponse response, SplittableRandom random) {
        if (random.nextInt(3) > 0) {
            return response;
        }
        return switch (random.nextInt(12)) {
            case 0 ->
                new SimResponse(
                        List.of(200, 204, 207, 302, 400, 404, 409, 410, 422, 500)
                                .get(random.nextInt(10)),
                        response.headers(),
                        response.body());
            case 1 -> new SimResponse(response.status(), headers(response, random), response.body());
            case 2, 3 -> new SimResponse(response.status(), response.headers(), text(response.body(), random));
            default -> new SimResponse(response.status(), response.headers(), json(response.body(), random));
        };
    }

    private static Map<String, String> headers(SimResponse response, SplittableRandom random) {
        Map<String, String> headers = new LinkedHashMap<>(response.headers());
        List<String> names = List.of("Link", "Total-Pages", "Total-Objects", "Retry-After", "Date", "Content-Type");
        List<String> values = List.of(
                "",
                "-1",
                "99999999999999999999",
                "x",
                "<",
                "<http://[>; rel=\"next\"",
                "; rel=next",
                "Mon, 99 Foo",
                "<>; rel=");
        headers.put(names.get(random.nextInt(names.size())), values.get(random.nextInt(values.size())));
        return headers;
    }

    private static String json(String body, SplittableRandom random) {
        try {
            JsonNode tree = JSON.readTree(body);
            List<JsonNode> parents = new ArrayList<>();
            collect(tree, parents);
            for (int edit = random.nextInt(1, 4); edit > 0 && !parents.isEmpty(); edit--) {
                edit(parents.get(random.nextInt(parents.size())), parents, random);
            }
            return tree.toString();
        } catch (JsonProcessingException e) {
            return text(body, random);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> parents) {
        if (node.isContainerNode() && !node.isEmpty()) {
            parents.add(node);
            node.forEach(child -> collect(child, parents));
        }
    }

    private static void edit(JsonNode parent, List<JsonNode> parents, SplittableRandom random)
            throws JsonProcessingException {
        JsonNode other = switch (random.nextInt(6)) {
            case 0 -> parents.get(random.nextInt(parents.size())).deepCopy();
            case 1 -> JSON.readTree("[".repeat(400) + "]".repeat(400));
            default -> JSON.readTree(ODD.get(random.nextInt(ODD.size())));
        };
        boolean removes = random.nextInt(4) == 0;
        if (parent instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (removes) {
                object.remove(name);
            } else if (random.nextInt(5) == 0 && object.path(name).isTextual()) {
                object.set(name, TextNode.valueOf(text(object.path(name).asText(), random)));
            } else {
                object.set(name, other);
            }
        } else if (parent instanceof ArrayNode array && !array.isEmpty()) {
            int at = random.nextInt(array.size());
            if (removes) {
                array.remove(at);
            } else if (random.nextBoolean()) {
                array.insert(at, other);
            } else {
                array.set(at, other);
            }
        }
    }

    /** Changes a text at one place: a part is lost, repeated, replaced, or something is added. */
    static String text(String text, SplittableRandom random) {
        int at = text.isEmpty() ? 0 : random.nextInt(text.length());
        int to = Math.min(text.length(), at + random.nextInt(1, 30));
        String special = SPECIAL.get(random.nextInt(SPECIAL.size()));
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + text.substring(to);
            case 2 -> text.substring(0, to) + text.substring(at);
            case 3 -> text.substring(0, at) + special + text.substring(Math.min(text.length(), at + 1));
            case 4 -> text.substring(0, at) + special.repeat(random.nextInt(1, 300)) + text.substring(at);
            default -> text.substring(0, at) + special + text.substring(at);
        };
    }
}
