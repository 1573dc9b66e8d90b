package io.sesam.talk.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.JsonValues;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;

/** What an API says of itself, in OpenAPI 3 or Swagger 2: which calls there are, and what goes in and comes out. */
final class OpenApi {
    private static final int LARGEST = 64 << 20;
    private static final int DEEPEST = 32;

    private final JsonNode document;

    private OpenApi(JsonNode document) {
        this.document = document;
    }

    /**
     * Reads a description in JSON or YAML.
     *
     * @throws TalkException UNREADABLE when it is none
     */
    static OpenApi read(String text, String source) {
        JsonNode json = JsonValues.read(text);
        JsonNode document = json.isMissingNode() ? yaml(text) : json;
        if (!document.path("paths").isObject() || !(document.has("openapi") || document.has("swagger"))) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    source
                            + " is no description in OpenAPI or Swagger, in JSON or YAML; give the file behind the page that"
                            + " shows it, such as /swagger/v1/swagger.json");
        }
        return new OpenApi(document);
    }

    private static JsonNode yaml(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        try {
            return new ObjectMapper(YAMLFactory.builder().loaderOptions(options).build()).readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** A call that is described. */
    record Operation(OpenApi api, JsonNode path, JsonNode body) {
        /** What comes back when all is well; missing when that is not said. */
        JsonNode answer() {
            JsonNode responses = body.path("responses");
            return Stream.of("200", "201", "202", "2XX", "default")
                    .map(status -> api.content(responses.path(status)))
                    .filter(schema -> !schema.isMissingNode())
                    .findFirst()
                    .orElse(MissingNode.getInstance());
        }

        /** What is to be sent; missing when that is not said. */
        JsonNode request() {
            JsonNode said = api.content(body.path("requestBody"));
            return said.isMissingNode()
                    ? parameters()
                            .filter(parameter -> parameter.path("in").asText().equals("body"))
                            .map(parameter -> api.resolve(parameter.path("schema")))
                            .findFirst()
                            .orElse(said)
                    : said;
        }

        private Stream<JsonNode> parameters() {
            return Stream.of(path, body)
                    .flatMap(place -> JsonValues.items(place.path("parameters")))
                    .map(api::resolve);
        }

        /** The names of the query parameters. */
        Set<String> query() {
            Set<String> names = new TreeSet<>();
            parameters()
                    .filter(parameter -> parameter.path("in").asText().equals("query"))
                    .forEach(parameter -> names.add(parameter.path("name").asText()));
            return names;
        }
    }

    /** A call, under whatever names its path has for what is in braces; paths may begin with that of the base address. */
    Optional<Operation> operation(String method, String basePath, String path) {
        Set<String> wanted = new LinkedHashSet<>(List.of(plain(path), plain(basePath + path)));
        for (Map.Entry<String, JsonNode> each : document.path("paths").properties()) {
            JsonNode item = resolve(each.getValue());
            JsonNode body = item.path(method.toLowerCase(Locale.ROOT));
            if (body.isObject() && wanted.contains(plain(each.getKey()))) {
                return Optional.of(new Operation(this, item, body));
            }
        }
        return Optional.empty();
    }

    private static String plain(String path) {
        String plain =
                path.replaceAll("\\?.*$", "").replaceAll("\\{[^}]*}", "{}").replaceAll("/+", "/");
        return plain.length() > 1 && plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }

    private JsonNode content(JsonNode node) {
        JsonNode holder = resolve(node);
        if (holder.has("schema")) {
            return resolve(holder.path("schema"));
        }
        for (Map.Entry<String, JsonNode> kind : holder.path("content").properties()) {
            if (kind.getKey().contains("json") || kind.getKey().equals("*/*")) {
                return resolve(kind.getValue().path("schema"));
            }
        }
        return MissingNode.getInstance();
    }

    /** What a reference within the document leads to. */
    private JsonNode resolve(JsonNode node) {
        JsonNode found = node;
        for (int depth = 0; depth < DEEPEST && found.has("$ref"); depth++) {
            String reference = found.path("$ref").asText();
            found = reference.startsWith("#/")
                    ? JsonValues.at(document, reference.substring(1))
                    : MissingNode.getInstance();
        }
        return found;
    }

    /** The schema at a pointer in what a schema describes; missing when it describes nothing there. */
    JsonNode at(JsonNode schema, String pointer) {
        JsonNode found = resolve(schema);
        for (String step :
                pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            String name = step.replace("~1", "/").replace("~0", "~");
            found = isList(found) && name.matches("\\d+") ? items(found) : property(found, name);
        }
        return found;
    }

    boolean isList(JsonNode schema) {
        return parts(schema, 0).stream().anyMatch(part -> part.has("items"));
    }

    /** What is in a list. */
    JsonNode items(JsonNode schema) {
        return parts(schema, 0).stream()
                .filter(part -> part.has("items"))
                .map(part -> resolve(part.path("items")))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private JsonNode property(JsonNode schema, String name) {
        return parts(schema, 0).stream()
                .map(part -> resolve(part.path("properties").path(name)))
                .filter(found -> !found.isMissingNode())
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    /** The names of what an object holds. */
    Set<String> names(JsonNode schema) {
        Set<String> names = new LinkedHashSet<>();
        parts(schema, 0).forEach(part -> part.path("properties").fieldNames().forEachRemaining(names::add));
        return names;
    }

    /** A schema and those that it is made of. */
    private List<JsonNode> parts(JsonNode schema, int depth) {
        List<JsonNode> parts = new ArrayList<>(List.of(schema));
        if (depth < DEEPEST) {
            Stream.of("allOf", "oneOf", "anyOf")
                    .flatMap(way -> JsonValues.items(schema.path(way)))
                    .forEach(part -> parts.addAll(parts(resolve(part), depth + 1)));
        }
        return parts;
    }

    /** What a value is, such as {@code string} or {@code integer}, with its format; empty when that is not said. */
    String kind(JsonNode schema) {
        for (JsonNode part : parts(schema, 0)) {
            String type = part.path("type").isArray()
                    ? JsonValues.items(part.path("type"))
                            .map(JsonNode::asText)
                            .filter(name -> !name.equals("null"))
                            .findFirst()
                            .orElse("")
                    : part.path("type").asText();
            if (!type.isEmpty()) {
                String format = part.path("format").asText();
                return format.isEmpty() ? type : type + " " + format;
            }
        }
        return "";
    }
}
