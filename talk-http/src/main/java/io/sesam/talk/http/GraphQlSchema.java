package io.sesam.talk.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.model.Experimental;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The field names of a GraphQL schema, by type and input. Empty where an API does not show its schema. */
@Experimental
public final class GraphQlSchema {
    private final Map<String, Set<String>> names = new HashMap<>();

    private GraphQlSchema(JsonNode data) {
        JsonValues.items(data.path("__schema").path("types"))
                .forEach(type -> names.put(
                        type.path("name").asText(),
                        Stream.of("fields", "inputFields")
                                .flatMap(kind -> JsonValues.items(type.path(kind)))
                                .map(field -> field.path("name").asText())
                                .collect(Collectors.toSet())));
    }

    /** Reads the data of an introspection query for the names of types, fields and input fields. */
    static GraphQlSchema of(JsonNode data) {
        return new GraphQlSchema(data);
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    /**
     * Returns the fields that the schema lacks, each with its type. Nothing of types that it does not show.
     *
     * @param places the fields by type
     */
    public List<String> lacking(Map<String, Set<String>> places) {
        return places.entrySet().stream()
                .filter(place -> names.containsKey(place.getKey()))
                .flatMap(place -> place.getValue().stream()
                        .filter(field ->
                                !names.getOrDefault(place.getKey(), Set.of()).contains(field))
                        .map(field -> place.getKey() + "." + field))
                .toList();
    }
}
