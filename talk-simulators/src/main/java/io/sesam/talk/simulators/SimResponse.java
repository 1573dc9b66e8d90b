package io.sesam.talk.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A response of a simulator.
 *
 * @param status an HTTP status
 * @param headers further headers
 * @param body the body as text; empty for none
 */
public record SimResponse(int status, Map<String, String> headers, String body) {
    /** Creates a response with a copy of the headers. */
    public SimResponse {
        headers = Map.copyOf(headers);
    }

    /** Creates a JSON response. */
    public static SimResponse json(int status, JsonNode body) {
        return json(status, body.toString());
    }

    /** Creates a response from JSON text. */
    public static SimResponse json(int status, String body) {
        return new SimResponse(status, Map.of("Content-Type", "application/json;charset=utf-8"), body);
    }

    /** Creates a response without a body. */
    public static SimResponse empty(int status) {
        return new SimResponse(status, Map.of(), "");
    }

    /** Returns a copy with another header. */
    public SimResponse with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new SimResponse(status, more, body);
    }
}
