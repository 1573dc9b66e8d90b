package io.sesam.talk.spi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An HTTP request that a system sent to the host. */
public final class WebhookRequest {
    private final String method;
    private final String url;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final byte[] body;

    private WebhookRequest(String method, String url, Map<String, List<String>> headers, byte[] body) {
        this.method = method;
        this.url = url;
        headers.forEach((name, values) -> this.headers.put(name, List.copyOf(values)));
        this.body = body.clone();
    }

    /**
     * Creates a request from its parts.
     *
     * @param url the full address the sender called, with query; behind a proxy it differs from what the host sees
     * @param body the exact bytes: signatures are computed from them
     */
    public static WebhookRequest of(String method, String url, Map<String, List<String>> headers, byte[] body) {
        return new WebhookRequest(method, url, headers, body);
    }

    /** Returns the method, such as {@code POST}. */
    public String method() {
        return method;
    }

    /** Returns the full address the sender called. */
    public String url() {
        return url;
    }

    /** Returns the first value of a header; names are case-insensitive. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** Returns the exact bytes of the body. */
    public byte[] body() {
        return body.clone();
    }

    /** Returns the body as UTF-8 text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Shows method and body length only. Address and content may hold secrets. */
    @Override
    public String toString() {
        return method + " of " + body.length + " bytes";
    }
}
