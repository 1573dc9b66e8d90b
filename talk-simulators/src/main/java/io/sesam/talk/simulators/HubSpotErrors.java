package io.sesam.talk.simulators;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Error responses in HubSpot's wording. */
final class HubSpotErrors {
    private HubSpotErrors() {}

    static ObjectNode node(String category, String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("status", "error")
                .put("category", category)
                .put("message", message);
    }

    static SimResponse of(int status, String category, String message) {
        return SimResponse.json(
                status, node(category, message).put("correlationId", "39b5e83f-0000-4000-8000-000000000000"));
    }

    static SimResponse limited(String policy, String message) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("status", "error")
                .put("message", message)
                .put("errorType", "RATE_LIMIT")
                .put("correlationId", "39b5e83f-0000-4000-8000-000000000000")
                .put("policyName", policy);
        return SimResponse.json(429, body);
    }

    static SimResponse missingScope(String scope) {
        ObjectNode body = node("MISSING_SCOPES", "This app hasn't been granted all required scopes to make this call.");
        ObjectNode error = body.putArray("errors").addObject();
        error.put("message", "One or more of the following scopes are required.");
        error.putObject("context").putArray("requiredGranularScopes").add(scope);
        return SimResponse.json(403, body);
    }
}
