package io.sesam.talk.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A connector says what is true of its system and leaves the rest to the toolkit.
 *
 * <p>A line counts when it says something: comments, imports, the package and brackets alone do not.
 */
final class SizeTest {
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern OWN_PATIENCE =
            Pattern.compile("\\bwhile \\(|\\bdo \\{|Thread\\.|sleeper\\(\\)|Retry-After|\\bSemaphore\\b");

    private static Path sources(String connector) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path module = at.resolve("talk-connector-" + connector);
            if (Files.isDirectory(module)) {
                return module.resolve("src/main/java");
            }
        }
        throw new AssertionError("no module of the connector " + connector);
    }

    private static List<String> lines(String connector) {
        try (Stream<Path> files = Files.walk(sources(connector))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> lines(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return COMMENT.matcher(Files.readString(file))
                    .replaceAll("")
                    .lines()
                    .map(line -> line.replaceFirst("^\\s*//.*", "").strip())
                    .filter(line -> line.matches(".*\\w.*"))
                    .filter(line -> !line.startsWith("import ") && !line.startsWith("package "))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"hubspot,600", "wave,350", "freshteam,300"})
    void aConnectorIsWrittenInAnAfternoon(String connector, int most) {
        assertThat(lines(connector)).hasSizeBetween(100, most);
    }

    @ParameterizedTest
    @CsvSource({"hubspot", "wave", "freshteam", "rest", "crmoffice"})
    void aConnectorHasNoPatienceOfItsOwn(String connector) {
        assertThat(lines(connector))
                .noneMatch(line -> OWN_PATIENCE.matcher(line).find());
    }

    @Test
    void whatIsCountedIsCode() {
        assertThat(lines("hubspot"))
                .anyMatch(line -> line.contains("class HubSpotWriter"))
                .noneMatch(line -> line.startsWith("*") || line.equals("}"));
    }
}
