package io.sesam.talk.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.settings.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A comparison of a profile with an OpenAPI description. */
final class Description {
    private static final String LEFT_OUT =
            "; it is left out, and the other properties are synced. Correct the profile, or make the field readOnly in it";

    private final RestProfile profile;
    private final OpenApi api;
    private final String basePath;

    Description(RestProfile profile, OpenApi api) {
        this.profile = profile;
        this.api = api;
        this.basePath = Optional.ofNullable(
                        HttpApi.address(profile.name(), profile.base()).getPath())
                .orElse("")
                .replaceAll("/+$", "");
    }

    /** A call of the profile and its record locations. */
    private record Made(String key, String method, String path, String under, String record, boolean writes) {
        String call() {
            return method + " " + path;
        }
    }

    private static List<Made> calls(RestType type) {
        List<Made> calls = new ArrayList<>();
        calls.add(new Made("list", "GET", type.path(), "", type.list(), false));
        type.get().ifPresent(get -> calls.add(new Made("get", "GET", get.path(), "", get.record(), false)));
        type.find().ifPresent(find -> calls.add(new Made("find", "GET", find.path(), "", find.list(), false)));
        type.writes()
                .insert()
                .ifPresent(way -> calls.add(
                        new Made("create", way.method().name(), way.path(), way.under(), way.record(), true)));
        type.writes()
                .update()
                .ifPresent(way -> calls.add(
                        new Made("update", way.method().name(), way.path(), way.under(), way.record(), true)));
        type.writes()
                .removal()
                .ifPresent(way -> calls.add(new Made("archive", way.method().name(), way.path(), "", "", true)));
        return calls;
    }

    /** Reports the confirmed and the unconfirmed parts. */
    Check check() {
        return profile.types().stream().map(this::check).reduce(Check.fine(), Check::and);
    }

    /** Reports the confirmed and the unconfirmed parts of some types. */
    Check check(Set<EntityType> types) {
        return profile.types().stream()
                .filter(type -> types.contains(new EntityType(type.name())))
                .map(this::check)
                .reduce(Check.fine(), Check::and);
    }

    private Check check(RestType type) {
        Check check = Check.fine();
        for (Made made : calls(type)) {
            Optional<OpenApi.Operation> operation = api.operation(made.method(), basePath, made.path());
            check = check.and(
                    operation.isEmpty()
                            ? missing(
                                    made,
                                    type.name() + ": the API description has no " + made.call()
                                            + ", which the profile needs for its key " + made.key())
                            : described(type, made, operation.get()));
        }
        return check;
    }

    private Check missing(Made made, String message) {
        return made.writes() && profile.confirmsWrites() ? Check.problem(message) : Check.warning(message);
    }

    private Check described(RestType type, Made made, OpenApi.Operation operation) {
        return switch (made.key()) {
            case "list" -> parameters(type, operation).and(read(type, made, operation));
            case "create", "update" -> written(type, made, operation);
            case "find" ->
                type.find()
                        .filter(find -> !operation.query().contains(find.parameter()))
                        .map(find -> parameter(type, made.call(), find.parameter(), operation))
                        .orElseGet(Check::fine);
            default -> Check.note(type.name() + ": " + made.call() + " is in the API description");
        };
    }

    private Check parameters(RestType type, OpenApi.Operation operation) {
        List<String> used = new ArrayList<>(type.query().keySet());
        type.news().ifPresent(news -> used.add(news.parameter()));
        type.paging().sizeParameter().ifPresent(used::add);
        if (!type.paging().parameter().isEmpty()) {
            used.add(type.paging().parameter());
        }
        return used.stream()
                .filter(name -> !operation.query().contains(name))
                .map(name -> parameter(type, "GET " + type.path(), name, operation))
                .reduce(Check.fine(), Check::and);
    }

    private static Check parameter(RestType type, String call, String name, OpenApi.Operation operation) {
        return Check.warning(type.name() + ": " + call + " is described without the query parameter " + name
                + Nearest.hint(name, operation.query()));
    }

    private Check read(RestType type, Made made, OpenApi.Operation operation) {
        JsonNode list = api.at(operation.answer(), made.record());
        if (operation.answer().isMissingNode()) {
            return Check.note(type.name() + ": " + made.call()
                    + " is described, but its response is not; the fields are not confirmed");
        }
        if (!api.isList(list)) {
            return Check.warning(type.name() + ": according to the API description, the response of " + made.call()
                    + " has no list at \"" + made.record() + "\"; available: " + names(operation.answer()));
        }
        Map<String, String> places = new LinkedHashMap<>();
        places.put("key", type.key());
        if (type.isTimed()) {
            places.put("times.modified", type.modified().get(0));
        }
        type.fields()
                .forEach(field -> places.put(field.property(), field.reads().get(0)));
        return fields(type, made, api.items(list), places);
    }

