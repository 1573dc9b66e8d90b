package io.sesam.talk.spi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An HTTP request as a host received it from a system. */
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
     * A request.
     *
     * @param url the whole address as the sender called it, query included; behind a proxy that is not what the host sees
     * @param body to the byte: signatures are made of it
     */
    public static WebhookRequest of(String method, String url, Map<String, List<String>> headers, byte[] body) {
        return new WebhookRequest(method, url, headers, body);
    }

    /** The method, such as {@code POST}. */
    public String method() {
        return method;
    }

    /** The whole address as the sender called it. */
    public String url() {
        return url;
    }

    /** The first value of a header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** The body, to the byte. */
    public byte[] body() {
        return body.clone();
    }

    /** The body as text in UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The method and how much was sent; neither address nor content, which may hold secrets. */
    @Override
    public String toString() {
        return method + " of " + body.length + " bytes";
    }
}
