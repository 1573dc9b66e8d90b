package io.sesam.talk.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An HTTP response with status, headers and body. Immutable; callers must not change the JSON in it. */
public final class ApiResponse {
    private final int status;
    private final Map<String, List<String>> headers;
    private final String text;
    private final JsonNode json;

    private ApiResponse(int status, Map<String, List<String>> headers, String text) {
        this.status = status;
        Map<String, List<String>> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        this.headers = anyCase;
        this.text = text;
        this.json = JsonValues.read(text);
    }

    /** Creates a response. */
    public static ApiResponse of(int status, Map<String, List<String>> headers, String text) {
        return new ApiResponse(status, headers, text);
    }

    /** Returns a copy with another body. */
    ApiResponse withText(String other) {
        return new ApiResponse(status, headers, other);
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Returns the first value of a header. Header names ignore case. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** Returns all values of a header. */
    public List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** Returns the body as decompressed text. */
    public String text() {
        return text;
    }

    /** Returns the body as JSON. A missing node when the body is empty, is not JSON, or is truncated. */
    public JsonNode json() {
        return json;
    }

    /** Reports whether the whole body is JSON. */
    public boolean isJson() {
        return !json.isMissingNode();
    }

    /** Returns the status and the body length. */
    @Override
    public String toString() {
        return "status " + status + " with " + text.length() + " characters";
    }
}
