package io.sesam.talk.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.sesam.talk.Plugins;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.settings.Setting;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SettingsSchemaTest {
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(SettingsSchema.ofInstalled().json());

    @TempDir
    private static Path directory;

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

    /** Files that are right, then files with one mistake that a schema can see. */
    static Stream<Arguments> files() {
        String crm = "connections: { crm: { connector: csv, settings: { directory: crm } } }\n";
        return Stream.of(
                arguments(true, crm),
                arguments(true, crm + "store: { kind: memory }"),
                arguments(true, crm + "store: { kind: sqlite, path: talk.db }"),
                arguments(true, crm + "trust: crm"),
                arguments(true, crm + "trust: [crm]"),
                arguments(true, crm + "brake: { count: 5, percent: '${PERCENT}' }"),
                arguments(true, crm + "types: { deal: { title: text, buyer: { kind: reference, target: person } } }"),
                arguments(true, crm + "match: { person: { by: [email, [lastname, firstname]], ignore: a@b.example } }"),
                arguments(true, crm + "match: { person: { by: email } }"),
                arguments(true, crm + "match: { person: { limit: { records: '50' } } }"),
                arguments(true, crm + "winners: { person: { email: longest, lastname: { master: crm } } }"),
                arguments(true, crm + "tokenKeys: { k1: 0123456789abcdef }"),
                arguments(true, crm + "sinks: { tables: { sink: duckdb, settings: { path: a.duckdb } } }"),
                arguments(true, """
                        connections:
                          crm:
                            connector: csv
                            settings: { directory: crm, columns: { person: { firstname: First name } } }
                            types: { person: { share: false, fullSync: 'true', deletes: archive, brake: { removals: 1 } } }
                        """),
                arguments(true, """
                        connections: { hub: { connector: hubspot, settings: { accessToken: '${PERCENT}' } } }
                        """),
                arguments(false, crm + "conections: {}"),
                arguments(false, crm + "store: { path: talk.db }"),
                arguments(false, crm + "store: { kind: sqlite }"),
                arguments(false, crm + "store: { kind: sqlite, path: talk.db, file: x }"),
                arguments(false, crm + "store: { kind: oracle }"),
                arguments(false, crm + "trust: { a: crm }"),
                arguments(false, crm + "brake: { count: many }"),
                arguments(false, crm + "brake: { count: 0 }"),
                arguments(false, crm + "types: { deal: { title: words } }"),
                arguments(false, crm + "winners: { person: { email: best } }"),
                arguments(false, crm + "tokenKeys: [0123456789abcdef]"),
                arguments(false, crm + "sinks: { tables: { sink: excel } }"),
                arguments(false, "connections: { crm: { settings: { directory: crm } } }"),
                arguments(false, "connections: { crm: { connector: csv, settings: {} } }"),
                arguments(false, "connections: { crm: { connector: csv, settings: { directory: [crm] } } }"),
                arguments(false, "connections: { crm: { connector: csv, settings: { directory: c, columns: x } } }"),
                arguments(false, """
                        connections: { crm: { connector: csv, settings: { directory: c }, types: { person: { share: maybe } } } }
                        """),
                arguments(false, """
                        connections: { crm: { connector: csv, settings: { directory: c }, types: { person: { deletes: all } } } }
                        """));
    }

    @ParameterizedTest
    @MethodSource("files")
    void theSchemaAcceptsAndRefusesWhatTheSettingsDo(boolean accepted, String yaml) throws Exception {
        List<String> problems = List.of();
        try {
            TalkSettings.source()
                    .environment(Map.of("PERCENT", "30"))
                    .base(directory)
                    .read(new StringReader(yaml));
        } catch (TalkException e) {
            problems = e.problems();
        }
        Set<ValidationMessage> violations = SCHEMA.validate(new YAMLMapper().readTree(yaml));
        if (accepted) {
            assertThat(problems).isEmpty();
            assertThat(violations).isEmpty();
        } else {
            assertThat(problems).isNotEmpty();
            assertThat(violations).isNotEmpty();
        }
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
