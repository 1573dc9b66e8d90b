package io.sesam.talk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.cli.Place.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own: exit codes, streams, logs and signals. */
@Tag("slow")
final class ProcessTest {
    private static final String CANARY = "canary-9f3b1c";
    private static final String ONE_VAULT = """
            store: { kind: sqlite, path: talk.db }
            connections:
              crm: { connector: csv, settings: { directory: crm } }
              vault: { connector: vault, settings: { token: "${TOKEN}", mood: "${MOOD:-refusing}" } }
            sinks: { analytics: { sink: duckdb, settings: { path: analytics.duckdb } } }
            """;

    @TempDir
    private Path directory;

    @Test
    @Tag("R36")
    void standardOutputHoldsTheObjectAndNothingElse() throws Exception {
        Place.withThreeSystems(directory).file("staff/person.csv", "id,email\n1,a@one.example\n1,b@one.example\n");

        Result result = process(List.of(), "sync", "--json", "--verbose");

        assertThat(result.code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(result.out())
                .startsWith("{\"run\":")
                .contains("\"paused\":{\"staff\":\"")
                .endsWith("\"}}\n")
                .hasLineCount(1);
        assertThat(result.err()).contains("WARN staff is paused: ");
    }

    @Test
    @Tag("R37")
    void aSecretIsNowhereToBeFound() throws Exception {
        Place place = Place.withThreeSystems(directory).file("talk.yaml", ONE_VAULT);
        List<String> chatty = List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=trace");
        StringBuilder original = new StringBuilder();

        for (String[] arguments : new String[][] {{"check"}, {"sync"}, {"status"}}) {
            Result result = process(chatty, arguments);
            original.append(result.out()).append(result.err());
        }
        place.file("talk.yaml", ONE_VAULT.replace("token:", "tokn: \"${TOKEN}\", token:"));
        original.append(process(chatty, "sync").err());

        assertThat(original)
                .contains("the token *** was refused", "no setting \"tokn\"")
                .doesNotContain(CANARY);
        assertThat(filesThatHold(CANARY)).isEmpty();
    }

    @Test
    @Tag("R37")
    void theCarelessMessageOfABrokenPluginIsNotRepeated() throws Exception {
        Place.withThreeSystems(directory).file("talk.yaml", ONE_VAULT.replace("${MOOD:-refusing}", "broken"));

        Result result = process(List.of(), "sync");

        assertThat(result.code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(result.out()).contains("vault: plugin vault failed with IllegalStateException");
        assertThat(result.out() + result.err()).doesNotContain(CANARY);
    }

    @Test
    @Tag("R23")
    @Tag("R36")
    void anInterruptedRunEndsAtOnceAndTheNextOneGoesOn() throws Exception {
        Place place =
                Place.withThreeSystems(directory).file("talk.yaml", ONE_VAULT.replace("${MOOD:-refusing}", "slow"));
        Process process = start(List.of(), "sync", "--verbose");
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> place.read("err.txt").contains("asleep"));

        process.destroy();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("ended by the signal").isGreaterThanOrEqualTo(128);
        assertThat(place.read("out.txt")).isEmpty();
        assertThat(place.read("err.txt")).contains("the run was cancelled; what was done so far is kept");
        place.file("talk.yaml", ONE_VAULT);
        assertThat(process(List.of(), "sync").code()).isEqualTo(ExitCode.INCOMPLETE);
    }

    private List<Path> filesThatHold(String text) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> holds(file, text))
                    .toList();
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Result process(List<String> options, String... arguments) throws Exception {
        Process process = start(options, arguments);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Result(
                process.exitValue(),
                Files.readString(directory.resolve("out.txt")),
                Files.readString(directory.resolve("err.txt")));
    }

    private Process start(List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out.txt").toFile())
                .redirectError(directory.resolve("err.txt").toFile());
        builder.environment().put("TOKEN", CANARY);
        return builder.start();
    }
}
