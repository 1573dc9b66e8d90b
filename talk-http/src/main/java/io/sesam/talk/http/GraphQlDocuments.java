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

/** Named GraphQL operations and fragments, kept in a file beside the code; each is sent with the fragments it uses. */
public final class GraphQlDocuments {
    private static final Pattern DEFINITION =
            Pattern.compile("^(query|mutation|fragment)\\s+(\\w+).*?^}", Pattern.MULTILINE | Pattern.DOTALL);
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
     * Reads a file in which each definition begins and ends at the beginning of a line.
     *
     * @param file a resource of the connector, which is closed; {@code null} when there is none of that name
     */
    public static GraphQlDocuments read(@Nullable InputStream file) {
        if (file == null) {
            throw new IllegalStateException("the file of GraphQL documents is missing from the connector");
        }
        try (file) {
            return new GraphQlDocuments(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all operations. */
    public Collection<String> names() {
        return Set.copyOf(operations.keySet());
    }

    /** An operation by its name, ready to be sent. */
    public String get(String name) {
        String operation = operations.get(name);
        if (operation == null) {
            throw new IllegalArgumentException("no GraphQL operation is called " + name);
        }
        return complete(operation);
    }

    /**
     * An operation about one record, made into one about several: its variable {@code $each} becomes {@code $each0},
     * {@code $each1} and so on, and so does the line that begins with the alias {@code each:}.
     */
    public String many(String name, int number) {
        String one = get(name);
        Matcher declaration = Pattern.compile("\\$each(: ?[\\w!]+)").matcher(one);
        Matcher line = Pattern.compile("^\\s*each:.*$", Pattern.MULTILINE).matcher(one);
        if (!declaration.find() || !line.find()) {
            throw new IllegalArgumentException("the GraphQL operation " + name + " is not about $each");
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
