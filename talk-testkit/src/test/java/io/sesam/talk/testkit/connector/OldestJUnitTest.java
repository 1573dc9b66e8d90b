package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract runs on the oldest JUnit that is supported as well, in a process of its own with that JUnit only. */
@Tag("slow")
final class OldestJUnitTest {
    private static final Path JARS = Path.of("target", "oldest-junit");

    @Test
    void theContractIsTheSameOnTheOldestJUnit(@TempDir Path directory) throws Exception {
        List<String> lines = run(directory);

        assertThat(lines.get(0)).isEqualTo(System.getProperty("oldest.junit")).startsWith("5.11.");
        Map<String, Long> counts = lines.stream()
                .skip(1)
                .collect(Collectors.groupingBy(line -> line.split(" ", 2)[0], Collectors.counting()));
        List<String> promises = names(new ModelContract().contract());
        List<String> barren = names(new ModelContract().contractOfAWorldWithoutOccasions());
        assertThat(promises).hasSizeGreaterThan(100);
        assertThat(lines.stream().skip(1).map(line -> line.split(" ", 2)[1]))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(promises.stream(), barren.stream()).toList());
        assertThat(counts)
                .as("promises that are kept, and those that a world without occasions does not show")
                .isEqualTo(Map.of("SUCCESSFUL", promises.size() + barren.size() - 5L, "ABORTED", 5L));
    }

    private static List<String> names(Stream<DynamicTest> contract) {
        return contract.map(DynamicTest::getDisplayName).toList();
    }

    /** Runs {@link ModelContractRun} with the class path of this test, but for JUnit. */
    private static List<String> run(Path directory) throws Exception {
        List<String> path = new ArrayList<>();
        try (Stream<Path> jars = Files.list(JARS)) {
            jars.sorted().map(Path::toString).forEach(path::add);
        }
        Set<String> others = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().matches("(junit-|opentest4j|surefire).*"))
                .collect(Collectors.toSet());
        path.addAll(others);
        Path out = directory.resolve("out.txt");
        Path err = directory.resolve("err.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        String.join(File.pathSeparator, path),
                        ModelContractRun.class.getName())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        return Files.readAllLines(out, StandardCharsets.UTF_8);
    }
}
