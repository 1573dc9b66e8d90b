package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Check;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsAndCheckTest {
    @TempDir
    private Path directory;

    @Test
    void allThatIsWrongWithTheSettingsIsToldAtOnce() {
        Desk desk = new Desk(directory)
                .with("encoding", "latin-nonsense")
                .with("delimiter", "ab")
                .with(
                        "columns",
                        Map.of(
                                "persn", Map.of("email", "E-mail"),
                                "person", Map.of("emial", "E-mail"),
                                "product", Map.of("name", " "),
                                "organisation", Map.of("name", "X", "domain", "x ")));
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(desk::connector)
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(ErrorCode.CONFIGURATION);
                    assertThat(problem.problems()).hasSize(6);
                    assertThat(problem)
                            .hasMessageContaining("columns: no type \"persn\"; did you mean \"person\"?")
                            .hasMessageContaining("columns.person.emial: no such property; did you mean \"email\"?")
                            .hasMessageContaining("columns.product.name is empty")
                            .hasMessageContaining("is used twice")
                            .hasMessageContaining("encoding: this Java runtime does not support it")
                            .hasMessageContaining("delimiter must be one character");
                });
    }

    @Test
    void openingTouchesNothing() {
        Desk desk = new Desk(directory.resolve("nowhere"));
        desk.connector();
        desk.close();
        assertThat(directory.resolve("nowhere")).doesNotExist();
    }

    @Test
    void aDirectoryThatIsNotThereIsAProblem() {
        Desk desk = new Desk(directory.resolve("nowhere"));
        assertThat(problems(desk))
                .singleElement()
                .asString()
                .contains("the directory ", " does not exist", "correct the setting directory");
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> desk.connector().types())
                .withMessageContaining(" does not exist");
    }

    @Test
    void aDirectoryWithoutAKnownFileIsAProblemThatTellsWhatIsThere() {
        Desk desk = new Desk(directory).file("People.csv", "id,email\n");
        assertThat(problems(desk)).singleElement().asString().contains("person.csv", "it contains [People.csv]");
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> desk.connector().types())
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.UNREADABLE));
    }

    @Test
    void aCheckTellsTheProblemsOfAllFilesAndWritesNothing() throws Exception {
        Desk desk = new Desk(directory)
                .file("person.csv", "id,email\n1,a\n1,b\n")
                .file("product.csv", "id,nme\n")
                .file("organisation.csv", "name,modified\nAcme,yesterday\nWave,2026-01-01\n");
        assertThat(problems(desk)).hasSize(2);
        assertThat(desk.connector().check().findings())
                .extracting(Check.Finding::message)
                .anyMatch(message -> message.contains("organisation.csv has no column \"id\"; the first run adds one"))
                .anyMatch(message -> message.contains("organisation.csv has 1 rows where \"modified\" is not a date"));
        assertThat(desk.text("organisation.csv")).startsWith("name,modified");
        assertThat(directory.resolve(".talk")).doesNotExist();
    }

    @Test
    void aCheckWarnsOfRowsWithoutIdsAndOfFilesThatAreOpen() throws Exception {
        Desk desk = new Desk(directory).file("person.csv", "id,email\n1,a\n,b\n,c\n");
        Files.createFile(directory.resolve("~$person.csv"));
        Check check = desk.connector().check();
        assertThat(check.isFine()).isTrue();
        assertThat(check.findings())
                .extracting(Check.Finding::message)
                .anyMatch(message -> message.contains("person.csv has 2 rows without an id"))
                .anyMatch(message -> message.contains("person.csv is open in an office program"));
    }

    private static List<String> problems(Desk desk) {
        return desk.connector().check().findings().stream()
                .filter(finding -> finding.level() == Check.Level.PROBLEM)
                .map(Check.Finding::message)
                .toList();
    }
}
