package io.sesam.talk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.cli.Place.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check of a connector's promises asks first, reads, and tells what it saw. */
final class ContractCommandTest {
    @TempDir
    private Path directory;

    private Place place;

    @BeforeEach
    void makePlace() throws IOException {
        Path plugins = Files.createDirectory(directory.resolve("plugins"));
        Files.copy(
                Path.of(
                        "..",
                        "talk-engine-tests",
                        "src",
                        "test",
                        "resources",
                        "frozen",
                        "ledger-connector-spi-0.1.jar"),
                plugins.resolve("ledger.jar"));
        place = new Place(directory)
                .file("talk.yaml", """
                store: { kind: sqlite, path: talk.db }
                trust: [crm, book]
                connections:
                  crm: { connector: csv, settings: { directory: crm } }
                  book: { connector: ledger, settings: { directory: book, key: open sesame, page: 3 } }
                """)
                .file("crm/person.csv", "firstname,email\nAnna,anna@one.example\n");
        for (int i = 0; i < 7; i++) {
            place.file("book/person/L" + i + ".properties", """
                    firstname=Bo
                    lastname=Secretname
                    email=bo%d@one.example
                    \\#created=2026-01-02T08:00:0%dZ
                    \\#modified=2026-01-02T08:00:0%dZ
                    """.formatted(i, i, i));
        }
        place.environment.put("TALK_PLUGINS", plugins.toString());
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (String part : new String[] {"book", "crm"}) {
            try (Stream<Path> all = Files.walk(directory.resolve(part))) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    files.put(file.toString(), Files.readString(file));
                }
            }
        }
        return files;
    }

    @Test
    void withoutAYesNothingIsAsked() throws IOException {
        Map<String, String> before = files();
        Result result = place.talk("check", "--contract", "book");
        assertThat(result.code()).isEqualTo(ExitCode.MISCONFIGURED);
        assertThat(result.err())
                .contains("in about ")
                .contains("reading calls")
                .contains("It writes nothing")
                .contains("Nothing was asked. --yes goes on without a question.");
        assertThat(result.out()).isEmpty();
        assertThat(files()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n\n", "\n", "", "yesterday\n"})
    void whatIsNoYesAtATerminalIsANo(String typed) throws IOException {
        Map<String, String> before = files();
        Result result = place.talkAtTerminal(typed, "check", "--contract", "book");
        assertThat(result.code()).isEqualTo(ExitCode.MISCONFIGURED);
        assertThat(result.err()).contains("reading calls", "Go on? [y/N] ", "Nothing was asked.");
        assertThat(result.out()).isEmpty();
        assertThat(files()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"y\n", "Yes\n", " YES \r\n"})
    void aYesAtATerminalGoesOn(String typed) {
        Result result = place.talkAtTerminal(typed, "check", "--contract", "book");
        assertThat(result.code()).as(result.err() + result.out()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).contains("Go on? [y/N] ").doesNotContain("Nothing was asked.");
        assertThat(result.out()).contains("promises held");
    }

    @Test
    void withAYesAmongTheOptionsOrWithoutATerminalNobodyIsAsked() {
        assertThat(place.talkAtTerminal("", "check", "--contract", "book", "--yes")
                        .err())
                .doesNotContain("Go on?");
        Result piped = place.talkReading("y\n", "check", "--contract", "book");
        assertThat(piped.code()).isEqualTo(ExitCode.MISCONFIGURED);
        assertThat(piped.err()).contains("Nothing was asked.").doesNotContain("Go on?");
    }

    @Test
    void eachPromiseIsToldWithWhatWasSeenAndNothingIsWritten() throws IOException {
        Map<String, String> before = files();
        Result result = place.talk("check", "--contract", "book", "--yes");
        assertThat(result.code()).as(result.err() + result.out()).isEqualTo(ExitCode.DONE);
        assertThat(result.out())
                .contains("held       person: pages keep their limit and follow each other")
                .contains("filled: firstname 7, lastname 7, email 7")
                .contains("not shown  organisation: ")
                .containsPattern("\\d+ promises held, 0 not held, \\d+ not shown by this account of book")
                .doesNotContain("Secretname", "one.example", "What to do");
        assertThat(files()).isEqualTo(before);

        JsonNode json = place.talk("check", "--contract", "book", "--yes", "--json")
                .json()
                .path("contract");
        assertThat(json.path("kept").asBoolean()).isTrue();
        assertThat(json.path("writes").asLong()).isZero();
        assertThat(json.path("promises"))
                .extracting(promise -> promise.path("result").asText())
                .contains("held", "not shown")
                .doesNotContain("not held");
    }

    @Test
    void whatIsNotHeldHasAnAdviceAndAStatusOfItsOwn() throws IOException {
        place.file("book/person/L9.properties", """
                firstname=Bo
                \\#created=2226-01-02T08:00:00Z
                \\#modified=2226-01-02T08:00:00Z
                """);
        Result result = place.talk("check", "--contract", "book", "--yes");
        assertThat(result.code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(result.out())
                .contains("not held   person: times can be read, and none lies in the future")
                .contains("1 records have a time in the future")
                .contains("What to do: ");
    }

    @Test
    void filesAndUnknownConnectionsAndFixesAreRefused() throws IOException {
        Map<String, String> before = files();
        Result files = place.talk("check", "--contract", "crm", "--yes");
        assertThat(files.code()).isEqualTo(ExitCode.MISCONFIGURED);
        assertThat(files.err()).contains("crm is a directory of CSV files");
        Result unknown = place.talk("check", "--contract", "hubspot", "--yes");
        assertThat(unknown.code()).isEqualTo(ExitCode.MISCONFIGURED);
        assertThat(unknown.err()).contains("there is no connection \"hubspot\"");
        Result fix = place.talk("check", "--contract", "book", "--fix", "--yes");
        assertThat(fix.code()).isEqualTo(ExitCode.MISCONFIGURED);
        assertThat(files()).isEqualTo(before);
    }
}
