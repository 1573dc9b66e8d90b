package io.sesam.talk.spring;

import io.sesam.talk.TalkBuilder;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.settings.TalkSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The settings of the {@code Talk} among the properties of an application.
 *
 * <p>Boot has filled in its placeholders. {@code ${file:…}}, {@code ${env:…}} and those of the application's secret resolvers stay,
 * and every other {@code $} is plain text.
 */
final class BootSettings {
    private static final ConfigurationPropertyName TALK = ConfigurationPropertyName.of("talk");
    private static final Bindable<Map<String, Object>> TREE = Bindable.mapOf(String.class, Object.class);

    /**
     * The keys of a variable or system property that is a setting. Others belong to somebody else, such as those that Kubernetes
     * sets for a service called talk, or a build for its tests.
     */
    private static final Set<String> KEYS = Set.of(
            "store", "trust", "brake", "types", "match", "winners", "connections", "sinks", "enrichers", "tokenkeys");

    private final ConfigurableEnvironment environment;
    private final Set<String> schemes;
    private final Set<String> leftOut;

    /**
     * Creates a reader.
     *
     * @param schemes those of the application's secret resolvers
     * @param leftOut keys for which something else stands
     */
    BootSettings(ConfigurableEnvironment environment, Set<String> schemes, Set<String> leftOut) {
        this.environment = environment;
        this.schemes = schemes;
        this.leftOut = leftOut;
    }

    /**
     * Reads them into a builder.
     *
     * @throws TalkException CONFIGURATION with all problems, each with its property and where that is set
     */
    TalkBuilder builder(TalkSettings.Source source) {
        try {
            return source.read(read()).builder();
        } catch (TalkException e) {
            PropertyPlaces places = new PropertyPlaces(sources(), KEYS);
            throw TalkException.configuration(
                    e.problems().stream().map(places::named).toList());
        }
    }

    private List<ConfigurationPropertySource> sources() {
        List<ConfigurationPropertySource> sources = new ArrayList<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.from(environment.getPropertySources())) {
            sources.add(isOfMachine(source) ? source.filter(BootSettings::isSetting) : source);
        }
        return sources;
    }

    /** Keys as an application writes them; those of the starter itself are left out. */
    Map<String, Object> read() {
        Map<String, Object> settings = new LinkedHashMap<>();
        new Binder(sources(), new Placeholders(environment, schemes))
                .bind(TALK, TREE)
                .ifBound(tree -> settings.putAll(map(tree)));
        settings.keySet().removeIf(key -> StarterProperties.KEYS.contains(plain(key)));
        settings.keySet().removeAll(leftOut);
        settings.values().removeIf(""::equals); // what is empty in YAML
        settings.computeIfPresent(
                "trust",
                (key, trust) ->
                        trust instanceof String names ? List.of(names.strip().split("\\s*,\\s*")) : trust);
        return settings;
    }

    /** Whether it is shared with everything else that runs there, and not written for this application. */
    private static boolean isOfMachine(ConfigurationPropertySource source) {
        return source.getUnderlyingSource() instanceof PropertySource<?> properties
                && (properties instanceof SystemEnvironmentPropertySource
                        || properties.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME));
    }

    private static boolean isSetting(ConfigurationPropertyName name) {
        return !TALK.isAncestorOf(name) || KEYS.contains(name.getElement(1, Form.UNIFORM));
    }

    private static Object value(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return isList(map) ? list(map) : map(map);
        }
        return value == null ? "" : value;
    }

    /** Environment variables come in no order. */
    private static List<Object> list(Map<?, ?> map) {
        Map<Integer, Object> items = new TreeMap<>();
        map.forEach((index, item) -> items.put(Integer.valueOf(String.valueOf(index)), value(item)));
        return List.copyOf(items.values());
    }

    private static boolean isList(Map<?, ?> map) {
        for (int index = 0; index < map.size(); index++) {
            if (!map.containsKey(String.valueOf(index))) {
                return false;
            }
        }
        return !map.isEmpty();
    }

    /** Boot gives a value once for each spelling of its key: an environment variable's is in lower case, and gives way. */
    private static Map<String, Object> map(Map<?, ?> map) {
        Map<String, String> spellings = new LinkedHashMap<>();
        for (Object each : map.keySet()) {
            String key = String.valueOf(each);
            spellings.merge(plain(key), key, (one, other) -> one.equals(plain(one)) ? other : one);
        }
        Map<String, Object> read = new LinkedHashMap<>();
        spellings.values().forEach(key -> read.put(key, value(map.get(key))));
        return read;
    }

    private static String plain(String key) {
        return key.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    /** Fills in Boot's placeholders, and leaves Talk's. */
    private static final class Placeholders implements PlaceholdersResolver {
        private static final char HIDDEN = '\0';

        private final PlaceholdersResolver boot;
        private final Pattern ofTalk;

        private Placeholders(ConfigurableEnvironment environment, Set<String> schemes) {
            this.boot = new PropertySourcesPlaceholdersResolver(environment);
            Set<String> all = new TreeSet<>(schemes);
            all.addAll(Set.of("env", "file"));
            this.ofTalk = Pattern.compile("\\$\\{(" + String.join("|", all) + "):");
        }

        @Override
        public @Nullable Object resolvePlaceholders(@Nullable Object value) {
            if (!(value instanceof String text)) {
                return value;
            }
            String hidden = ofTalk.matcher(text).replaceAll("\\$" + HIDDEN + "{$1:");
            String filled = String.valueOf(boot.resolvePlaceholders(hidden));
            return filled.replace("${", "$${").replace("$" + HIDDEN + "{", "${");
        }
    }
}
