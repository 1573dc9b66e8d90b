package io.sesam.talk.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Calls in GraphQL, and how to judge answers that say 200 whatever happened. */
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

    /** A query: it changes nothing. The API's base address is the endpoint. */
    public static Call query(String document, ObjectNode variables) {
        return call(document, variables).reading();
    }

    /** A mutation, which must not be asked twice unless it says otherwise. */
    public static Call mutation(String document, ObjectNode variables) {
        return call(document, variables);
    }

    private static Call call(String document, ObjectNode variables) {
        ObjectNode body = Json.object().put("query", document);
        body.set("variables", variables);
        return Call.post("").json(body);
    }

    /**
     * The rules for {@code errors} (GraphQL specification, section 7.1): the code of the first decides, and an unknown code
     * leaves open whether anything was done. Errors that each belong to one field, beside data of the others, are left to
     * the caller: {@link #errorAt} tells of them, and {@link #whole} refuses them.
     */
    public static Verdicts judging(Verdicts verdicts) {
        return verdicts.first(answer -> error(answer).map(error -> judged(error, answer)));
    }

    /**
     * The data of an answer that must not lack anything.
     *
     * @throws TalkException UNREADABLE when some of it is missing because of an error
     */
    public static JsonNode whole(Answer answer) {
        error(answer).ifPresent(error -> {
            throw new TalkException(ErrorCode.UNREADABLE, "a part of the answer is missing: " + reason(error));
        });
        return answer.json().path("data");
    }

    /** The code of the error that belongs to a field of the answer, by its name or alias, at any depth; empty when there is none. */
    public static Optional<String> errorAt(Answer answer, String field) {
        return Json.items(answer.json().path("errors"))
                .filter(error -> Json.items(error.path("path"))
                        .anyMatch(step -> step.asText().equals(field)))
                .map(error -> Json.text(error, "extensions.code").orElse("UNKNOWN"))
                .findFirst();
    }

    private static Optional<JsonNode> error(Answer answer) {
        return Json.items(answer.json().path("errors")).findFirst();
    }

    private static Verdict judged(JsonNode error, Answer answer) {
        boolean partial = answer.json().path("data").isObject()
                && Json.items(answer.json().path("errors"))
                        .allMatch(each -> each.path("path").size() > 0);
        String code = Json.text(error, "extensions.code").orElse("");
        if (answer.status() == 401) {
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
        String code = Json.text(error, "extensions.code").orElse("");
        String message = Json.text(error, "message").map(Redaction::clean).orElse("no message");
        return (code.isEmpty() ? "an error" : code) + " (" + message + ")";
    }
}
