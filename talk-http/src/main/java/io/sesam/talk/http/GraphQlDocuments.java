package io.sesam.talk.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Named GraphQL operations and fragments from a file. Each operation is sent with the fragments it uses. */
public final class GraphQlDocuments {
    private static final Pattern DEFINITION =
            Pattern.compile("^(query|mutation|fragment)\\s+(\\w+).*?^}", Pattern.MULTILINE | Pattern.DOTALL);
    /** What is selected in a field, at most two levels deep. */
    private static final String SELECTION = "\\{(?:[^{}]|\\{[^{}]*})*}";

    private static final Pattern SPREAD = Pattern.compile("\\.\\.\\.\\s*(\\w+)");

    private final Map<String, String> operations = new LinkedHashMap<>();
    private final Map<String, String> fragments = new LinkedHashMap<>();

    private GraphQlDocuments(String text) {
        Matcher definitions = DEFINITION.matcher(text);
        while (definitions.find()) {
            boolean isFragment = definitions.group(1).equals("fragment");
            (isFragment ? fragments : operations).put(definitions.group(2), definitions.group());
        }
    }

    /**
     * Reads a file of definitions. Each definition must begin and end at the start of a line. Closes the stream.
     *
     * @param file a resource of the connector; {@code null} when the resource does not exist
     */
    public static GraphQlDocuments read(@Nullable InputStream file) {
        if (file == null) {
            throw new IllegalStateException(
                    "the resource with the GraphQL documents is missing from the connector's jar");
        }
        try (file) {
            return new GraphQlDocuments(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GraphQlDocuments(GraphQlDocuments others, String fragment, String text) {
        operations.putAll(others.operations);
        fragments.putAll(others.fragments);
        fragments.put(fragment, text);
    }

    /**
     * Returns these documents without some fields of a fragment, each with what is selected in it.
     *
     * @param fragment the name of the fragment
     * @param fields the names of the fields, wherever in the fragment
     */
    public GraphQlDocuments without(String fragment, Collection<String> fields) {
        String text = fragments.get(fragment);
        if (text == null) {
            throw new IllegalArgumentException("there is no GraphQL fragment named " + fragment);
        }
        int body = text.indexOf('{');
        String selection = text.substring(body);
        for (String field : fields) {
            selection = selection.replaceAll("\\b" + Pattern.quote(field) + "\\b(\\s*" + SELECTION + ")?", "");
        }
        return new GraphQlDocuments(this, fragment, text.substring(0, body) + selection);
    }

    /** Returns the names of all operations. */
    public Collection<String> names() {
        return Set.copyOf(operations.keySet());
    }

    /** Returns an operation with its fragments. */
    public String get(String name) {
        String operation = operations.get(name);
        if (operation == null) {
            throw new IllegalArgumentException("there is no GraphQL operation named " + name);
        }
        return complete(operation);
    }

    /**
     * Expands a one-record operation to several records. Its variable {@code $each} becomes {@code $each0},
     * {@code $each1} and so on; the line that begins with the alias {@code each:} is repeated likewise.
     */
    public String many(String name, int number) {
        String one = get(name);
        Matcher declaration = Pattern.compile("\\$each(: ?[\\w!]+)").matcher(one);
        Matcher line = Pattern.compile("^\\s*each:.*$", Pattern.MULTILINE).matcher(one);
        if (!declaration.find() || !line.find()) {
            throw new IllegalArgumentException("the GraphQL operation " + name + " does not use the variable $each");
        }
        String declarations = IntStream.range(0, number)
                .mapToObj(i -> "$each" + i + declaration.group(1))
                .collect(Collectors.joining(", "));
        String lines = IntStream.range(0, number)
                .mapToObj(i ->
                        line.group().replaceFirst("each:", "each" + i + ":").replace("$each", "$each" + i))
                .collect(Collectors.joining("\n"));
        return one.replace(line.group(), lines).replace(declaration.group(), declarations);
    }

    private String complete(String operation) {
        Set<String> used = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>();
        open.add(operation);
        while (!open.isEmpty()) {
            Matcher spreads = SPREAD.matcher(open.remove());
            while (spreads.find()) {
                String fragment = fragments.get(spreads.group(1));
                if (fragment != null && used.add(fragment)) {
                    open.add(fragment);
                }
            }
        }
        return operation + used.stream().map(text -> "\n" + text).collect(Collectors.joining());
    }
}
