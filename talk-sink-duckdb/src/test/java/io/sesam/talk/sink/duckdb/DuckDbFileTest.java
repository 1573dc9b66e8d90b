package io.sesam.talk.sink.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.sink.AnalyticTables;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkBatch;
import io.sesam.talk.spi.sink.SinkChange;
import io.sesam.talk.testkit.sink.SinkSamples;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of file problems and their messages. */
@Tag("slow")
final class DuckDbFileTest {
    @TempDir
    private Path directory;

    private DuckDbPlace place;

    @BeforeEach
    void choosePlace() {
        place = new DuckDbPlace(directory.resolve("analytics.duckdb"));
    }

    @Test
    void missingDirectoriesAreMade() {
        DuckDbPlace deep = new DuckDbPlace(directory.resolve("a/b ø/c.duckdb"));
        SinkSamples.fill(deep, SinkSamples.person("1", "Ann", 1));
        assertThat(deep.path()).isRegularFile();
    }

    @Test
    void checkingMakesNothing() {
        try (Sink sink = place.open(SinkSamples.context())) {
            assertThat(sink.check()).isEqualTo(Check.fine());
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aDriverWithoutItsNativeLibraryIsRefusedInWordsAndWithoutAStackTrace() throws IOException, URISyntaxException {
        Path driver = Path.of(org.duckdb.DuckDBDriver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path bare = directory.resolve("bare/duckdb.jar");
        Files.createDirectories(bare.getParent());
        try (ZipFile from = new ZipFile(driver.toFile());
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(bare))) {
            for (ZipEntry entry : Collections.list(from.entries())) {
                if (!entry.getName().startsWith("libduckdb_java")) {
                    to.putNextEntry(new ZipEntry(entry.getName()));
                    from.getInputStream(entry).transferTo(to);
                }
            }
        }
        String classPath = System.getProperty("java.class.path");
        assertThat(classPath).contains(driver.toString());

        assertThat(OtherProcess.tries(place.path(), classPath)).contains("prepared");
        assertThat(OtherProcess.tries(place.path(), classPath.replace(driver.toString(), bare.toString())))
                .startsWith(
                        "Check[findings=[Finding[level=PROBLEM, message=DuckDB has no native library for this machine")
                .contains("UNWRITABLE DuckDB has no native library", "Use talk-", "org.duckdb:duckdb_jdbc")
                .doesNotContain("\tat ", "prepared");
    }

    @Test
    void fileOpenInAnotherProgramIsNamedWithTheProgram() {
        SinkSamples.fill(place, SinkSamples.person("1", "Ann", 1));
        try (OtherProcess other = OtherProcess.holding(place.path());
                Sink sink = place.open(SinkSamples.context())) {
            assertThat(other).isNotNull();
            assertRefused(sink, ErrorCode.UNWRITABLE, "is open in another program", "process ", "close it there");
        }
        try (Sink sink = place.open(SinkSamples.context())) {
            assertThat(sink.prepare()).contains(SinkSamples.mark(1));
        }
    }

    @Test
    void fileOfAnotherKindIsLeftAlone() throws IOException {
        Files.writeString(place.path(), "name;email\n".repeat(2000));
        try (Sink sink = place.open(SinkSamples.context())) {
            assertRefused(sink, ErrorCode.UNREADABLE, "is not a DuckDB file");
        }
        assertThat(place.path()).hasContent("name;email\n".repeat(2000));
    }

    @Test
    void directoryInPlaceOfTheFileIsRefused() throws IOException {
        Files.createDirectories(place.path());
        try (Sink sink = place.open(SinkSamples.context())) {
            assertRefused(sink, ErrorCode.UNWRITABLE, "set the path of a file in it");
        }
    }

    @Test
    void fileInPlaceOfTheDirectoryIsRefused() throws IOException {
        Files.writeString(directory.resolve("file"), "");
        try (Sink sink = new DuckDbPlace(directory.resolve("file/analytics.duckdb")).open(SinkSamples.context())) {
            assertRefused(sink, ErrorCode.UNWRITABLE, "file");
        }
    }

    @Test
    void fileOpenInThisProgramWithOtherOptionsIsRefused() throws SQLException {
        SinkSamples.fill(place, SinkSamples.person("1", "Ann", 1));
        try (Connection other = DriverManager.getConnection("jdbc:duckdb:" + place.path() + ";access_mode=READ_ONLY");
                Sink sink = place.open(SinkSamples.context())) {
            assertThat(other.isClosed()).isFalse();
            assertRefused(sink, ErrorCode.UNWRITABLE, "with other options");
        }
    }

    @Test
    void tablesOfAnotherMakerAreNeverTouched() {
        place.run("CREATE TABLE person AS SELECT 'mine' AS whose");
        try (Sink sink = place.open(SinkSamples.context())) {
            assertRefused(sink, ErrorCode.CONFIGURATION, "\"person\" that Talk did not create");
        }
        assertThat(place.query("FROM person")).hasToString("[[mine]]");
    }

    @Test
    void viewsOfAnotherMakerAreNeverTouched() {
        place.run("CREATE VIEW crosswalk AS SELECT 1");
        try (Sink sink = place.open(SinkSamples.context())) {
            assertRefused(sink, ErrorCode.CONFIGURATION, "\"crosswalk\" that Talk did not create");
        }
    }

    @Test
    void tablesOfAnotherNameAndViewsOutliveARebuild() {
        SinkSamples.fill(place, SinkSamples.person("1", "Ann", 1));
        place.run("CREATE TABLE notes AS SELECT 'mine' AS whose");
        place.run("CREATE VIEW names AS SELECT firstname FROM person");
        SinkSamples.fill(place, SinkSamples.person("1", "Bea", 1));
        assertThat(place.query("FROM notes")).hasToString("[[mine]]");
        assertThat(place.query("FROM names")).hasToString("[[Bea]]");
    }

    @Test
    void tablesOfANewerTalkAreRefused() {
        SinkSamples.fill(place, SinkSamples.person("1", "Ann", 1));
        place.run("UPDATE talk_state SET format = 99");
        try (Sink sink = place.open(SinkSamples.context())) {
            assertThatThrownBy(sink::prepare).hasMessageContaining("newer version of Talk");
        }
    }

    @Test
    @Tag("R32")
    void processThatDiesWhileRebuildingLeavesTheOldTables() {
        SinkSamples.fill(place, SinkSamples.person("1", "Ann", 1));
        OtherProcess.diesWhileRebuilding(place.path());
        try (Sink sink = place.open(SinkSamples.context())) {
            assertThat(sink.prepare()).contains(SinkSamples.mark(1));
            assertThat(place.rows(AnalyticTables.CROSSWALK)).hasSize(1);
            SinkSamples.rebuild(sink, SinkSamples.person("1", "Bea", 1));
            assertThat(sink.counts()).containsEntry("person", 1L).containsEntry("crosswalk", 1L);
        }
    }

    @Test
    @Tag("R27")
    @Tag("R46")
    void whatIsErasedIsGoneFromTheBytes() throws IOException {
        SinkSamples.fill(
                place, SinkSamples.person("1", "Anneliese-Wilhelmine", 1), SinkSamples.person("2", "Bartholomaeus", 2));
        place.run("CREATE TABLE notes AS SELECT 'mine' AS whose");
        place.run("CREATE VIEW names AS SELECT firstname FROM person");
        assertThat(bytes()).contains("Anneliese-Wilhelmine");
        try (Sink sink = place.open(SinkSamples.context())) {
            sink.prepare();
            sink.apply(new SinkBatch(
                    List.of(SinkChange.erased(SinkSamples.person("1", "", 1).id(), EntityType.PERSON, 3)),
                    SinkSamples.mark(3)));
        }
        assertThat(bytes()).doesNotContain("Anneliese-Wilhelmine").contains("Bartholomaeus");
        assertThat(place.query("FROM names")).hasToString("[[Bartholomaeus]]");
        assertThat(place.query("FROM notes")).hasToString("[[mine]]");
        SinkSamples.fill(place, SinkSamples.person("9", "Cunigunde-Philippa", 1));
        assertThat(bytes()).doesNotContain("Bartholomaeus").contains("Cunigunde-Philippa");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(place.path());
        }
    }

    /** The process ends between the erasure and the end of the run. */
    @Test
    @Tag("R46")
    void whatIsErasedBeforeAKillIsGoneFromTheBytesAfterTheNextRun() throws IOException {
        SinkSamples.fill(
                place, SinkSamples.person("1", "Anneliese-Wilhelmine", 1), SinkSamples.person("2", "Bartholomaeus", 2));
        DuckDbPlace killed =
                new DuckDbPlace(directory.resolve("killed").resolve(place.path().getFileName()));
        Files.createDirectory(directory.resolve("killed"));
        try (Sink sink = place.open(SinkSamples.context())) {
            sink.prepare();
            sink.apply(new SinkBatch(
                    List.of(SinkChange.erased(SinkSamples.person("1", "", 1).id(), EntityType.PERSON, 3)),
                    SinkSamples.mark(3)));
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, killed.path().resolveSibling(file.getFileName()));
                }
            }
        }
        assertThat(new String(Files.readAllBytes(killed.path()), StandardCharsets.ISO_8859_1))
                .contains("Anneliese-Wilhelmine");

        try (Sink next = killed.open(SinkSamples.context())) {
            assertThat(next.prepare()).contains(SinkSamples.mark(3));
        }

        assertThat(new String(Files.readAllBytes(killed.path()), StandardCharsets.ISO_8859_1))
                .doesNotContain("Anneliese-Wilhelmine")
                .contains("Bartholomaeus");
        try (Stream<Path> files = Files.list(directory.resolve("killed"))) {
            assertThat(files).containsExactly(killed.path());
        }
    }

    private String bytes() throws IOException {
        return new String(Files.readAllBytes(place.path()), StandardCharsets.ISO_8859_1);
    }

    @Test
    @Tag("R46")
    void theFileIsItsOwnersAloneAndAnOpenOneIsWarnedAbout() throws IOException {
        DuckDbPlace deep = new DuckDbPlace(directory.resolve("made/c.duckdb"));
        SinkSamples.fill(deep, SinkSamples.person("1", "Ann", 1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep.path())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("made"))))
                .isEqualTo("rwx------");
        Files.setPosixFilePermissions(deep.path(), PosixFilePermissions.fromString("rw-r--r--"));
        SinkSamples.fill(deep, SinkSamples.person("1", "Bea", 1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep.path())))
                .as("not changed")
                .isEqualTo("rw-r--r--");
        try (Sink sink = deep.open(SinkSamples.context())) {
            assertThat(sink.check().isFine()).isTrue();
            assertThat(sink.check().toString()).contains("other users of this machine");
        }
    }

    private static void assertRefused(Sink sink, ErrorCode code, String... words) {
        assertThatThrownBy(sink::prepare).isInstanceOfSatisfying(TalkException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.getMessage()).contains(words);
        });
        assertThat(sink.check().isFine()).as("what the check finds").isFalse();
    }
}
