package io.sesam.talk.tests.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The talk command with a CSV file of 50 MB and a heap of 48 MB. */
@Tag("slow")
@Tag("R36")
final class LargeSpreadsheetTest {
    private static final int BYTES = 50_000_000;
    private static final int INCOMPLETE = 3;

    @TempDir
    private Path directory;

    @Test
    void aFileLargerThanTheHeapIsCheckedWhenItsRowsFit() throws Exception {
        write("large", "x".repeat(1000));
        write(settings("large"));

        JsonNode check = talk(0, "check");

        assertThat(check.findValuesAsText("message")).noneMatch(message -> message.contains("memory"));
    }

    @Test
    @Tag("R30")
    void aFileWithTooManyRowsPausesItsSystemAndTheOthersGoOn() throws Exception {
        write("large", "x");
        Files.createDirectories(directory.resolve("crm"));
        Files.createDirectories(directory.resolve("staff"));
        Files.writeString(directory.resolve("crm/person.csv"), "id,lastname,email\n1,Berg,a@x.example\n");
        Files.writeString(directory.resolve("staff/person.csv"), "id,lastname,email\n7,,a@x.example\n");
        write(settings("large", "crm", "staff"));

        JsonNode report = talk(INCOMPLETE, "sync");

        assertThat(report.get("paused").has("large")).isTrue();
        assertThat(Files.readString(directory.resolve("err.txt")))
                .contains("large is paused: person.csv has 50 MB", "give Java more, as with -Xmx1g");
        assertThat(Files.readString(directory.resolve("staff/person.csv"))).contains("7,Berg,a@x.example");
    }

    private void write(String system, String note) throws IOException {
        Path file = Files.createDirectories(directory.resolve(system)).resolve("person.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("id,lastname,email,note\n");
            int written = 0;
            for (int row = 0; written < BYTES; row++) {
                String line =
                        "L" + row + ",Lastname" + row % 5000 + ",person" + row + "@company.example," + note + "\n";
                out.write(line);
                written += line.length();
            }
        }
    }

    private static String settings(String... systems) {
        StringBuilder yaml = new StringBuilder("store: { kind: sqlite, path: talk.db }\nconnections:\n");
        for (String system : systems) {
            yaml.append("  ")
                    .append(system)
                    .append(": { connector: csv, settings: { directory: ")
                    .append(system)
                    .append(" } }\n");
        }
        return yaml.toString();
    }

    private void write(String settings) throws IOException {
        Files.writeString(directory.resolve("talk.yaml"), settings);
    }

    private JsonNode talk(int expectedCode, String command) throws Exception {
        Path out = directory.resolve("out.json");
        Path err = directory.resolve("err.txt");
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.addAll(List.of("-Xmx48m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.sesam.talk.cli.Main", command));
        words.addAll(
                List.of("--json", "--config", directory.resolve("talk.yaml").toString()));
        Process process = new ProcessBuilder(words)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(3, TimeUnit.MINUTES) || process.exitValue() != expectedCode) {
            process.destroyForcibly();
            throw new AssertionError(
                    "talk did not end with " + expectedCode + ": " + Files.readString(err) + Files.readString(out));
        }
        return new ObjectMapper().readTree(out.toFile());
    }
}
