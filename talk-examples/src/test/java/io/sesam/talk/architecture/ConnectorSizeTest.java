package io.sesam.talk.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Connectors stay short and leave waiting to the toolkit.
 *
 * <p>Comments, imports, the package and lines of brackets alone are not counted.
 */
final class ConnectorSizeTest {
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern WAITING =
            Pattern.compile("\\bwhile \\(|\\bdo \\{|Thread\\.|sleeper\\(\\)|Retry-After|\\bSemaphore\\b");

    private static List<String> lines(String connector) {
        return Sources.of("talk-connector-" + connector).values().stream()
                .flatMap(ConnectorSizeTest::linesOf)
                .toList();
    }

    private static Stream<String> linesOf(String source) {
        return COMMENT.matcher(source)
                .replaceAll("")
                .lines()
                .map(line -> line.replaceFirst("^\\s*//.*", "").strip())
                .filter(line -> line.matches(".*\\w.*"))
                .filter(line -> !line.startsWith("import ") && !line.startsWith("package "));
    }

    @ParameterizedTest
    @CsvSource({"hubspot,630", "wave,460", "freshteam,300"})
    void aConnectorIsShort(String connector, int most) {
        assertThat(lines(connector)).hasSizeBetween(100, most);
    }

    @ParameterizedTest
    @CsvSource({"hubspot", "wave", "freshteam", "rest", "crmoffice"})
    void aConnectorNeitherWaitsNorRetries(String connector) {
        assertThat(lines(connector)).noneMatch(line -> WAITING.matcher(line).find());
    }

    @Test
    void onlyCodeIsCounted() {
        assertThat(lines("hubspot"))
                .anyMatch(line -> line.contains("class HubSpotWriter"))
                .noneMatch(line -> line.startsWith("*") || line.equals("}"));
    }
}
