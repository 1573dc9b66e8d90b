package io.sesam.talk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.cli.Place.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person is erased at the command line (R27). */
@Tag("R27")
final class ErasureCommandTest {
    private Place place;

    @BeforeEach
    void aPersonEverywhere(@TempDir Path directory) {
        place = new Place(directory)
                .file("talk.yaml", """
                        store: { kind: sqlite, path: talk.db }
                        connections:
                          crm: { connector: csv, settings: { directory: crm } }
                          staff: { connector: csv, settings: { directory: staff } }
                        """)
                .file("staff/person.csv", "id,firstname,email\n1,Bo,bo@one.example\n")
                .file("crm/person.csv", "id,firstname,email\n7,Quintessa,quintessa@one.example\n");
        assertThat(place.talk("sync").code()).isEqualTo(ExitCode.DONE);
        assertThat(place.read("staff/person.csv")).contains("Quintessa");
    }

    @Test
    void nothingIsLeftInAnyFileButTheHash() throws IOException {
        Result result = place.talk("erase", "--key", "Quintessa@one.example");

        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).contains("crm/person/7: archived").doesNotContain("uintessa");
        assertThat(everything()).doesNotContain("uintessa").contains("Bo");
        assertThat(place.talk("sync").code()).isEqualTo(ExitCode.DONE);
        assertThat(place.talk("status").out()).doesNotContain("Erased");
    }

    private String everything() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(place.directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    /** The old file returns before any run has seen the file without the person. */
    @Test
    void aFileThatIsPutBackRightAfterTheErasureIsRead() {
        String before = place.read("crm/person.csv");
        place.talk("erase", "--record", "crm/person/7");
        assertThat(place.read("crm/person.csv")).doesNotContain("Quintessa");
        place.file("crm/person.csv", before);

        Result sync = place.talk("sync");

        assertThat(sync.code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(sync.out()).contains("crm/person/7: has come back");
        assertThat(place.talk("readmit", "crm/person/7").code()).isEqualTo(ExitCode.DONE);
        assertThat(place.talk("sync").code()).isEqualTo(ExitCode.DONE);
        assertThat(place.read("staff/person.csv")).contains("Quintessa");
    }

    @Test
    void whoComesBackIsToldOfUntilReadmitted() {
        place.talk("erase", "--record", "crm/person/7");
        place.file("crm/person.csv", "id,firstname,email\n8,Quintessa,quintessa@one.example\n");

        Result sync = place.talk("sync");

        assertThat(sync.code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(sync.out()).contains("crm/person/8: has come back");
        assertThat(place.read("staff/person.csv")).doesNotContain("Quintessa");
        assertThat(place.talk("status").out()).contains("crm/person/8: has come back");
        assertThat(place.talk("status", "--json")
                        .json()
                        .get("erasures")
                        .get(0)
                        .get("state")
                        .asText())
                .isEqualTo("back");

        assertThat(place.talk("readmit", "crm/person/8").code()).isEqualTo(ExitCode.DONE);
        assertThat(place.talk("sync").code()).isEqualTo(ExitCode.DONE);
        assertThat(place.read("staff/person.csv")).contains("Quintessa");
    }

    @Test
    void theKeyMayComeByStandardInput() {
        Result result = place.talkReading("quintessa@one.example\n", "erase", "--key", "-", "--json");
        assertThat(result.json().get("done").asBoolean()).isTrue();
        assertThat(result.json().get("records")).hasSize(2);
        assertThat(result.json().get("remains"))
                .as("the store and the sink are rewritten")
                .isEmpty();
    }

    @Test
    void whoIsNotKnownIsToldFromWhatIsMisspelt() {
        assertThat(place.talk("erase", "--record", "crm/person/99").err()).contains("no record crm/person/99");
        assertThat(place.talk("erase", "--record", "crm").err()).contains("SYSTEM/TYPE/ID");
        assertThat(place.talk("erase").code()).isEqualTo(ExitCode.MISCONFIGURED);
        assertThat(place.talk("readmit", "crm/person/99").code()).isEqualTo(ExitCode.MISCONFIGURED);
        assertThat(place.talk("retry").code()).isEqualTo(ExitCode.DONE);
    }
}
