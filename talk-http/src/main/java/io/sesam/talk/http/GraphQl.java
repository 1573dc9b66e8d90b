package io.sesam.talk.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.error.ErrorCode;
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
     * leaves open whether anything was done.
     */
    public static Verdicts judging(Verdicts verdicts) {
        return verdicts.first(answer -> error(answer).map(error -> judged(error, answer)));
    }

    private static Optional<JsonNode> error(Answer answer) {
        return Json.items(answer.json().path("errors")).findFirst();
    }

    private static Verdict judged(JsonNode error, Answer answer) {
        String code = Json.text(error, "extensions.code").orElse("");
        String message = Json.text(error, "message").map(Redaction::clean).orElse("no message");
        String reason = (code.isEmpty() ? "an error" : code) + " (" + message + ")";
        if (answer.status() == 401) {
            return new Verdict.TokenRefused(reason);
        }
        if (NOTHING_DONE.contains(code)) {
            return new Verdict.Refused(reason);
        }
        return BY_CODE.getOrDefault(code, Verdict.Unreadable::new).apply(reason);
    }
}
