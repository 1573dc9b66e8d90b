package io.sesam.talk.console.request;

import io.sesam.talk.model.Experimental;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request to the console, as a server received it. */
@Experimental
public final class ConsoleRequest {
    private final String method;
    private final String path;
    private final String mount;
    private final Map<String, String> headers;
    private final Map<String, List<String>> query;
    private final Map<String, List<String>> form;
    private final @Nullable String principal;

    private ConsoleRequest(Builder builder) {
        this.method = builder.method.toUpperCase(Locale.ROOT);
        this.path = builder.path;
        this.mount = builder.mount;
        this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        this.headers.putAll(builder.headers);
        this.query = Map.copyOf(builder.query);
        this.form = Map.copyOf(builder.form);
        this.principal = builder.principal;
    }

    /**
     * Starts a request.
     *
     * @param method the HTTP method
     * @param path the decoded path below the mount, beginning with a slash
     */
    public static Builder builder(String method, String path) {
        return new Builder(method, path);
    }

    /** Method in capital letters. */
    public String method() {
        return method;
    }

    /** Decoded path below the mount, beginning with a slash. */
    public String path() {
        return path;
    }

    /** Path under which the console is mounted, without a slash at its end; empty at the root. */
    public String mount() {
        return mount;
    }

    /** The first value of a header; the name in any case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The value of a cookie. */
    public Optional<String> cookie(String name) {
        for (String part : header("Cookie").orElse("").split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0 && part.substring(0, equals).strip().equals(name)) {
                return Optional.of(part.substring(equals + 1).strip());
            }
        }
        return Optional.empty();
    }

    /** The first value of a parameter of the address. */
    public Optional<String> query(String name) {
        return first(query, name);
    }

    /** The first value of a field of the sent form. */
    public Optional<String> form(String name) {
        return first(form, name);
    }

    /** Name of the user as the host has authenticated it. */
    public Optional<String> principal() {
        return Optional.ofNullable(principal);
    }

    private static Optional<String> first(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** Method and path; no parameter. */
    @Override
    public String toString() {
        return method + " " + path;
    }

    /** Collects the parts of a request. */
    public static final class Builder {
        private final String method;
        private final String path;
        private String mount = "";
        private Map<String, String> headers = Map.of();
        private Map<String, List<String>> query = Map.of();
        private Map<String, List<String>> form = Map.of();
        private @Nullable String principal;

        private Builder(String method, String path) {
            this.method = Objects.requireNonNull(method, "method");
            this.path = path.startsWith("/") ? path : "/" + path;
        }

        /** Sets the path under which the console is mounted, such as {@code /talk}. */
        public Builder mount(String value) {
            this.mount = value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
            return this;
        }

        /** Sets the headers, each with its first value. */
        public Builder headers(Map<String, String> values) {
            this.headers = values;
            return this;
        }

        /** Sets the decoded parameters of the address. */
        public Builder query(Map<String, List<String>> values) {
            this.query = values;
            return this;
        }

        /** Sets the decoded fields of the sent form. */
        public Builder form(Map<String, List<String>> values) {
            this.form = values;
            return this;
        }

        /** Sets the name of the user as the host has authenticated it. */
        public Builder principal(@Nullable String value) {
            this.principal = value;
            return this;
        }

        /** Returns the request. */
        public ConsoleRequest build() {
            return new ConsoleRequest(this);
        }
    }
}
