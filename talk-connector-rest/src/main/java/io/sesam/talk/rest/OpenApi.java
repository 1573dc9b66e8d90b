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

/** An API description in OpenAPI 3 or Swagger 2. Lists the calls with their requests and responses. */
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
     * @throws TalkException UNREADABLE when the text is not such a description
     */
    static OpenApi read(String text, String source) {
        JsonNode json = JsonValues.read(text);
        JsonNode document = json.isMissingNode() ? yaml(text) : json;
        if (!document.path("paths").isObject() || !(document.has("openapi") || document.has("swagger"))) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    source
                            + " is not an OpenAPI or Swagger description in JSON or YAML; use the file behind the"
                            + " documentation page, such as /swagger/v1/swagger.json");
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

    /** A described call. */
    record Operation(OpenApi api, JsonNode path, JsonNode body) {
        /** Returns the schema of a successful response. A missing node when it is not described. */
        JsonNode answer() {
            JsonNode responses = body.path("responses");
            return Stream.of("200", "201", "202", "2XX", "default")
                    .map(status -> api.content(responses.path(status)))
                    .filter(schema -> !schema.isMissingNode())
                    .findFirst()
                    .orElse(MissingNode.getInstance());
        }

        /** Returns the schema of the request body. A missing node when it is not described. */
        JsonNode request() {
            JsonNode content = api.content(body.path("requestBody"));
            return content.isMissingNode()
                    ? parameters()
                            .filter(parameter -> parameter.path("in").asText().equals("body"))
                            .map(parameter -> api.resolve(parameter.path("schema")))
                            .findFirst()
                            .orElse(content)
                    : content;
        }

        private Stream<JsonNode> parameters() {
            return Stream.of(path, body)
                    .flatMap(place -> JsonValues.items(place.path("parameters")))
                    .map(api::resolve);
        }

        /** Returns the names of the query parameters. */
        Set<String> query() {
            Set<String> names = new TreeSet<>();
            parameters()
                    .filter(parameter -> parameter.path("in").asText().equals("query"))
                    .forEach(parameter -> names.add(parameter.path("name").asText()));
            return names;
        }
    }

    /** Finds a call. The names of path variables are ignored; paths may begin with the path of the base address. */
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

    /** Resolves a reference within the document. */
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

    /** Returns the schema at a JSON pointer. A missing node when nothing is described there. */
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

    /** Returns the schema of list items. */
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

    /** Returns the property names of an object schema. */
    Set<String> names(JsonNode schema) {
        Set<String> names = new LinkedHashSet<>();
        parts(schema, 0).forEach(part -> part.path("properties").fieldNames().forEachRemaining(names::add));
        return names;
    }

    /** Returns a schema and its composed parts. */
    private List<JsonNode> parts(JsonNode schema, int depth) {
        List<JsonNode> parts = new ArrayList<>(List.of(schema));
        if (depth < DEEPEST) {
            Stream.of("allOf", "oneOf", "anyOf")
                    .flatMap(way -> JsonValues.items(schema.path(way)))
                    .forEach(part -> parts.addAll(parts(resolve(part), depth + 1)));
        }
        return parts;
    }

    /**
     * Returns the type of a value, with its format. Such as {@code string} or {@code integer}; empty when it is not
     * described.
     */
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
