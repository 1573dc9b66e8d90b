package io.sesam.talk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every library that is bundled in talk.jar has its licence listed, and no text of one replaces that of another. */
final class LicencesTest {
    private static final Pattern ARTIFACT =
            Pattern.compile("\\s*([\\w.-]+):([\\w.-]+):jar:([^:]+):(?:compile|runtime):(\\S+\\.jar).*");
    /** What the build merges, text after text. */
    private static final List<String> MERGED = List.of("META-INF/LICENSE", "META-INF/LICENSE.txt", "META-INF/NOTICE");

    private record Library(String name, String jar) {}

    @Test
    void everyBundledLibraryIsListedWithItsLicence() {
        String list = text("/META-INF/THIRD-PARTY.txt");

        assertThat(list).doesNotContainIgnoringCase("unknown license");
        assertThat(bundled())
                .hasSizeGreaterThan(8)
                .allSatisfy(library ->
                        assertThat(list).containsPattern("\\([^)]+\\) .*\\(" + Pattern.quote(library.name()) + " "));
        assertThat(list.lines().filter(line -> line.contains(" - http")))
                .as("nothing is listed that is not bundled")
                .hasSameSizeAs(bundled());
    }

    @Test
    void noTextOfALicenceIsLostInTheJar() {
        Map<String, List<String>> texts = new TreeMap<>();
        for (Library library : bundled()) {
            try (JarFile jar = new JarFile(library.jar())) {
                jar.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.toLowerCase(Locale.ROOT).matches(".*(licen[cs]e|notice|copying)[^/]*"))
                        .filter(name -> !name.endsWith(".class") && !MERGED.contains(name))
                        .forEach(name -> texts.computeIfAbsent(name, first -> new ArrayList<>())
                                .add(library.name()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        assertThat(texts)
                .isNotEmpty()
                .allSatisfy((name, libraries) -> assertThat(libraries)
                        .as(name + " is in several jars, of which one would win; let the build merge it")
                        .hasSize(1));
        assertThat(text("/META-INF/licenses/org.duckdb/LICENSE"))
                .as("the one library whose jar has no text of its licence, which asks for one")
                .contains("Stichting DuckDB Foundation", "Permission is hereby granted");
    }

    private static List<Library> bundled() {
        return text("/bundled.txt")
                .lines()
                .map(ARTIFACT::matcher)
                .filter(Matcher::matches)
                .map(artifact -> new Library(
                        artifact.group(1) + ":" + artifact.group(2) + ":" + artifact.group(3), artifact.group(4)))
                .toList();
    }

    private static String text(String resource) {
        try (InputStream in = Objects.requireNonNull(LicencesTest.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
