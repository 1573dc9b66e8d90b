package io.sesam.talk.rest;

import io.sesam.talk.spi.settings.Nearest;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A section of a profile with keys. Keys that were never requested are reported as unknown, and values of the wrong
 * kind as problems. Every problem has its line, and no problem quotes a value.
 */
final class ProfileSection {
    private final String file;
    private final String path;
    private final int line;
    private final Map<String, Tree> keys;
    private final List<String> problems;
    private final TreeSet<String> asked = new TreeSet<>();

    private ProfileSection(String file, String path, int line, Map<String, Tree> keys, List<String> problems) {
        this.file = file;
        this.path = path;
        this.line = line;
        this.keys = keys;
        this.problems = problems;
    }

    /** Creates the section of a whole file. */
    static ProfileSection top(Tree tree, String file, List<String> problems) {
        return of(tree, file, "", problems);
    }

    private static ProfileSection of(Tree tree, String file, String path, List<String> problems) {
        ProfileSection section = new ProfileSection(file, path, tree.line(), tree.keys(), problems);
        if (!(tree.value() instanceof Map)) {
            section.problem("", "must have keys");
        }
        return section;
    }

    private String name(String key) {
        return path.isEmpty() ? key : key.isEmpty() ? path : path + "." + key;
    }

    void problem(String key, String what) {
        Tree at = keys.get(key);
        String name = name(key);
        problems.add(file + ", line " + (at == null ? line : at.line()) + ": " + (name.isEmpty() ? "the profile" : name)
                + " " + what);
    }

    private Optional<Tree> tree(String key) {
        asked.add(key);
        return Optional.ofNullable(keys.get(key)).filter(tree -> tree.value() != null);
    }

    boolean has(String key) {
        return tree(key).isPresent();
    }

    /** Reports whether a key holds text, not a section. */
    boolean isText(String key) {
        return tree(key).filter(tree -> tree.value() instanceof String).isPresent();
    }

    Optional<String> text(String key) {
        return read(key, "a text", text -> text);
    }

    String required(String key) {
        if (!has(key)) {
            problem(key, "is missing");
        }
        return text(key).orElse("");
    }

    /** Reads a path of the API. Contains {@code {id}} where it addresses one record. */
    String url(String key, boolean ofOne) {
        String url = required(key);
        if (has(key) && (!url.startsWith("/") || url.contains("{id}") != ofOne || url.contains("#"))) {
            problem(key, ofOne ? "must begin with / and contain {id}" : "must begin with / and must not contain {id}");
        } else if (!isAddress(url)) {
            problem(key, "has characters that no address may have; write them as %20 and the like");
        }
        return url;
    }

    private static boolean isAddress(String path) {
        try {
            return new URI("https://x.example" + path.replace("{id}", "1")).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Reads a JSON pointer. Empty for the whole document, otherwise like {@code /name/name}. */
    Optional<String> pointer(String key) {
        return read(
                key,
                "a JSON pointer: \"\" for the whole document, or one like /name/name",
                text -> text.isEmpty() || text.startsWith("/") && !text.endsWith("/") ? text : null);
    }

    /** Reads a list of JSON pointers. A single one counts as a list of one. */
    List<String> pointers(String key) {
        List<String> pointers =
                texts(key).stream().filter(text -> !text.isEmpty()).toList();
        if (pointers.stream().anyMatch(text -> !text.startsWith("/") || text.endsWith("/"))) {
            problem(key, "must be a JSON pointer such as /name/name, or a list of them");
        }
        return pointers;
    }

    Optional<Integer> number(String key) {
        return read(
                key,
                "a whole number from 1, with at most nine digits",
                text -> text.matches("[1-9]\\d{0,8}") ? Integer.valueOf(text) : null);
    }

    boolean flag(String key) {
        return this.<Boolean>read(
                        key, "true or false", text -> text.matches("true|false") ? Boolean.valueOf(text) : null)
                .orElse(false);
    }

    Optional<Duration> duration(String key) {
        return read(key, "a duration such as PT30S", text -> {
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException e) {
                return null;
            }
        });
    }

    <E extends Enum<E>> Optional<E> choice(String key, Class<E> choices) {
        List<String> names = Arrays.stream(choices.getEnumConstants())
                .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                .toList();
        return read(key, "one of " + String.join(", ", names), text -> {
            int index = names.indexOf(text);
            return index < 0 ? null : choices.getEnumConstants()[index];
        });
    }

    /** Converts a text; reports a problem if impossible. */
    <T> Optional<T> read(String key, String holds, Function<String, @org.jspecify.annotations.Nullable T> reader) {
        Optional<Tree> tree = tree(key);
        Optional<T> value = tree.filter(any -> any.value() instanceof String)
                .flatMap(text -> Optional.ofNullable(reader.apply((String) text.value())));
        if (tree.isPresent() && value.isEmpty()) {
            problem(key, "must be " + holds);
        }
        return value;
    }

    /** Reads a list of texts. A single text counts as a list of one. */
    List<String> texts(String key) {
        Optional<Tree> tree = tree(key);
        List<?> items = tree.map(Tree::value)
                .map(value -> value instanceof List<?> list ? list : List.of(tree.get()))
                .orElse(List.of());
        List<String> texts = items.stream()
                .map(item -> ((Tree) item).value())
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
        if (texts.size() < items.size()) {
            problem(key, "must be a list of texts");
        }
        return texts;
    }

    Optional<ProfileSection> place(String key) {
        return tree(key).map(tree -> of(tree, file, name(key), problems));
    }

    /** Reads all keys with texts. */
    Map<String, String> mapping(String key) {
        Map<String, String> mapping = new LinkedHashMap<>();
        place(key)
                .ifPresent(inner -> inner.keys
                        .keySet()
                        .forEach(name -> inner.text(name).ifPresent(text -> mapping.put(name, text))));
        return mapping;
    }

    /** Returns the names of all keys. For sections with free key names. */
    List<String> names() {
        return List.copyOf(keys.keySet());
    }

    /** Reports all keys that were not requested. */
    void done() {
        for (String key : keys.keySet()) {
            if (!asked.contains(key)) {
                problem(key, "is an unknown key" + Nearest.hint(key, asked));
            }
        }
    }
}
