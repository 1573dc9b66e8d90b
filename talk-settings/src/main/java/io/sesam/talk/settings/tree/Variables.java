package io.sesam.talk.settings.tree;

import io.sesam.talk.spi.settings.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in what stands outside of the settings.
 *
 * <p>{@code ${NAME}} and {@code ${env:NAME}} are environment variables, {@code ${NAME:-default}} one that may be missing or empty,
 * {@code ${file:PATH}} is the content of a file without the line end at its end, and {@code ${scheme:name}} asks a
 * resolver. Two dollars make it plain text.
 */
public final class Variables {
    private static final Pattern USE = Pattern.compile(
            "(\\$?)\\$\\{(?:([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}" + "|([a-z][a-z0-9-]*):(?!-)([^}]+)})?");
    private static final long LARGEST_FILE = 64 * 1024;

    private final Map<String, String> environment;
    private final Path base;
    private final Map<String, Function<String, Optional<String>>> resolvers;
    private final List<String> problems;

    public Variables(
            Map<String, String> environment,
            Path base,
            Map<String, Function<String, Optional<String>>> resolvers,
            List<String> problems) {
        this.environment = environment;
        this.base = base;
        this.resolvers = new HashMap<>(resolvers);
        this.problems = problems;
    }

    /**
     * The text with the variables filled in; what is wrong is a problem of the place.
     *
     * @return a {@link Secret} when a file or a resolver supplied some of it
     */
    public Object fillIn(String text, String place) {
        boolean[] secret = {false};
        String filled = USE.matcher(text).replaceAll(use -> {
            secret[0] |= use.group(1).isEmpty()
                    && use.group(4) != null
                    && !use.group(4).equals("env");
            return Matcher.quoteReplacement(value(use, place));
        });
        return secret[0] ? Secret.of(filled) : filled;
    }

    private String value(MatchResult use, String place) {
        if (!use.group(1).isEmpty()) {
            return use.group().substring(1);
        }
        if (use.group(2) != null) {
            return variable(use.group(2), Optional.ofNullable(use.group(3)), place);
        }
        if (use.group(4) == null) {
            problems.add(
                    place + ": after ${ comes the name of an environment variable and }; write $${ for a plain ${");
            return "";
        }
        String scheme = use.group(4);
        String name = use.group(5);
        return switch (scheme) {
            case "env" -> variable(name, Optional.empty(), place);
            case "file" -> file(name, place);
            default -> resolved(scheme, name, place);
        };
    }

    private String variable(String name, Optional<String> otherwise, String place) {
        String value = environment.getOrDefault(name, "");
        if (value.isEmpty() && otherwise.isEmpty() && !environment.containsKey(name)) {
            problems.add(place + ": the environment variable " + name + " is not set");
        }
        return value.isEmpty() ? otherwise.orElse("") : value;
    }

    private String file(String name, String place) {
        try {
            Path file = base.resolve(name);
            if (!Files.isRegularFile(file)) {
                problems.add(place + ": there is no file " + file);
                return "";
            }
            if (Files.size(file) > LARGEST_FILE) {
                problems.add(place + ": the file " + file + " is larger than 64 kB; it should hold one value");
                return "";
            }
            return Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
        } catch (InvalidPathException | IOException e) {
            problems.add(place + ": the file it names cannot be read ("
                    + e.getClass().getSimpleName() + ")");
            return "";
        }
    }

    private String resolved(String scheme, String name, String place) {
        Function<String, Optional<String>> resolver = resolvers.get(scheme);
        if (resolver == null) {
            problems.add(place + ": nothing resolves ${" + scheme + ":…}; known are env, file"
                    + (resolvers.isEmpty() ? "" : ", " + String.join(", ", new TreeSet<>(resolvers.keySet()))));
            return "";
        }
        try {
            Optional<String> value = resolver.apply(name);
            if (value.isEmpty()) {
                problems.add(place + ": " + scheme + " has no secret " + name);
            }
            return value.orElse("");
        } catch (RuntimeException e) {
            problems.add(place + ": " + scheme + " failed (" + e.getClass().getSimpleName() + ")");
            return "";
        }
    }
}
