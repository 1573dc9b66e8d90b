package io.sesam.talk.settings.tree;

import io.sesam.talk.spi.settings.Nearest;
import io.sesam.talk.spi.settings.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Keys with values at one place of the settings file.
 *
 * <p>Each mistake becomes a problem that names its place, never the value, and reading continues with a default.
 */
public final class ConfigSection {
    private final String place;
    private final Map<String, @Nullable Object> values;
    private final List<String> problems;
    private final boolean relaxed;

    private ConfigSection(String place, Map<String, @Nullable Object> values, List<String> problems, boolean relaxed) {
        this.place = place;
        this.values = relaxed ? new LinkedHashMap<>(values) : values;
        this.problems = problems;
        this.relaxed = relaxed;
    }

    /** The whole file. */
    public static ConfigSection top(@Nullable Object tree, List<String> problems) {
        if (tree != null && !(tree instanceof Map<?, ?>)) {
            problems.add("the file must hold keys with values, such as connections: and store:");
        }
        return new ConfigSection("", map(tree), problems, false);
    }

    /** The whole of a map whose keys may be spelt in other ways. */
    public static ConfigSection relaxed(Map<String, ?> tree, List<String> problems) {
        return new ConfigSection("", map(tree), problems, true);
    }

    public static String join(String place, String key) {
        return place.isEmpty() ? key : place + "." + key;
    }

    public String place() {
        return place;
    }

    /** Where a key stands, for messages. */
    public String place(String key) {
        return join(place, key);
    }

    public void problem(String message) {
        problems.add(message);
    }

    public boolean has(String key) {
        return values.get(key) != null;
    }

    /** Refuses every key but these. */
    public ConfigSection knowing(String... known) {
        respell(List.of(known));
        for (String key : values.keySet()) {
            if (!List.of(known).contains(key)) {
                problem((place.isEmpty() ? "" : place + ": ") + "no key \"" + key + "\""
                        + Nearest.hint(key, List.of(known)));
            }
        }
        return this;
    }

    /** The values as a plugin reads them, with its own spelling of the keys. */
    public Map<String, @Nullable Object> forPlugin(Collection<String> known) {
        respell(known);
        return without();
    }

    /** Gives keys the spelling that is known: {@code api-key} and {@code APIKEY} become {@code apiKey}. */
    private void respell(Collection<String> known) {
        for (String key : relaxed ? List.copyOf(values.keySet()) : List.<String>of()) {
            for (String spelling : known) {
                if (!key.equals(spelling) && plain(key).equals(plain(spelling)) && !values.containsKey(spelling)) {
                    values.put(spelling, values.remove(key));
                }
            }
        }
        for (String spelling : relaxed ? known : List.<String>of()) {
            Object parted = values.containsKey(spelling) ? null : parted(values, plain(spelling), known);
            if (parted != null) {
                values.put(spelling, parted);
            }
        }
    }

    /** Takes out the value of {@code access: { token: … }} for {@code accesstoken}: hosts part variables at each underscore. */
    private static @Nullable Object parted(
            Map<String, @Nullable Object> values, String wanted, Collection<String> known) {
        for (String key : List.copyOf(values.keySet())) {
            Object value = values.get(key);
            String rest =
                    wanted.startsWith(plain(key)) ? wanted.substring(plain(key).length()) : wanted;
            if (rest.isEmpty()) {
                return values.remove(key);
            }
            if (rest.length() < wanted.length() && value instanceof Map<?, ?> && !known.contains(key)) {
                Map<String, @Nullable Object> within = new LinkedHashMap<>(map(value));
                Object found = parted(within, rest, List.of());
                if (found != null) {
                    values.put(key, within);
                    if (within.isEmpty()) {
                        values.remove(key);
                    }
                    return found;
                }
            }
        }
        return null;
    }

