package io.sesam.talk.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native libraries that killed processes left, where no system says who uses them. */
final class UnpackedLibrariesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path directory;

    @Test
    @Tag("R36")
    void librariesOfEarlierStartsAreRemovedAndNewOnesAndOtherFilesStay() throws IOException {
        file("libdriver1.dll", Duration.ofHours(1));
        file("libdriver1.dll.lck", Duration.ofHours(1));
        file("libdriver2.dll", Duration.ofSeconds(1));
        file("libdriver2.dll.lck", Duration.ofHours(1));
        file("notes.dll", Duration.ofHours(1));
        Files.createDirectory(directory.resolve("libdriver3.dll"));
        Files.setLastModifiedTime(directory.resolve("libdriver3.dll"), FileTime.from(NOW.minusSeconds(3600)));

        UnpackedLibraries.removeOld(directory, Pattern.compile("libdriver\\d\\.dll"), NOW.minusSeconds(10));

        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder("libdriver2.dll", "libdriver2.dll.lck", "notes.dll", "libdriver3.dll");
        }
    }

    private void file(String name, Duration age) throws IOException {
        Path file = Files.createFile(directory.resolve(name));
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
    }
}
