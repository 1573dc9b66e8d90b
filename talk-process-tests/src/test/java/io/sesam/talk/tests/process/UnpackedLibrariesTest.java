package io.sesam.talk.tests.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The libraries of SQLite and DuckDB do not pile up in the temporary directory when processes are killed. */
@Tag("slow")
@Tag("R36")
final class UnpackedLibrariesTest {
    @TempDir
    private Path directory;

    /** Syncs two spreadsheets into a store and a sink, says so, and waits to be killed if it is to. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path home = Path.of(arguments[0]);
        try (Talk talk = Talk.builder()
                .baseDirectory(home)
                .store("sqlite", Map.of("path", "talk.db"))
                .connect("crm", "csv", Map.of("directory", "crm"))
                .connect("staff", "csv", Map.of("directory", "staff"))
                .sink("analytics", "duckdb", Map.of("path", "analytics.duckdb"))
                .build()) {
            talk.sync();
            System.out.println("synced");
            if (arguments[1].equals("waits")) {
                Thread.sleep(TimeUnit.MINUTES.toMillis(10));
            }
        }
    }

    @Test
    void killedProcessesLeaveNoLibrariesBehind() throws Exception {
        Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/self/maps")), "loaded files are seen on Linux only");
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
        for (String system : List.of("crm", "staff")) {
            Files.createDirectory(directory.resolve(system));
            Files.writeString(
                    directory.resolve(system).resolve("person.csv"), "id,email\n1," + system + "@one.example\n");
        }
        // killed while it unpacked, by an earlier version or in the worst moment
        Path cut = Files.writeString(unpacked.resolve("libduckdb_java4711.so"), "cut");
        Path cutToo = Files.writeString(
                unpacked.resolve("sqlite-3.1.0.0-01234567-89ab-cdef-0123-456789abcdef-libsqlitejdbc.so"), "cut");
        Files.createFile(cutToo.resolveSibling(cutToo.getFileName() + ".lck"));
        Path others = Files.writeString(unpacked.resolve("libduckdb_java-notes.txt"), "of another program");
        for (Path file : List.of(cut, cutToo, others)) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        }

        for (String what : List.of("waits", "waits", "ends")) {
            Process process = start(unpacked, what);
            try {
                assertThat(process.inputReader().readLine()).isEqualTo("synced");
            } finally {
                if (what.equals("waits")) {
                    process.destroyForcibly();
                }
                assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            }
        }

        try (Stream<Path> left = Files.list(unpacked)) {
            assertThat(left).containsExactly(others);
        }
    }

    private Process start(Path unpacked, String what) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-Djava.io.tmpdir=" + unpacked,
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        UnpackedLibrariesTest.class.getName(),
                        directory.toString(),
                        what)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
