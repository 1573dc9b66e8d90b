package io.sesam.talk.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What came back: status, headers and body. Immutable; the JSON in it is not to be changed. */
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

    /** An answer. */
    public static ApiResponse of(int status, Map<String, List<String>> headers, String text) {
        return new ApiResponse(status, headers, text);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The first value of a header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** All values of a header. */
    public List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** The body as text, unpacked. */
    public String text() {
        return text;
    }

    /** The body as JSON; a missing node when it is empty, is none, or ends too early. */
    public JsonNode json() {
        return json;
    }

    /** Whether the body is JSON from its first to its last letter. */
    public boolean isJson() {
        return !json.isMissingNode();
    }

    /** The status and the length of the body. */
    @Override
    public String toString() {
        return "status " + status + " with " + text.length() + " characters";
    }
}