    private Check written(RestType type, Made made, OpenApi.Operation operation) {
        JsonNode request = operation.request();
        if (request.isMissingNode()) {
            return missing(
                    made,
                    type.name() + ": " + made.call()
                            + " is described, but its request body is not; the fields are not confirmed");
        }
        Map<String, String> places = new LinkedHashMap<>();
        type.fields().forEach(field -> field.writes().ifPresent(to -> places.put(field.property(), to)));
        JsonNode record = api.at(request, made.under());
        Check fields = fields(type, made, record, places);
        for (RestField field : type.fields()) {
            JsonNode found = api.at(record, field.writes().orElse("/"));
            if (found.path("readOnly").asBoolean()) {
                String message = isReadOnly(type, field);
                fields = fields.and(
                        isOptional(field) && fits(type, record)
                                ? Check.warning(message + LEFT_OUT)
                                : missing(made, message));
            }
            fields = fields.and(kind(type, field, api.kind(found)));
        }
        return fields;
    }

    /** Compares the JSON type sent with the described type. For instance, a number must not be sent as text. */
    private static Check kind(RestType type, RestField field, String described) {
        String sent = switch (field.json()) {
            case TEXT -> "string";
            case NUMBER -> "number";
            case FLAG -> "boolean";
        };
        boolean isNumber = described.startsWith("integer") || described.startsWith("number");
        String expected = isNumber ? "number" : described.replaceFirst(" .*", "");
        return expected.isEmpty() || expected.equals(sent)
                ? Check.fine()
                : Check.warning(type.name() + "." + field.property() + " has the type " + described
                        + " in the API description, but the profile sends a " + sent + "; in the profile set json: "
                        + (isNumber ? "number" : expected.equals("boolean") ? "flag" : "text"));
    }

    private Check fields(RestType type, Made made, JsonNode record, Map<String, String> places) {
        Check missing = Check.fine();
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, String> place : places.entrySet()) {
            JsonNode schema = api.at(record, place.getValue());
            if (schema.isMissingNode()) {
                String message = lacks(type, made, record, place);
                boolean isLeftOut = made.writes()
                        && fits(type, record)
                        && type.fields().stream()
                                .anyMatch(field -> field.property().equals(place.getKey()) && isOptional(field));
                missing = missing.and(isLeftOut ? Check.warning(message + LEFT_OUT) : missing(made, message));
            } else {
                String kind = api.kind(schema);
                found.add(place.getKey() + " at " + place.getValue() + (kind.isEmpty() ? "" : " (" + kind + ")"));
            }
        }
        return Check.note(type.name() + ": " + made.call() + " is in the API description"
                        + (found.isEmpty() ? "" : ", with ") + String.join(", ", found))
                .and(missing);
    }

    private String names(JsonNode schema) {
        Set<String> names = api.names(schema);
        return names.isEmpty()
                ? api.isList(schema) ? "the response itself, which is a list" : "nothing that the description names"
                : names.stream().map(name -> "/" + name).collect(Collectors.joining(", "));
    }

    /**
     * Returns the optional properties that a type cannot write according to the description, each with the reason. They
     * are left out, so that they refuse no record as a whole.
     */
    Map<String, String> unwritable(RestType type) {
        Map<String, String> unwritable = new LinkedHashMap<>();
        for (Made made : calls(type)) {
            Optional<OpenApi.Operation> operation = api.operation(made.method(), basePath, made.path());
            if (operation.isPresent()
                    && made.writes()
                    && !operation.get().request().isMissingNode()) {
                JsonNode record = api.at(operation.get().request(), made.under());
                type.fields().stream()
                        .filter(field -> isOptional(field) && fits(type, record))
                        .forEach(field -> unwritable(type, made, record, field)
                                .ifPresent(reason -> unwritable.putIfAbsent(field.property(), reason)));
            }
        }
        return unwritable;
    }

    private Optional<String> unwritable(RestType type, Made made, JsonNode record, RestField field) {
        return field.writes().flatMap(place -> {
            JsonNode found = api.at(record, place);
            return found.isMissingNode()
                    ? Optional.of(lacks(type, made, record, Map.entry(field.property(), place)) + LEFT_OUT)
                    : found.path("readOnly").asBoolean()
                            ? Optional.of(isReadOnly(type, field) + LEFT_OUT)
                            : Optional.empty();
        });
    }

    /** Checks whether the description confirms a field at all. A profile of which nothing fits is wrong as a whole. */
    private boolean fits(RestType type, JsonNode record) {
        return type.fields().stream()
                .flatMap(field -> field.writes().stream())
                .map(place -> api.at(record, place))
                .anyMatch(found ->
                        !found.isMissingNode() && !found.path("readOnly").asBoolean());
    }

    private static boolean isOptional(RestField field) {
        return !field.required() && field.writes().isPresent();
    }

    private static String isReadOnly(RestType type, RestField field) {
        return type.name() + "." + field.property() + " is read-only according to the API description";
    }

    private String lacks(RestType type, Made made, JsonNode record, Map.Entry<String, String> place) {
        String name = place.getValue().replaceFirst("^/", "");
        return type.name() + "." + place.getKey() + ": according to the API description, " + made.call()
                + " has no field " + place.getValue() + Nearest.hint(name, api.names(record));
    }

    /** Returns the reasons against writing. Empty when all writes are confirmed. */
    List<String> unconfirmed() {
        return check().findings().stream()
                .filter(finding -> finding.level() == Check.Level.PROBLEM)
                .map(Check.Finding::message)
                .toList();
    }
}
