package io.sesam.talk.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.Talk;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.settings.tree.Variables;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.system.MemorySystem;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TalkSettingsTest {
    private static final String YAML = """
            trust: [crm, erp]
            connections:
              crm: { connector: csv, settings: { directory: crm, delimiter: ";" } }
              erp: { connector: csv, settings: { directory: erp }, types: { person: { fullSync: false } } }
            """;

    @TempDir
    private Path directory;

    @Test
    void aVariablePartedAtItsUnderscoresIsOneKey() {
        try (Talk talk = TalkSettings.from(Map.of(
                        "connections",
                        Map.of(
                                "hub",
                                Map.of(
                                        "connector",
                                        "hubspot",
                                        "settings",
                                        Map.of("access", Map.of("token", "one"), "webhook", Map.of("secret", "two"))))))
                .builder()
                .build()) {
            assertThat(talk.settings().get("connections.hub")).containsKeys("accessToken", "webhookSecret");
        }
    }

    @Test
    void aPathInAMapIsAText() throws Exception {
        Path files = Files.createDirectories(directory.resolve("crm"));
        try (Talk talk = TalkSettings.from(Map.of(
                        "connections",
                        Map.of("crm", Map.of("connector", "csv", "settings", Map.of("directory", files)))))
                .builder()
                .build()) {
            assertThat(talk.settings().get("connections.crm")).containsEntry("directory", files.toString());
        }
    }

    @Test
    void aPluginOfTheHostComesBeforeThePath() {
        MemorySystem system = MemorySystem.at(TestClock.create());

        try (Talk talk = TalkSettings.source()
                .plugin(system)
                .read(Map.of(
                        "connections",
                        Map.of("crm", Map.of("connector", system.spec().name()))))
                .builder()
                .build()) {
            assertThat(talk.check()).hasSize(1);
        }
    }

    @Test
    void fileMapAndTextGiveTheSameSettings() throws Exception {
        Files.createDirectories(directory.resolve("crm"));
        Files.createDirectories(directory.resolve("erp"));
        Path file = Files.writeString(directory.resolve("talk.yaml"), YAML);
        Map<String, Object> map = Map.of(
                "trust", List.of("crm", "erp"),
                "connections",
                        Map.of(
                                "crm",
                                Map.of("connector", "csv", "settings", Map.of("directory", "crm", "delimiter", ";")),
                                "erp",
                                Map.of(
                                        "connector", "csv",
                                        "settings", Map.of("directory", "erp"),
                                        "types", Map.of("person", Map.of("fullSync", false)))));

        List<Map<String, Map<String, String>>> shown = new ArrayList<>();
        for (TalkSettings settings : List.of(
                TalkSettings.from(file),
                TalkSettings.source().base(directory).read(map),
                TalkSettings.source().base(directory).read(new StringReader(YAML)))) {
            assertThat(settings.connections()).containsOnlyKeys("crm", "erp");
            try (Talk talk = settings.builder().build()) {
                shown.add(new LinkedHashMap<>(talk.settings()));
            }
        }

        assertThat(shown.get(0).get("connections.crm"))
                .containsEntry("delimiter", ";")
                .containsEntry("kind", "csv");
        assertThat(shown.get(1)).isEqualTo(shown.get(0));
        assertThat(shown.get(2)).isEqualTo(shown.get(0));
    }

    /** As a host binds properties and environment variables. */
    @Test
    void keysOfAMapMayBeSpeltInOtherWaysAndListsBeMaps() throws Exception {
        Files.createDirectories(directory.resolve("crm"));
        Map<String, Object> trust = new LinkedHashMap<>();
        trust.put("0", "hub");
        trust.put("1", "crm");
        Map<String, Object> map = Map.of(
                "trust",
                trust,
                "connections",
                Map.of(
                        "crm", Map.of("connector", "csv", "settings", Map.of("DIRECTORY", "crm")),
                        "hub",
                                Map.of(
                                        "connector", "hubspot",
                                        "settings", Map.of("accesstoken", "pat-1", "base-url", "http://127.0.0.1:1"),
                                        "types", Map.of("person", Map.of("full-sync", "false")))));

        try (Talk talk =
                TalkSettings.source().base(directory).read(map).builder().build()) {
            assertThat(talk.settings().get("connections.hub"))
                    .containsEntry("accessToken", "(hidden)")
                    .containsEntry("baseUrl", "http://127.0.0.1:1");
        }
    }

    @Test
    void secretsComeFromVariablesFilesAndVaults() throws Exception {
        Files.writeString(directory.resolve("token"), "pat-from-file\n");
        List<String> asked = new ArrayList<>();
        for (String token : List.of("${env:TOKEN}", "${TOKEN}", "${file:token}", "${vault:crm/token}", "${NONE:-x}")) {
            TalkSettings settings = TalkSettings.source()
                    .base(directory)
                    .environment(Map.of("TOKEN", "pat"))
                    .secrets("vault", name -> {
                        asked.add(name);
                        return Optional.of("pat");
                    })
                    .read(Map.of("connections", Map.of("hub", hubspot(token))));
            assertThat(settings.connections()).containsOnlyKeys("hub");
        }
        assertThat(asked).containsExactly("crm/token");
    }

    private static Map<String, Object> hubspot(String token) {
        return Map.of(
                "connector", "hubspot", "settings", Map.of("accessToken", token, "baseUrl", "http://127.0.0.1:1"));
    }

    @Test
    void everyProblemNamesItsPlaceAndNoValue() {
        Map<String, Object> map = Map.of(
                "conections", Map.of(),
                "connections",
                        Map.of(
                                "a", hubspot("${file:missing}"),
                                "b", hubspot("${vault:x}"),
                                "c", hubspot("${NOT_SET}"),
                                "d", Map.of("connector", "hubspt", "settings", Map.of("accessToken", "s3cret")),
                                "e", Map.of("connector", "hubspot", "settings", Map.of("acessTokn", "s3cret")),
                                "f", hubspot("${broken:x}")));

        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> TalkSettings.source()
                        .base(directory)
                        .environment(Map.of())
                        .secrets("broken", name -> {
                            throw new IllegalStateException("s3cret");
                        })
                        .read(map))
                .satisfies(e -> assertThat(String.join("\n", e.problems()))
                        .contains("no key \"conections\"; did you mean \"connections\"?")
                        .contains("connections.a.settings.accessToken: there is no file")
                        .contains("connections.b.settings.accessToken: nothing resolves ${vault:…}")
                        .contains("connections.c.settings.accessToken: the environment variable NOT_SET is not set")
                        .contains("did you mean \"hubspot\"?")
                        .contains("did you mean \"accessToken\"?")
                        .contains("connections.f.settings.accessToken: broken failed (IllegalStateException)")
                        .doesNotContain("s3cret"));
    }

    @Test
    void textsThatAResolverOrAFileSuppliedAreNotShown() throws Exception {
        Files.createDirectory(directory.resolve("crm"));
        Files.writeString(directory.resolve("delimiter"), ";\n");
        Path file = Files.writeString(directory.resolve("talk.yaml"), """
                trust: ["${vault:name}"]
                connections:
                  crm:
                    connector: csv
                    settings:
                      directory: ${vault:directory}
                      delimiter: ${file:delimiter}
                      columns: { person: { firstname: "x-${vault:column}", lastname: Last } }
                """);
        Map<String, String> vault = Map.of("name", "crm", "directory", "crm", "column", "s3cret");
        try (Talk talk = TalkSettings.source()
                .secrets("vault", name -> Optional.ofNullable(vault.get(name)))
                .read(file)
                .builder()
                .build()) {
            assertThat(talk.settings().get("connections.crm"))
                    .containsEntry("columns", "person: firstname: (hidden), lastname: Last")
                    .containsEntry("delimiter", "(hidden)")
                    .containsEntry("directory", directory.resolve("crm").toString());
            assertThat(talk.settings().toString()).doesNotContain("s3cret");
        }
    }

    @Test
    void twoDollarsAreOne() {
        assertThat(new Variables(Map.of("A", "$1"), Path.of(""), Map.of(), List.of())
                        .fillIn("$${A} ${A} $5 {A} $${vault:x}", "here"))
                .isEqualTo("${A} $1 $5 {A} ${vault:x}");
    }
}
