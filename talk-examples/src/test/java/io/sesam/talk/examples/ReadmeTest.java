package io.sesam.talk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that the README is correct. Its code is in the examples, and its links lead to existing pages. */
final class ReadmeTest {
    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    private final Path root = Path.of("").toAbsolutePath().getParent();

    @Test
    void everyPieceOfCodeStandsInAnExampleThatIsTested() throws IOException {
        StringBuilder examples = new StringBuilder();
        try (Stream<Path> files = Files.list(Path.of("src/main/java/io/sesam/talk/examples"))) {
            for (Path file : files.sorted().toList()) {
                examples.append(Files.readString(file));
            }
        }
        List<String> pieces = found(CODE, Files.readString(root.resolve("README.md")));
        assertThat(pieces).hasSizeGreaterThanOrEqualTo(2);
        assertThat(pieces)
                .allSatisfy(piece -> assertThat(bare(examples.toString())).contains(bare(piece)));
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        for (String page : List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")) {
            assertThat(found(LINK, Files.readString(root.resolve(page))))
                    .allSatisfy(link -> assertThat(root.resolve(link)).exists());
        }
    }

    @Test
    void theCommandsNameWhatTheBuildMakes() throws IOException {
        String readme = Files.readString(root.resolve("README.md"));
        assertThat(readme).contains("java -jar talk-cli/target/talk.jar sync").contains("\nmvn verify\n");
        assertThat(Files.readString(root.resolve(".ci/run"))).contains(" verify");
        assertThat(root.resolve("talk-examples/src/example/three-spreadsheets/talk.yaml"))
                .exists();
    }

    private static List<String> found(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static String bare(String code) {
        return code.replaceAll("\\s+", "");
    }
}
