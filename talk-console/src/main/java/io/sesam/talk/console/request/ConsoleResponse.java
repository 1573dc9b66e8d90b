package io.sesam.talk.console.request;

import io.sesam.talk.model.Experimental;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The console's answer to a request. */
@Experimental
public final class ConsoleResponse {
    private final int status;
    private final Map<String, String> headers;
    private final OptionalLong length;
    private final Body body;

    private ConsoleResponse(int status, Map<String, String> headers, OptionalLong length, Body body) {
        this.status = status;
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        this.length = length;
        this.body = body;
    }

    /** Creates an answer of text. */
    public static ConsoleResponse text(int status, String contentType, String text) {
        return bytes(status, contentType + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Creates an answer of bytes. */
    public static ConsoleResponse bytes(int status, String contentType, byte[] content) {
        return new ConsoleResponse(
                status,
                Map.of("Content-Type", contentType),
                OptionalLong.of(content.length),
                out -> out.write(content));
    }

    /** Creates an answer whose body is written while it is sent; may take long. */
    public static ConsoleResponse stream(String contentType, Body body) {
        return new ConsoleResponse(200, Map.of("Content-Type", contentType), OptionalLong.empty(), body);
    }

    /** Creates an answer that sends the browser to another path of this server. */
    public static ConsoleResponse seeOther(String location) {
        return new ConsoleResponse(303, Map.of("Location", location), OptionalLong.of(0), out -> {});
    }

    /** Returns this answer with a header more. */
    public ConsoleResponse with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ConsoleResponse(status, more, length, body);
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** Headers, each once. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Number of bytes of the body; empty for a stream. */
    public OptionalLong length() {
        return length;
    }

    /** The body, to be written once. */
    public Body body() {
        return body;
    }

    @Override
    public String toString() {
        return status + " " + headers.getOrDefault("Content-Type", "");
    }

    /** Writes the body of an answer. */
    @FunctionalInterface
    public interface Body {
        /** Writes all of it; flushes what is to be seen at once. */
        void write(OutputStream out) throws IOException;
    }
}
