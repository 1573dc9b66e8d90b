package io.sesam.talk.http;

import com.fasterxml.jackson.databind.JsonNode;
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

/** One call of a web API: what is asked, and what may be done when no answer comes. Immutable. */
public final class ApiCall {
    /** What asking twice would do. */
    enum Nature {
        /** Nothing: it changes nothing over there. */
        READING,
        /** The same as asking once. */
        IDEMPOTENT,
        /** Perhaps a second record. */
        WRITING
    }

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

    /** Where an answer goes that is too large to be kept in memory, and how large it may be. */
    record Download(Path file, long most) {}

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
            @Nullable Download download) {
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
    }

    private static ApiCall of(String method, String path, Nature nature) {
        return new ApiCall(method, path, List.of(), Map.of(), "", nature, Quotas.GENERAL, Set.of(), null, null);
    }

    /** A reading call; a path with {@code /} first is appended to the base address, a whole address is taken as it is. */
    public static ApiCall get(String path) {
        return of("GET", path, Nature.READING);
    }

    /** A writing call that must not be asked twice, unless {@link #reading} or {@link #idempotent} says otherwise. */
    public static ApiCall post(String path) {
        return of("POST", path, Nature.WRITING);
    }

    /** A writing call that replaces something: asking twice is asking once. */
    public static ApiCall put(String path) {
        return of("PUT", path, Nature.IDEMPOTENT);
    }

    /** A writing call that sets some fields to given values: asking twice is asking once. */
    public static ApiCall patch(String path) {
        return of("PATCH", path, Nature.IDEMPOTENT);
    }

    /** A writing call that takes something away: asking twice is asking once. */
    public static ApiCall delete(String path) {
        return of("DELETE", path, Nature.IDEMPOTENT);
    }

    /** The same with a parameter, in addition to any of that name. */
    public ApiCall query(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(query);
        more.add(Map.entry(name, value));
        return new ApiCall(method, path, List.copyOf(more), headers, body, nature, quota, accepted, probe, download);
    }

    /** The same with a header. */
    public ApiCall header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiCall(method, path, query, Map.copyOf(more), body, nature, quota, accepted, probe, download);
    }

    /** The same with a JSON body. */
    public ApiCall json(JsonNode content) {
        return new ApiCall(method, path, query, headers, content.toString(), nature, quota, accepted, probe, download)
                .header("Content-Type", "application/json");
    }

    /** The same with a form as its body. */
    public ApiCall form(Map<String, String> fields) {
        List<String> pairs = new ArrayList<>();
        fields.forEach((name, value) -> pairs.add(encoded(name) + "=" + encoded(value)));
        return new ApiCall(
                        method, path, query, headers, String.join("&", pairs), nature, quota, accepted, probe, download)
                .header("Content-Type", "application/x-www-form-urlencoded");
    }

    /** The same call, which only reads although its method does not say so, as a search by POST. */
    public ApiCall reading() {
        return new ApiCall(method, path, query, headers, body, Nature.READING, quota, accepted, probe, download);
    }

    /** The same call, which may be asked twice: the system sees that it is the same. */
    public ApiCall idempotent() {
        return new ApiCall(method, path, query, headers, body, Nature.IDEMPOTENT, quota, accepted, probe, download);
    }

    /** The same call, which must not be asked twice. */
    public ApiCall once() {
        return new ApiCall(method, path, query, headers, body, Nature.WRITING, quota, accepted, probe, download);
    }

    /** The same call, counted against the quota of that name instead of the general one. */
    public ApiCall quota(String name) {
        return new ApiCall(method, path, query, headers, body, nature, name, accepted, probe, download);
    }

    /** The same call, for which some statuses are as good an answer as 200, such as 404 when looking something up. */
    public ApiCall accepting(Integer... statuses) {
        Set<Integer> more = new TreeSet<>(accepted);
        more.addAll(Arrays.asList(statuses));
        return new ApiCall(method, path, query, headers, body, nature, quota, more, probe, download);
    }

    /**
     * The same call, for which some statuses are about the one record and as good an answer as 200, if the account as a
     * whole is well: when one of them comes, the probe is asked, and if that fails, so does the call.
     */
    public ApiCall acceptingIf(ApiCall well, Integer... statuses) {
        ApiCall accepting = accepting(statuses);
        return new ApiCall(method, path, query, headers, body, nature, quota, accepting.accepted, well, download);
    }

    /**
     * The same call, whose answer, when it is 200, is written to a file as it comes, over what was there; the answer that comes
     * back has no text then. A larger one than so many bytes is given up. Files that are packed stay so.
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
                        new Download(file, mostBytes))
                .header("Accept-Encoding", "identity");
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

    /** The path with the parameters behind it. */
    String target() {
        if (query.isEmpty()) {
            return path;
        }
        List<String> pairs = query.stream()
                .map(p -> encoded(p.getKey()) + "=" + encoded(p.getValue()))
                .toList();
        return path + (path.contains("?") ? "&" : "?") + String.join("&", pairs);
    }

    /** The values of the parameters. */
    List<String> values() {
        return query.stream().map(Map.Entry::getValue).toList();
    }

    Map<String, String> headers() {
        return headers;
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

    /** The method and the path, without parameters and e-mail addresses: these are values of people. */
    @Override
    public String toString() {
        int question = path.indexOf('?');
        return method + " " + Redaction.path(question < 0 ? path : path.substring(0, question));
    }
}
