package io.sesam.talk.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One call of a web API. Holds the request and the rules for repeating it when no answer comes. Immutable. */
public final class ApiCall {
    /** The effect of sending a call twice. */
    enum Nature {
        /** Changes nothing in the target system. */
        READING,
        /** Has the same effect when repeated. */
        IDEMPOTENT,
        /** May create a second record when repeated. */
        WRITING
    }

    private static final Set<String> SECRET_FIELDS =
            Set.of("client_secret", "refresh_token", "code", "code_verifier", "password", "assertion");

    private final String method;
    private final String path;
    private final List<Map.Entry<String, String>> query;
    private final Map<String, String> headers;
    private final String body;
    private final Nature nature;
    private final String quota;
    private final Set<Integer> accepted;
    private final @Nullable ApiCall probe;
    private final @Nullable Download download;
    private final @Nullable Part part;

    /** The part of a response that was asked for. */
    private record Part(String path, boolean isList) {
        boolean isIn(JsonNode answer) {
            JsonNode found = JsonValues.at(answer, path);
            return isList ? found.isArray() : found.isObject();
        }

        @Override
        public String toString() {
            return (isList ? "the list" : "the object")
                    + (path.isEmpty() ? " as the whole" : " at \"" + path + "\"")
                    + " that was asked for";
        }
    }

    /** The destination file and size limit of a response. */
    record Download(Path file, long limit) {}

