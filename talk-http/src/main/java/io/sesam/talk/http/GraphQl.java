package io.sesam.talk.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * GraphQL calls and the classification of their responses. A GraphQL response may have status 200 although the
 * operation failed.
 */
public final class GraphQl {
    private static final Set<String> NOTHING_DONE = Set.of(
            "GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED", "BAD_USER_INPUT", "OPERATION_RESOLUTION_FAILURE");

    private static final Map<String, Function<String, Verdict>> BY_CODE = Map.of(
            "UNAUTHENTICATED", Verdict.TokenRefused::new,
            "FORBIDDEN", reason -> new Verdict.Stop(ErrorCode.ACCESS_REFUSED, reason),
            "INTERNAL_SERVER_ERROR", reason -> new Verdict.Again(Duration.ZERO, false, reason),
            "RATE_LIMITED", reason -> new Verdict.Limited(Duration.ZERO, reason),
            "THROTTLED", reason -> new Verdict.Limited(Duration.ZERO, reason));

    private GraphQl() {}

    /** Creates a query, which changes nothing. The API's base address is the endpoint. */
    public static ApiCall query(String document, ObjectNode variables) {
        return call(document, variables).reading();
    }

    /** Creates a mutation, which is not repeated. {@link ApiCall#idempotent} lifts that restriction. */
    public static ApiCall mutation(String document, ObjectNode variables) {
        return call(document, variables);
    }

    private static ApiCall call(String document, ObjectNode variables) {
        ObjectNode body = JsonValues.object().put("query", document);
        body.set("variables", variables);
        return ApiCall.post("").json(body).expectingObject("data");
    }

    /**
     * Adds rules for GraphQL {@code errors}. The code of the first error decides (GraphQL specification, section 7.1);
     * an unknown code leaves open whether the operation was carried out. Errors that belong to single fields, beside
     * data of the others, are left to the caller: {@link #errorAt} finds them, and {@link #whole} refuses them.
     */
    public static Verdicts judging(Verdicts verdicts) {
        return verdicts.first(response -> error(response).map(error -> judged(error, response)));
    }

    /**
     * Returns the data of a complete response.
     *
     * @throws TalkException UNREADABLE when a part is missing because of an error
     */
    public static JsonNode whole(ApiResponse response) {
        error(response).ifPresent(error -> {
            throw new TalkException(ErrorCode.UNREADABLE, "the response is incomplete: " + reason(error));
        });
        return response.json().path("data");
    }

    /**
     * Adds the rule for mutations that report failure in data. Such mutations return {@code didSucceed: false} with
     * input errors, or only the errors.
     *
     * @param mutation the name or alias of the result field
     */
    public static Verdicts refusing(Verdicts verdicts, String mutation) {
        return verdicts.first(response -> {
            JsonNode result = response.json().path("data").path(mutation);
            boolean failed = result.path("didSucceed").isBoolean()
                    ? !result.path("didSucceed").asBoolean()
                    : result.path("inputErrors").size() > 0;
            return failed ? Optional.of(new Verdict.Refused(inputErrors(result))) : Optional.empty();
        });
    }

    private static String inputErrors(JsonNode result) {
        return JsonValues.items(result.path("inputErrors"))
                .map(each -> Redaction.clean(each.path("message").asText("refused")) + " ("
                        + each.path("code").asText("") + " "
                        + JsonValues.items(each.path("path"))
                                .map(JsonNode::asText)
                                .toList() + ")")
                .collect(Collectors.joining("; "));
    }

    /**
     * Fetches records by their ids in one call. Returns missing nodes for ids that do not exist.
     *
     * @param one an operation about one record, as {@link GraphQlDocuments#many} expects it
     * @param under the field of the data that contains the records, such as the account
     * @throws TalkException UNREADABLE when a record is withheld for another reason than that it does not exist
     */
    public static Map<String, JsonNode> byId(
            HttpApi api,
            GraphQlDocuments documents,
            String one,
            ObjectNode variables,
            Collection<String> ids,
            String under) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        if (ids.isEmpty()) {
            return found;
        }
        List<String> all = List.copyOf(ids);
        IntStream.range(0, all.size()).forEach(i -> variables.put("each" + i, all.get(i)));
        ApiResponse response = api.read(query(documents.many(one, all.size()), variables));
        JsonNode records = response.json().path("data").path(under);
        if (records.isMissingNode()) {
            throw unreadable("the response has no " + under + ", although it was asked for");
        }
        if (!records.isObject()) {
            throw new TalkException(
                    ErrorCode.ACCESS_REFUSED,
                    "the response does not contain the " + under + "; it was deleted, or access to it was withdrawn");
        }
        for (int i = 0; i < all.size(); i++) {
            errorAt(response, "each" + i)
                    .filter(code -> !code.equals("NOT_FOUND"))
                    .ifPresent(code -> {
                        throw new TalkException(ErrorCode.UNREADABLE, "the response withholds a record: " + code);
                    });
            if (!records.has("each" + i)) {
                throw unreadable("the response leaves out a record that was asked for");
            }
            found.put(all.get(i), records.path("each" + i));
        }
        return found;
    }

    private static TalkException unreadable(String what) {
        return new TalkException(ErrorCode.UNREADABLE, what + "; the next run tries again");
    }

    /**
     * Returns the nodes of a connection. Edges without a node are left out.
     *
     * @throws TalkException UNREADABLE when it has no list of edges, which is no empty list (R39)
     */
    public static List<JsonNode> nodes(JsonNode connection) {
        if (!connection.path("edges").isArray()) {
            throw unreadable("the response has no list of records, although it was asked for");
        }
        return JsonValues.items(connection.path("edges"))
                .map(edge -> edge.path("node"))
                .filter(JsonNode::isObject)
                .toList();
    }

    /**
     * Returns the error code of a response field. The field is given by name or alias and searched at any depth; empty
     * when it has no error.
     */
    public static Optional<String> errorAt(ApiResponse response, String field) {
        return JsonValues.items(response.json().path("errors"))
                .filter(error -> JsonValues.items(error.path("path"))
                        .anyMatch(step -> step.asText().equals(field)))
                .map(error -> JsonValues.text(error, "extensions.code").orElse("UNKNOWN"))
                .findFirst();
    }

    private static Optional<JsonNode> error(ApiResponse response) {
        return JsonValues.items(response.json().path("errors")).findFirst();
    }

    private static Verdict judged(JsonNode error, ApiResponse response) {
        boolean partial = response.json().path("data").isObject()
                && JsonValues.items(response.json().path("errors"))
                        .allMatch(each -> each.path("path").size() > 0);
        String code = JsonValues.text(error, "extensions.code").orElse("");
        if (response.status() == 401) {
            return new Verdict.TokenRefused(reason(error));
        }
        if (partial && !BY_CODE.containsKey(code)) {
            return new Verdict.Success();
        }
        return NOTHING_DONE.contains(code)
                ? new Verdict.Refused(reason(error))
                : BY_CODE.getOrDefault(code, Verdict.Unreadable::new).apply(reason(error));
    }

    private static String reason(JsonNode error) {
        String code = JsonValues.text(error, "extensions.code").orElse("");
        String message = JsonValues.text(error, "message").map(Redaction::clean).orElse("no message");
        return (code.isEmpty() ? "an error" : code) + " (" + message + ")";
    }
}
