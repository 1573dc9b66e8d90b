package io.sesam.talk.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sesam.talk.Plugins;
import io.sesam.talk.spi.settings.Setting;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SettingsSchemaTest {
    @Test
    void everySettingOfEveryPluginIsInTheSchema() throws Exception {
        String text = SettingsSchema.ofInstalled().json();
        JsonNode properties = new ObjectMapper().readTree(text).path("properties");

        assertThat(names(properties))
                .containsExactly(
                        "store",
                        "trust",
                        "brake",
                        "types",
                        "match",
                        "winners",
                        "connections",
                        "enrichers",
                        "sinks",
                        "tokenKeys");
        assertThat(Plugins.installed())
                .extracting(Object::toString)
                .anyMatch(name -> name.startsWith("connector hubspot"));
        for (Plugins.Installed plugin : Plugins.installed()) {
            JsonNode settings = settings(properties, plugin);
            List<String> wanted = new ArrayList<>(
                    plugin.spec().settings().stream().map(Setting::key).toList());
            if (plugin.kind().equals("store")) {
                wanted.add("kind");
            }
            assertThat(names(settings.path("properties")))
                    .as(plugin.toString())
                    .containsExactlyInAnyOrderElementsOf(wanted);
        }
        JsonNode token = settings(
                        properties,
                        Plugins.installed().stream()
                                .filter(plugin -> plugin.spec().name().equals("hubspot"))
                                .findFirst()
                                .orElseThrow())
                .path("properties")
                .path("accessToken");
        assertThat(token.path("writeOnly").asBoolean()).isTrue();
        assertThat(properties.path("connections").path("additionalProperties").toString())
                .as("the constants of the policy, as a file spells them")
                .contains("[\"ignore\",\"unlink\",\"archive\"]")
                .contains("[\"keep\",\"sync\"]");
    }

    private static JsonNode settings(JsonNode properties, Plugins.Installed plugin) {
        if (plugin.kind().equals("store")) {
            for (JsonNode one : properties.path("store").path("oneOf")) {
                if (one.path("properties")
                        .path("kind")
                        .path("const")
                        .asText()
                        .equals(plugin.spec().name())) {
                    return one;
                }
            }
        }
        for (JsonNode choice : properties
                .path(plugin.kind().equals("connector") ? "connections" : plugin.kind() + "s")
                .path("additionalProperties")
                .path("allOf")) {
            String name = choice.path("if")
                    .path("properties")
                    .path(plugin.kind())
                    .path("const")
                    .asText();
            if (name.equals(plugin.spec().name())) {
                return choice.path("then").path("properties").path("settings");
            }
        }
        throw new AssertionError(plugin + " is not in the schema");
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
