package io.sesam.talk.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.settings.SettingsSchema;
import io.sesam.talk.settings.TalkSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Every key of the generated schema, in every form of settings: it is read, and a problem with it names its place in that form.
 */
final class SettingsFormsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROPERTIES = "properties of the test";

    @TempDir
    private Path directory;

    /**
     * A key with values.
     *
     * @param path its place
     * @param good a value that fits
     * @param bad a text that does not; or keys with values
     * @param base what else must be there
     */
    private record Key(List<String> path, String good, Object bad, Map<List<String>, String> base) {
        String place() {
            return String.join(".", path);
        }

        /** The key that the schema names; keys within the setting of a plugin are the user's. */
        String known() {
            return path.size() > 4 && path.get(2).equals("settings") ? String.join(".", path.subList(0, 4)) : place();
        }

        String property() {
            return "talk." + place();
        }

        String variable() {
            return property().replace('.', '_').toUpperCase(Locale.ROOT);
        }
    }

    /** A form in which somebody writes settings. */
    enum Form {
        FILE,
        MAP,
        PROPERTY,
        VARIABLE;

        /** How a problem with a key begins. */
        String begin(Key key) {
            return (this == FILE || this == MAP ? "" : "talk.") + key.known();
        }

        /** Where else than there the key is named. */
        String origin(Key key) {
            return switch (this) {
                case FILE, MAP -> "";
                case PROPERTY -> "[\"" + key.property();
                case VARIABLE -> "[\"" + key.variable();
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void everyKeyIsReadAndEveryProblemNamesItsPlace(Form form) throws Exception {
        List<Key> keys = new Keys().ofSchema();
        assertThat(keys.size()).isGreaterThan(60);
        assertThat(keys.stream().map(Key::place))
                .contains("brake.removalsPercent", "connections.sys.settings.accessToken");
        for (Key key : keys) {
            assertThat(problems(form, key, key.good()))
                    .as("%s as %s", key.place(), form)
                    .noneMatch(problem -> problem.matches(".*no (key|setting) .*"))
                    .noneMatch(problem -> problem.startsWith(form.begin(key) + " must"));
            assertThat(problems(form, key, key.bad()))
                    .as("%s as %s with a wrong value", key.place(), form)
                    .anyMatch(problem -> problem.startsWith(form.begin(key)) && problem.contains(form.origin(key)));
        }
    }

    private List<String> problems(Form form, Key key, Object value) throws Exception {
        Map<List<String>, String> leaves = new LinkedHashMap<>(key.base());
        Map<List<String>, String> given = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((inner, text) -> given.put(append(key.path(), String.valueOf(inner)), String.valueOf(text)));
        } else {
            given.put(key.path(), String.valueOf(value));
        }
        leaves.remove(key.path());
        try {
            switch (form) {
                case FILE -> source().read(file(tree(leaves, given)));
                case MAP -> source().read(tree(leaves, given));
                case PROPERTY ->
                    new BootSettings(environment(names(leaves, given), Map.of()), Set.of(), Set.of()).builder(source());
                case VARIABLE ->
                    new BootSettings(environment(names(leaves, Map.of()), variables(given)), Set.of(), Set.of())
                            .builder(source());
            }
            return List.of();
        } catch (TalkException e) {
            return e.problems();
        }
    }

    private TalkSettings.Source source() {
        return TalkSettings.source().environment(Map.of()).base(directory);
    }

    private Path file(Map<String, Object> tree) throws Exception {
        return Files.writeString(directory.resolve("talk.yaml"), JSON.writeValueAsString(tree));
    }

    private static StandardEnvironment environment(Map<String, Object> properties, Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        MutablePropertySources sources = environment.getPropertySources();
        sources.replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", variables));
        sources.addLast(new MapPropertySource(PROPERTIES, properties));
        return environment;
    }

    private static Map<String, Object> names(Map<List<String>, String> leaves, Map<List<String>, String> given) {
        Map<String, Object> names = new LinkedHashMap<>();
        Stream.of(leaves, given)
                .forEach(some -> some.forEach((path, value) -> names.put("talk." + String.join(".", path), value)));
        return names;
    }

    private static Map<String, Object> variables(Map<List<String>, String> given) {
        Map<String, Object> variables = new LinkedHashMap<>();
        given.forEach(
                (path, value) -> variables.put("TALK_" + String.join("_", path).toUpperCase(Locale.ROOT), value));
        return variables;
    }

    @SuppressWarnings("unchecked") // made here
    private static Map<String, Object> tree(Map<List<String>, String> leaves, Map<List<String>, String> given) {
        Map<String, Object> top = new LinkedHashMap<>();
        Stream.of(leaves, given)
                .forEach(some -> some.forEach((path, value) -> {
                    Map<String, Object> at = top;
                    for (String key : path.subList(0, path.size() - 1)) {
                        at = (Map<String, Object>) at.computeIfAbsent(key, first -> new LinkedHashMap<>());
                    }
                    at.put(path.get(path.size() - 1), value);
                }));
        return top;
    }

    private static List<String> append(List<String> path, String key) {
        List<String> longer = new ArrayList<>(path);
        longer.add(key);
        return List.copyOf(longer);
    }

    /** The keys of the generated schema, with names that a file might use. */
    private static final class Keys {
        private static final Map<String, String> NAMES = Map.of(
                "connections", "sys",
                "enrichers", "reg",
                "sinks", "tables",
                "tokenKeys", "k1",
                "types", "person",
                "match", "person",
                "winners", "person");
        private static final Map<List<String>, String> CRM = Map.of(
                List.of("connections", "crm", "connector"), "csv",
                List.of("connections", "crm", "settings", "directory"), "crm");

        private final List<Key> found = new ArrayList<>();

        List<Key> ofSchema() throws Exception {
            JsonNode schema = JSON.readTree(SettingsSchema.ofInstalled().json());
            schema.path("properties")
                    .properties()
                    .forEach(entry -> walk(entry.getValue(), List.of(entry.getKey()), CRM));
            return found;
        }

        private void walk(JsonNode node, List<String> path, Map<List<String>, String> base) {
            String place = String.join(".", path);
            if (place.equals("store")) {
                node.path("oneOf").forEach(kind -> store(kind, base));
            } else if (node.path("additionalProperties").isObject()) {
                String otherwise = path.get(0).equals("types") ? "nickname" : "email";
                String name = NAMES.getOrDefault(path.get(path.size() - 1), otherwise);
                walk(node.path("additionalProperties"), append(path, name), base);
            } else if (node.has("allOf")) {
                plugged(node, path, base);
            } else if (node.has("properties")) {
                properties(node, path, base);
            } else if (node.path("oneOf").path(1).has("properties")) {
                walk(node.path("oneOf").path(0), path, base);
                properties(node.path("oneOf").path(1), path, base);
            } else {
                found.add(leaf(node, path, base));
            }
        }

        private void properties(JsonNode node, List<String> path, Map<List<String>, String> base) {
            node.path("properties")
                    .properties()
                    .forEach(entry -> walk(entry.getValue(), append(path, entry.getKey()), base));
        }

        private void store(JsonNode kind, Map<List<String>, String> base) {
            Map<List<String>, String> with = new LinkedHashMap<>(base);
            with.put(
                    List.of("store", "kind"),
                    kind.path("properties").path("kind").path("const").asText());
            required(kind, List.of("store"), with);
            properties(kind, List.of("store"), with);
        }

        /** A system, an enricher or a sink, with the settings of each plugin. */
        private void plugged(JsonNode node, List<String> path, Map<List<String>, String> base) {
            for (JsonNode choice : node.path("allOf")) {
                String key = choice.path("if").path("required").path(0).asText();
                JsonNode settings = choice.path("then").path("properties").path("settings");
                Map<List<String>, String> with = new LinkedHashMap<>(base);
                with.put(
                        append(path, key),
                        choice.path("if")
                                .path("properties")
                                .path(key)
                                .path("const")
                                .asText());
                required(settings, append(path, "settings"), with);
                properties(settings, append(path, "settings"), with);
            }
            node.path("properties").properties().forEach(entry -> {
                Map<List<String>, String> with = new LinkedHashMap<>(base);
                if (entry.getKey().equals("types")) {
                    with.put(append(path, "connector"), "csv");
                    with.put(append(append(path, "settings"), "directory"), "crm");
                }
                if (!entry.getKey().equals("settings")) {
                    walk(entry.getValue(), append(path, entry.getKey()), with);
                }
            });
        }

        private static void required(JsonNode settings, List<String> path, Map<List<String>, String> base) {
            settings.path("required").forEach(key -> {
                List<String> at = append(path, key.asText());
                if (!base.containsKey(at)) {
                    base.put(
                            at,
                            leaf(settings.path("properties").path(key.asText()), at, base)
                                    .good());
                }
            });
        }

        private static Key leaf(JsonNode node, List<String> path, Map<List<String>, String> base) {
            Function<Object, Function<String, Key>> key = bad -> good -> new Key(path, good, bad, base);
            JsonNode first = node.path("anyOf").path(0);
            if (first.path("type").asText().equals("boolean")) {
                return key.apply("maybe").apply("true");
            }
            if (first.path("type").asText().equals("integer")) {
                return key.apply("many").apply("5");
            }
            if (first.has("enum")) {
                return key.apply("nonsense").apply(first.path("enum").path(0).asText());
            }
            if (node.has("enum") || node.has("const")) { // the name of a plugin
                String name = node.has("const")
                        ? node.path("const").asText()
                        : node.path("enum").path(0).asText();
                return key.apply(Map.of("inner", "1")).apply(name);
            }
            if (node.path("description").asText().contains("a duration such as")) {
                return key.apply("soon").apply("PT30S");
            }
            return key.apply(Map.of("inner", "1")).apply("x1");
        }
    }
}