    private ApiCall(
            String method,
            String path,
            List<Map.Entry<String, String>> query,
            Map<String, String> headers,
            String body,
            Nature nature,
            String quota,
            Set<Integer> accepted,
            @Nullable ApiCall probe,
            @Nullable Download download,
            @Nullable Part part) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.nature = nature;
        this.quota = quota;
        this.accepted = accepted;
        this.probe = probe;
        this.download = download;
        this.part = part;
    }

    private static ApiCall of(String method, String path, Nature nature) {
        return new ApiCall(method, path, List.of(), Map.of(), "", nature, Quotas.GENERAL, Set.of(), null, null, null);
    }

    /**
     * Creates a reading call. A path that begins with {@code /} is appended to the base address; a whole address is
     * used unchanged.
     */
    public static ApiCall get(String path) {
        return of("GET", path, Nature.READING);
    }

    /** Creates a writing call that is not repeated. {@link #reading} or {@link #idempotent} lift that restriction. */
    public static ApiCall post(String path) {
        return of("POST", path, Nature.WRITING);
    }

    /** Creates an idempotent call that replaces a resource. */
    public static ApiCall put(String path) {
        return of("PUT", path, Nature.IDEMPOTENT);
    }

    /** Creates an idempotent call that sets some fields. */
    public static ApiCall patch(String path) {
        return of("PATCH", path, Nature.IDEMPOTENT);
    }

    /** Creates an idempotent call that deletes a resource. */
    public static ApiCall delete(String path) {
        return of("DELETE", path, Nature.IDEMPOTENT);
    }

    /** Returns a copy with another query parameter. Parameters of the same name are kept. */
    public ApiCall query(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(query);
        more.add(Map.entry(name, value));
        return new ApiCall(
                method, path, List.copyOf(more), headers, body, nature, quota, accepted, probe, download, part);
    }

    /** Returns a copy with another header. */
    public ApiCall header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiCall(method, path, query, Map.copyOf(more), body, nature, quota, accepted, probe, download, part);
    }

    /** Returns a copy with a JSON body. */
    public ApiCall json(JsonNode content) {
        return new ApiCall(
                        method,
                        path,
                        query,
                        headers,
                        content.toString(),
                        nature,
                        quota,
                        accepted,
                        probe,
                        download,
                        part)
                .header("Content-Type", "application/json");
    }

    /** Returns a copy with a form body. */
    public ApiCall form(Map<String, String> fields) {
        List<String> pairs = new ArrayList<>();
        fields.forEach((name, value) -> pairs.add(encoded(name) + "=" + encoded(value)));
        return new ApiCall(
                        method,
                        path,
                        query,
                        headers,
                        String.join("&", pairs),
                        nature,
                        quota,
                        accepted,
                        probe,
                        download,
                        part)
                .header("Content-Type", "application/x-www-form-urlencoded");
    }

    /** Returns a copy marked as reading. For reading calls with a writing method, such as a search by POST. */
    public ApiCall reading() {
        return new ApiCall(method, path, query, headers, body, Nature.READING, quota, accepted, probe, download, part);
    }

    /** Returns a copy marked as idempotent. For calls that the system itself recognises when they are repeated. */
    public ApiCall idempotent() {
        return new ApiCall(
                method, path, query, headers, body, Nature.IDEMPOTENT, quota, accepted, probe, download, part);
    }

    /** Returns a copy that must not be repeated. */
    public ApiCall once() {
        return new ApiCall(method, path, query, headers, body, Nature.WRITING, quota, accepted, probe, download, part);
    }

    /** Returns a copy counted against the named quota. Without it, the call counts against the general quota. */
    public ApiCall quota(String name) {
        return new ApiCall(method, path, query, headers, body, nature, name, accepted, probe, download, part);
    }

    /**
     * Returns a copy that accepts further statuses. An accepted status counts as success, such as 404 for a look-up.
     */
    public ApiCall accepting(Integer... statuses) {
        Set<Integer> more = new TreeSet<>(accepted);
        more.addAll(Arrays.asList(statuses));
        return new ApiCall(method, path, query, headers, body, nature, quota, more, probe, download, part);
    }

    /**
     * Returns a copy that accepts statuses after a probe. The statuses concern one record only while the account as a
     * whole works: when one of them comes, the probe is called, and if the probe fails, this call fails too.
     */
    public ApiCall acceptingIf(ApiCall well, Integer... statuses) {
        ApiCall accepting = accepting(statuses);
        return new ApiCall(method, path, query, headers, body, nature, quota, accepting.accepted, well, download, part);
    }

    /**
     * Returns a copy whose response is written to a file. A 200 response is streamed to the file and replaces its
     * content; the returned response has no text then. A larger response than the limit is abandoned. Compressed files
     * are stored as they come.
     */
    public ApiCall into(Path file, long mostBytes) {
        return new ApiCall(
                        method,
                        path,
                        query,
                        headers,
                        body,
                        nature,
                        quota,
                        accepted,
                        probe,
                        new Download(file, mostBytes),
                        part)
                .header("Accept-Encoding", "identity");
    }

    /**
     * Returns a copy whose response must have a list at a path. A response without it is unreadable, whatever its status
     * says: no list is no empty list (R39). Accepted statuses are exempt.
     *
     * @param path the location as in {@link JsonValues#at}; empty for the whole response
     */
    public ApiCall expectingList(String path) {
        return expecting(new Part(path, true));
    }

    /** Returns a copy whose response must have an object at a path, as {@link #expectingList}. */
    public ApiCall expectingObject(String path) {
        return expecting(new Part(path, false));
    }

    private ApiCall expecting(Part expected) {
        return new ApiCall(method, path, query, headers, body, nature, quota, accepted, probe, download, expected);
    }

    /** Returns the expected part that a response lacks; empty when it has all. */
    Optional<String> lacking(ApiResponse response) {
        return Optional.ofNullable(part)
                .filter(expected -> !expected.isIn(response.json()))
                .map(Part::toString);
    }

    Optional<Download> download() {
        return Optional.ofNullable(download);
    }

    Optional<ApiCall> probe() {
        return Optional.ofNullable(probe);
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    /** Returns the path with the query parameters. */
    String target() {
        if (query.isEmpty()) {
            return path;
        }
        List<String> pairs = query.stream()
                .map(p -> encoded(p.getKey()) + "=" + encoded(p.getValue()))
                .toList();
        return path + (path.contains("?") ? "&" : "?") + String.join("&", pairs);
    }

    /** Returns the values of the query parameters. */
    List<String> values() {
        return query.stream().map(Map.Entry::getValue).toList();
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Returns the secrets in a form body. */
    Set<String> secretFields() {
        Set<String> secrets = new TreeSet<>();
        for (String pair : body.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2 && SECRET_FIELDS.contains(parts[0])) {
                secrets.add(URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return secrets;
    }

    Optional<String> body() {
        return body.isEmpty() ? Optional.empty() : Optional.of(body);
    }

    Nature nature() {
        return nature;
    }

    String quota() {
        return quota;
    }

    boolean accepts(int status) {
        return accepted.contains(status);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Returns the method and the redacted path. Query parameters and e-mail addresses are left out, because they may be
     * personal data.
     */
    @Override
    public String toString() {
        int question = path.indexOf('?');
        return method + " " + Redaction.path(question < 0 ? path : path.substring(0, question));
    }
}
