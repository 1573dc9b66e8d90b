package io.sesam.talk.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Plugins;
import io.sesam.talk.spi.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that the page of settings is what the plugins declare. */
final class SettingsReferenceTest {
    private final Path root = Path.of("").toAbsolutePath().getParent();
    private final List<Plugins.Installed> plugins = Plugins.installed();

    @Test
    void thePageIsWhatThePluginsDeclare() throws IOException {
        Path file = root.resolve("docs/reference-settings.md");
        String page = SettingsReference.page(plugins);
        if (Boolean.getBoolean("talk.docs.write")) {
            Files.writeString(file, page);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as("docs/reference-settings.md; after a change of a plugin's settings, write it anew with "
                        + "mvn test -Dtest=SettingsReferenceTest -Dtalk.docs.write=true "
                        + "-Dsurefire.failIfNoSpecifiedTests=false -pl talk-examples -am")
                .isEqualTo(page);
    }

    /** A module whose plugin is not on the path of this test would be left out of the page without a word. */
    @Test
    void everyPluginOfThisRepositoryIsOnThePage() throws IOException {
        TreeSet<String> registered = new TreeSet<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.filter(
                            at -> at.getFileName().toString().matches("talk-(connector|enricher|sink|store)-.*"))
                    .filter(at -> Files.isDirectory(at.resolve("src/main/java")))
                    .toList()) {
                registered.add(module.getFileName().toString());
            }
        }
        assertThat(registered).hasSizeGreaterThan(9);
        assertThat(plugins)
                .extracting(plugin -> artifactOf(plugin.kind(), plugin.spec().name()))
                .containsAll(registered);
    }

    @Test
    void everySettingSaysWhatItMeans() {
        assertThat(plugins)
                .allSatisfy(plugin -> assertThat(plugin.spec().settings())
                        .as(plugin.toString())
                        .extracting(Setting::description)
                        .allMatch(description -> !description.isBlank()));
    }

    private static String artifactOf(String kind, String name) {
        return kind.equals("store") ? "talk-store-jdbc" : "talk-" + kind + "-" + name;
    }
}
