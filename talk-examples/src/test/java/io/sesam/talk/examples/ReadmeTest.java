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

/** Tests that the README is correct. Its code is in the examples, and its coordinates are those of the BOM. */
final class ReadmeTest {
    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern XML = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(.*?)</artifactId>");
    private static final Pattern VERSION = Pattern.compile("<version>(.*?)</version>");
    private static final Pattern MODULE = Pattern.compile("<module>(.*?)</module>");

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
    void theFirstPieceOfCodeIsAWholeFile() throws IOException {
        String file = Files.readString(Path.of("src/main/java/io/sesam/talk/examples/EmbeddingExample.java"));
        String withoutPackage = file.substring(file.indexOf("import "));
        assertThat(found(CODE, Files.readString(root.resolve("README.md"))).get(0))
                .isEqualTo(withoutPackage);
    }

    @Test
    void theCoordinatesAreThoseOfTheBom() throws IOException {
        List<String> quoted = found(XML, Files.readString(root.resolve("README.md")));
        String bom = Files.readString(root.resolve("talk-bom/pom.xml"));
        String version = found(VERSION, bom).get(0);
        assertThat(quoted).hasSize(1);
        assertThat(found(ARTIFACT, quoted.get(0)))
                .hasSizeGreaterThan(3)
                .allSatisfy(artifact -> assertThat(bom).contains("<artifactId>" + artifact + "</artifactId>"));
        assertThat(found(VERSION, quoted.get(0))).containsOnly(version);
    }

    @Test
    void theTableHasEveryModule() throws IOException {
        String readme = Files.readString(root.resolve("README.md"));
        assertThat(found(MODULE, Files.readString(root.resolve("pom.xml"))))
                .hasSizeGreaterThan(10)
                .allSatisfy(module -> assertThat(readme).contains("\n| `" + module + "` |"));
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
