package io.sesam.talk.settings;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.Plugins;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.Kind;
import io.sesam.talk.policy.TargetPolicy.OnDelete;
import io.sesam.talk.policy.TargetPolicy.OnDuplicate;
import io.sesam.talk.spi.settings.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * JSON Schema of the settings, with those of the given plugins.
 *
 * <p>For editors and forms. A text with a variable such as {@code ${TOKEN}} may stand in place of any single value. {@link
 * TalkSettings} checks more than the schema can say.
 */
@Experimental
public final class SettingsSchema {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final List<Plugins.Installed> plugins;

    private SettingsSchema(List<Plugins.Installed> plugins) {
        this.plugins = plugins;
    }

    /** The schema of the settings for the plugins on the path. */
    public static SettingsSchema ofInstalled() {
        return new SettingsSchema(Plugins.installed());
    }

    /** The schema as JSON text (draft 2020-12). */
    public String json() {
        ObjectNode schema = object("Settings of Talk");
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        ObjectNode properties = schema.putObject("properties");
        properties.set("store", store());
        properties.set("trust", texts("Names of the connections, the most trusted first"));
        properties.set("brake", changeLimit());
        properties.set(
                "types", entries("Types of your own, and further properties of Talk's", entries("", property())));
        properties.set("match", entries("Match rules, by type", matching()));
        properties.set("winners", entries("Survivorship rules, by type and property", entries("", rule())));
        properties.set("connections", entries("Systems, by name", plugged("connector", "connector", true)));
        properties.set(
                "enrichers",
                entries("Enrichers, by name, the most trusted first", plugged("enricher", "enricher", false)));
        properties.set("sinks", entries("Analytic tables, by name", plugged("sink", "sink", true)));
        properties.set(
                "tokenKeys", entries("Keys that encrypt kept tokens, by id; the first for new ones", secret("")));
        return schema.toPrettyString();
    }

    private ObjectNode store() {
        ObjectNode store = JSON.objectNode();
        store.put("description", "Where Talk keeps its state");
        ArrayNode kinds = store.putArray("oneOf");
        ObjectNode memory = object("Nothing is kept between runs");
        memory.putObject("properties").putObject("kind").put("const", "memory");
        memory.putArray("required").add("kind");
        kinds.add(memory);
        plugins.stream().filter(plugin -> plugin.kind().equals("store")).forEach(plugin -> {
            ObjectNode one = settings(plugin);
            one.withObject("properties")
                    .putObject("kind")
                    .put("const", plugin.spec().name());
            one.withArray("required").add("kind");
            kinds.add(one);
        });
        return store;
    }

    /** A connection, enricher or sink: the plugin's name decides which settings there are. */
    private ObjectNode plugged(String kind, String key, boolean required) {
        ObjectNode one = object("");
        ObjectNode properties = one.putObject("properties");
        ArrayNode names = properties.putObject(key).putArray("enum");
        properties.putObject("settings").put("type", "object");
        if (kind.equals("connector")) {
            properties.set("types", entries("What takes part, by type", target()));
        }
        ArrayNode cases = one.putArray("allOf");
        plugins.stream().filter(plugin -> plugin.kind().equals(kind)).forEach(plugin -> {
            names.add(plugin.spec().name());
            ObjectNode choice = cases.addObject();
            ObjectNode when = choice.putObject("if");
            when.putObject("properties")
                    .putObject(key)
                    .put("const", plugin.spec().name());
            when.putArray("required").add(key);
            choice.putObject("then").putObject("properties").set("settings", settings(plugin));
        });
        if (required) {
            one.putArray("required").add(key);
        }
        return one;
    }

    private static ObjectNode settings(Plugins.Installed plugin) {
        ObjectNode settings = object(plugin.spec().description());
        ObjectNode properties = settings.putObject("properties");
        for (Setting<?> setting : plugin.spec().settings()) {
            properties.set(setting.key(), setting(setting));
            if (setting.isRequired()) {
                settings.withArray("required").add(setting.key());
            }
        }
        return settings;
    }

    private static ObjectNode setting(Setting<?> setting) {
        String description = setting.description();
        ObjectNode schema = switch (setting.kind()) {
            case SECRET -> secret(description);
            case FLAG -> described(flag(), description);
            case NUMBER -> described(wholeNumber("-?"), description);
            case TEXTS -> texts(description);
            case MAPPING -> entries(description, scalar());
            case SECRETS -> entries(description, secret(""));
            case MAPPINGS -> entries(description, entries("", scalar()));
            case CHOICE -> choice(setting.choices(), description);
            case TEXT, PATH, DURATION -> described(scalar(), (description + " (" + setting.holds() + ")").strip());
        };
        setting.defaultValue()
                .filter(value -> value instanceof Boolean || value instanceof Integer || value instanceof String)
                .ifPresent(value -> schema.put("default", value.toString()));
        return schema;
    }

