package io.sesam.talk.archetype;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Tests the connector of the tutorial, as its author makes it from the archetype: against a server that stands for Directus, and
 * against a real Directus where {@code -Dtalk.test.directus=DIRECTORY} names a directory for one.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DirectusExampleTest {
    private static final Path EXAMPLE = Path.of("src/example/directus");

    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private static Path directory;

    private GeneratedProject project;

    @BeforeAll
    void generateGoOnAndCompile() throws Exception {
        project = new GeneratedProject(directory, "Directus");
        project.goOn(EXAMPLE, "People.java");
        project.compile();
    }

    @Test
    void theContractIsGreen() {
        isGreen(project.test("ContractTest"));
    }

    private static void isGreen(TestExecutionSummary summary) {
        assertThat(summary.getFailures())
                .extracting(failure -> failure.getException().getMessage())
                .isEmpty();
        assertThat(summary.getTestsSucceededCount()).isGreaterThan(150);
    }

    @Test
    void theDemoKeepsBothInStep() throws Exception {
        areInStep(project.demo());
    }

    private static void areInStep(List<String> lines) {
        for (String side : List.of("directus:", "other:")) {
            assertThat(lines)
                    .filteredOn(line -> line.startsWith(side))
                    .singleElement()
                    .asString()
                    .contains("ada@x.example", "grace@x.example", "Byron")
                    .containsPattern("Byron[^}]*\"organisation\":\\d");
        }
    }

    @Test
    void theCodeOfTheTutorialStandsInTheExample() throws Exception {
        String example = "";
        for (String source : List.of("DirectusPlugin", "DirectusConnector", "Items")) {
            example +=
                    bare(Files.readString(EXAMPLE.resolve("src/main/java/com/example/directus/" + source + ".java")));
        }
        String page = Files.readString(Path.of("../docs/tutorial-connector.md"));
        assertThat(CODE.matcher(page).results().map(code -> bare(code.group(1))))
                .hasSizeGreaterThan(4)
                .allMatch(example::contains);
    }

    private static String bare(String code) {
        return code.replaceAll("\\s+", "");
    }

    @Test
    @EnabledIfSystemProperty(
            named = "talk.test.directus",
            matches = ".+",
            disabledReason =
                    "needs npm, a network and minutes: -Dtalk.test.directus=DIRECTORY of a Directus, or for one")
    void theSameHoldsForARealDirectus(@TempDir Path outputs) throws Exception {
        Path server = Path.of(System.getProperty("talk.test.directus")).toAbsolutePath();
        Path output = outputs.resolve("server.txt");
        Process started = new ProcessBuilder("sh", EXAMPLE.resolve("server.sh").toString(), server.toString(), "8055")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(started.waitFor(20, TimeUnit.MINUTES)).isTrue();
        assertThat(started.exitValue()).as(Files.readString(output)).isZero();
        System.setProperty("directus", "http://127.0.0.1:8055");
        try {
            isGreen(project.test("RealServerTest"));
            areInStep(project.demo());
        } finally {
            System.clearProperty("directus");
            ProcessHandle.of(Long.parseLong(
                            Files.readString(server.resolve("pid")).strip()))
                    .ifPresent(ProcessHandle::destroy);
        }
    }
}
