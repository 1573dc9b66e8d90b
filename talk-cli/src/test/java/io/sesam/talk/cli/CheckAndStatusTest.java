package io.sesam.talk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.cli.Place.Result;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code talk check} and {@code talk status} tell, and that they leave everything as it is. */
final class CheckAndStatusTest {
    @TempDir
    private Path directory;

    @Test
    void aCheckTriesEverySystemAndSinkAndWritesNothing() {
        Place place = Place.withThreeSystems(directory);
        Map<String, String> before = place.spreadsheets();

        Result result = place.talk("check");

        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.out())
                .contains("crm         note: person.csv has no column for [gender]")
                .contains("crm         note: person.csv has columns that no property uses: [title]")
                .contains("staff       warning: person.csv has no column \"id\"")
                .contains("analytics   fine\n")
                .endsWith("All 4 will work.\n");
        assertThat(place.spreadsheets()).isEqualTo(before);
    }

    @Test
    void aCheckTellsEveryProblemAndTheExitCodeSaysSo() {
        Place place = Place.withThreeSystems(directory)
                .file("talk.yaml", Place.THREE_SYSTEMS.replace("directory: crm", "directory: crn"))
                .file("staff/person.csv", "id,email\n1,a@one.example\n1,b@one.example\n");

        Result words = place.talk("check");
        Result object = place.talk("check", "--json");

        assertThat(words.code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(words.out())
                .contains("crm         problem: the directory ")
                .contains("staff       problem: ")
                .endsWith("2 of 4 will not work until they are mended; the others will.\n");
        assertThat(object.code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(object.json().at("/checks/crm/fine").asBoolean(true)).isFalse();
        assertThat(object.json().at("/checks/crm/problems")).hasSize(1);
        assertThat(object.json().at("/checks/accounting").toString())
                .startsWith("{\"fine\":true,\"problems\":[],\"warnings\":[],\"notes\":[");
    }

    @Test
    void theStatusOfWhatNeverRanMakesNoStore() {
        Place place = Place.withThreeSystems(directory);

        Result words = place.talk("status");
        Result object = place.talk("status", "--json");

        assertThat(words.code()).isEqualTo(ExitCode.DONE);
        assertThat(words.out())
                .startsWith("Nothing is remembered yet: there is no ")
                .contains("talk.db");
        assertThat(object.json().get("remembered").asBoolean(true)).isFalse();
        assertThat(directory.resolve("talk.db")).doesNotExist();
        place.file("talk.yaml", Place.THREE_SYSTEMS.replace("store: { kind: sqlite, path: talk.db }", ""));
        assertThat(place.talk("status").out())
                .startsWith("Nothing is remembered between runs: the store is in memory.");
    }

    @Test
    void theStatusTellsWhatIsRemembered() {
        Place place = Place.withThreeSystems(directory);
        place.talk("sync");

        Result words = place.talk("status");
        Result object = place.talk("status", "--json");

        assertThat(words.code()).isEqualTo(ExitCode.DONE);
        assertThat(words.out())
                .contains("  crm         person        3\n")
                .contains("  person            3\n")
                .doesNotContain("waiting", "Put aside", "Not read completely");
        assertThat(object.json().get("remembered").asBoolean()).isTrue();
        assertThat(object.json().get("records").toString())
                .isEqualTo("{\"accounting\":{\"person\":3},\"crm\":{\"person\":3},\"staff\":{\"person\":1}}");
        assertThat(object.json().at("/read/crm/person").asText()).startsWith("20");
        assertThat(object.json().at("/waiting/crm/person").asInt(-1)).isZero();
        assertThat(object.json().get("parkedWrites")).isEmpty();
    }

    @Test
    void helpAndVersionAreAnsweredAndUsageErrorsExplained() {
        assertThat(Place.anywhere(Map.of(), "--help").out()).contains("check", "sync", "status", "Exit codes:");
        assertThat(Place.anywhere(Map.of(), "--help").code()).isEqualTo(ExitCode.DONE);
        assertThat(Place.anywhere(Map.of(), "sync", "--help").out()).contains("--config", "--json", "--quiet");
        assertThat(Place.anywhere(Map.of(), "--version").out()).startsWith("talk ");
        assertThat(Place.anywhere(Map.of(), "sync", "--help").code()).isEqualTo(ExitCode.DONE);
        assertThat(Place.anywhere(Map.of()).code()).isEqualTo(ExitCode.MISCONFIGURED);
        Result misspelt = Place.anywhere(Map.of(), "snyc");
        assertThat(misspelt.code()).isEqualTo(ExitCode.MISCONFIGURED);
        assertThat(misspelt.err()).contains("sync");
        assertThat(misspelt.out()).isEmpty();
    }
}