    private static ObjectNode target() {
        ObjectNode target = object("What Talk may write there");
        ObjectNode properties = target.putObject("properties");
        properties.set(
                "share",
                described(
                        flag(), "Whether the type is written at all; otherwise its values still reach other systems"));
        properties.set("fullSync", described(flag(), "Whether records from before the connection are inserted too"));
        properties.set("deletes", choice(names(OnDelete.class), "What a deletion elsewhere does"));
        properties.set(
                "duplicates",
                choice(names(OnDuplicate.class), "What becomes of several records of one system that are the same"));
        properties.set("brake", changeLimit());
        return target;
    }

    private static ObjectNode changeLimit() {
        ObjectNode limit = object("The change limit: a plan that exceeds both numbers is held");
        ObjectNode properties = limit.putObject("properties");
        for (String key : List.of("count", "percent", "removals", "removalsPercent")) {
            properties.set(key, positive());
        }
        return limit;
    }

    private static ObjectNode property() {
        ObjectNode property = JSON.objectNode();
        List<String> kinds = names(Kind.class);
        ArrayNode either = property.putArray("oneOf");
        either.add(choice(kinds, "The kind of its values"));
        ObjectNode facts = object("");
        ObjectNode properties = facts.putObject("properties");
        properties.set("kind", choice(kinds, "The kind of its values"));
        properties.set("target", scalar());
        properties.set("unit", scalar());
        either.add(facts);
        return property;
    }

    private static ObjectNode matching() {
        ObjectNode matching = object("");
        ObjectNode properties = matching.putObject("properties");
        ObjectNode by = properties.putObject("by");
        by.put("description", "Rules, each a list of properties; caseFolded(lastname) sets a comparison form");
        ArrayNode either = by.putArray("oneOf");
        either.add(scalar());
        either.addObject().put("type", "array").set("items", texts(""));
        properties.set("ignore", texts("Keys that match nobody"));
        ObjectNode limit = object("Sizes above which a cluster is not merged");
        limit.putObject("properties").set("records", positive());
        limit.withObject("properties").set("ofOneSystem", positive());
        properties.set("limit", limit);
        return matching;
    }

    private static ObjectNode rule() {
        ObjectNode rule = JSON.objectNode();
        List<String> rules = List.of("newest", "mostTrusted", "longest", "mostFrequent");
        ArrayNode either = rule.putArray("oneOf");
        either.add(choice(rules, ""));
        ObjectNode facts = object("");
        facts.putObject("properties").set("master", scalar());
        facts.withObject("properties").set("rule", choice(rules, ""));
        either.add(facts);
        return rule;
    }

    private static ObjectNode object(String description) {
        ObjectNode object = JSON.objectNode();
        object.put("type", "object");
        object.put("additionalProperties", false);
        return described(object, description);
    }

    private static ObjectNode entries(String description, ObjectNode each) {
        ObjectNode entries = JSON.objectNode();
        entries.put("type", "object");
        entries.set("additionalProperties", each);
        return described(entries, description);
    }

    private static ObjectNode texts(String description) {
        ObjectNode texts = JSON.objectNode();
        ArrayNode either = texts.putArray("oneOf");
        either.add(scalar());
        ObjectNode list = either.addObject();
        list.put("type", "array");
        list.set("items", scalar());
        return described(texts, description);
    }

    private static ObjectNode secret(String description) {
        ObjectNode secret = scalar();
        secret.put("writeOnly", true);
        return described(secret, description);
    }

    private static ObjectNode scalar() {
        ObjectNode scalar = JSON.objectNode();
        scalar.putArray("type").add("string").add("number").add("boolean");
        return scalar;
    }

    private static ObjectNode flag() {
        ObjectNode flag = JSON.objectNode();
        ArrayNode either = flag.putArray("anyOf");
        either.addObject().put("type", "boolean");
        either.addObject().putArray("enum").add("true").add("false");
        either.add(variable());
        return flag;
    }

    private static ObjectNode positive() {
        ObjectNode number = wholeNumber("");
        ((ObjectNode) number.path("anyOf").path(0)).put("minimum", 1);
        return number;
    }

    private static ObjectNode wholeNumber(String sign) {
        ObjectNode number = JSON.objectNode();
        ArrayNode either = number.putArray("anyOf");
        either.addObject().put("type", "integer");
        either.addObject().put("type", "string").put("pattern", "^" + sign + "[0-9]+$");
        either.add(variable());
        return number;
    }

    private static ObjectNode choice(List<String> names, String description) {
        ObjectNode choice = JSON.objectNode();
        ArrayNode either = choice.putArray("anyOf");
        ArrayNode constants = either.addObject().putArray("enum");
        names.forEach(constants::add);
        either.add(variable());
        return described(choice, description);
    }

    private static ObjectNode variable() {
        return JSON.objectNode().put("type", "string").put("pattern", "\\$\\{");
    }

    private static <E extends Enum<E>> List<String> names(Class<E> constants) {
        return Arrays.stream(constants.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static ObjectNode described(ObjectNode schema, String description) {
        if (!description.isBlank()) {
            schema.put("description", description);
        }
        return schema;
    }
}