    private static String plain(String key) {
        return key.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    /** A section within; an empty one where there is none. */
    public ConfigSection section(String key) {
        Object value = values.get(key);
        if (value != null && !(value instanceof Map<?, ?>)) {
            problem(place(key) + " must be keys with values");
        }
        return new ConfigSection(place(key), map(value), problems, relaxed);
    }

    /** A section within, or a text that stands for one with a single key. */
    public ConfigSection orShort(String key, String single) {
        Object value = revealed(values.get(key));
        boolean isShort = value instanceof String || value instanceof Boolean;
        return isShort ? new ConfigSection(place(key), Map.of(single, value), problems, relaxed) : section(key);
    }

    /** Whether there are keys with values at a key. */
    public boolean isSection(String key) {
        return values.get(key) instanceof Map<?, ?>;
    }

    /** Goes through the sections within, by name. */
    public void sections(BiConsumer<String, ConfigSection> each) {
        values.keySet().forEach(key -> each.accept(key, section(key)));
    }

    /** The names of all keys. */
    public List<String> keys() {
        return List.copyOf(values.keySet());
    }

    /** Everything but some keys, as a plugin reads it. */
    public Map<String, @Nullable Object> without(String... keys) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(values);
        rest.keySet().removeAll(List.of(keys));
        return rest;
    }

    /** A text; empty where there is none. */
    public Optional<String> text(String key) {
        Object value = revealed(values.get(key));
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
            problem(place(key) + " must be a text");
            return Optional.empty();
        }
        return Optional.ofNullable(value).map(Object::toString);
    }

    /** A text that must be there. */
    public Optional<String> required(String key, String what) {
        if (!has(key)) {
            problem(place(key) + " is missing; it is " + what);
        }
        return text(key);
    }

    public boolean flag(String key, boolean otherwise) {
        Object value = revealed(values.get(key));
        String text = value instanceof String || value instanceof Boolean ? value.toString() : "";
        if (value != null && !text.equals("true") && !text.equals("false")) {
            problem(place(key) + " must be true or false");
        }
        return value == null ? otherwise : text.equals("true");
    }

    /** A whole number of at least one. */
    public int number(String key, int otherwise) {
        Object value = revealed(values.get(key));
        if (value == null) {
            return otherwise;
        }
        if (value instanceof String text && text.matches("[0-9]{1,9}") && Integer.parseInt(text) > 0) {
            return Integer.parseInt(text);
        }
        problem(place(key) + " must be a whole number of at least 1");
        return otherwise;
    }

    /** One of an enum's constants, in lower case. */
    public <E extends Enum<E>> E choice(String key, Class<E> choices, E otherwise) {
        Optional<String> text = text(key);
        List<String> names = new ArrayList<>();
        for (E choice : choices.getEnumConstants()) {
            String name = choice.name().toLowerCase(Locale.ROOT);
            if (text.filter(name::equals).isPresent()) {
                return choice;
            }
            names.add(name);
        }
        if (text.isPresent()) {
            problem(place(key) + " must be one of " + String.join(", ", names));
        }
        return otherwise;
    }

    /** A list of texts; a single text is a list of one. */
    public List<String> texts(String key) {
        return texts(place(key), values.get(key));
    }

    /** A list of lists of texts. */
    public List<List<String>> lists(String key) {
        Object value = values.get(key);
        List<List<String>> lists = new ArrayList<>();
        for (Object item : value instanceof List<?> list ? list : List.of(texts(key))) {
            lists.add(texts(place(key), item));
        }
        return lists;
    }

    private List<String> texts(String where, @Nullable Object value) {
        List<String> texts = new ArrayList<>();
        for (Object each : value instanceof List<?> list ? list : value == null ? List.of() : List.of(value)) {
            Object item = revealed(each);
            if (item instanceof String || item instanceof Boolean) {
                texts.add(item.toString());
            } else {
                problem(where + " must be a list of texts");
            }
        }
        return texts;
    }

    /** What Talk's own keys hold is no secret, or is made one again. */
    private static @Nullable Object revealed(@Nullable Object value) {
        return value instanceof Secret secret ? secret.reveal() : value;
    }

    @SuppressWarnings("unchecked") // the reader makes maps of this kind only
    private static Map<String, @Nullable Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> ? (Map<String, @Nullable Object>) value : Map.of();
    }
}
