package io.sesam.talk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PluginsCommandTest {
    @Test
    void connectorsListsEveryPluginWithItsSettings() throws Exception {
        String text = Place.anywhere(Map.of(), "connectors").out();
        JsonNode plugins = new ObjectMapper()
                .readTree(Place.anywhere(Map.of(), "connectors", "--json").out())
                .path("plugins");

        assertThat(plugins)
                .extracting(plugin -> plugin.path("name").asText())
                .contains("csv", "hubspot", "wave", "freshteam", "rest", "opensesam", "duckdb", "sqlite", "postgresql");
        assertThat(plugins)
                .allSatisfy(plugin -> assertThat(text)
                        .contains(plugin.path("kind").asText() + " "
                                + plugin.path("name").asText()));
        assertThat(text).contains("  accessToken: a secret");
    }

    @Test
    void schemaIsAJsonSchema() throws Exception {
        JsonNode schema =
                new ObjectMapper().readTree(Place.anywhere(Map.of(), "schema").out());

        assertThat(schema.path("$schema").asText()).contains("json-schema.org");
        assertThat(schema.path("properties").path("connections").isObject()).isTrue();
    }
}
