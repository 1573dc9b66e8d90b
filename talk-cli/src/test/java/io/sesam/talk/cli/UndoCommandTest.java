package io.sesam.talk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.cli.Place.Result;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code talk undo} says and does with real files. */
@Tag("R35")
final class UndoCommandTest {
    @TempDir
    private Path directory;

    private static String crm(Place place) {
        return place.read("crm/person.csv");
    }

    private static String accounting(Place place) {
        return place.read("accounting/person.csv", Charset.forName("windows-1252"));
    }

    @Test
    void aRunIsTakenBackWhenItIsSaidTwice() {
        Place place = Place.withThreeSystems(directory);
        place.talk("sync");
        place.talk("sync");
        place.file("crm/person.csv", crm(place).replace(",Berg,", ",Oops,"));
        Result synced = place.talk("sync");
        String run = synced.out().replaceAll("(?s).*\"talk undo --run (\\w+)\".*", "$1");
        assertThat(accounting(place)).contains("Oops");
        Map<String, String> before = place.spreadsheets();

        Result writtenValue = place.talk("undo", "--run", run, "--changes", "9");
        assertThat(writtenValue.code()).isEqualTo(ExitCode.DONE);
        assertThat(writtenValue.out())
                .startsWith("Run " + run + " would be undone in 1 records. Nothing was written; --yes does it.")
                .contains("undoing run " + run + "\n    lastname: \"Oops\" -> \"Berg\"");
        assertThat(place.spreadsheets()).isEqualTo(before);

        Result undone = place.talk("undo", "--run", run, "--yes");
        assertThat(undone.code()).isEqualTo(ExitCode.DONE);
        assertThat(accounting(place)).contains("Berg").doesNotContain("Oops");
        assertThat(crm(place)).contains("Oops");

        place.talk("sync");
        assertThat(crm(place)).contains("Berg").doesNotContain("Oops");
        assertThat(place.talk("sync").out()).contains("Records written: 0.").doesNotContain("talk undo");
    }

    @Test
    void asAnObjectItHoldsThePlanAndWhatWasDone() {
        Place place = Place.withThreeSystems(directory);
        JsonNode synced = place.talk("sync", "--json").json();
        String run = synced.get("run").asText();
        assertThat(run).isNotEmpty();
        assertThat(place.talk("undo", "--run", run, "--json")
                        .json()
                        .at("/planned/accounting/person/archives")
                        .isNumber())
                .isTrue();
        JsonNode undone = place.talk("undo", "--run", run, "--json", "--yes").json();
        assertThat(undone.at("/undone/planned/crm/person/updates").isNumber()).isTrue();
        assertThat(undone.get("run").asText()).isNotEqualTo(run);
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        Place place = Place.withThreeSystems(directory);
        place.talk("sync");
        Result none = place.talk("undo", "--run", "none");
        assertThat(none.code()).isEqualTo(ExitCode.MISCONFIGURED);
        assertThat(none.err()).contains("there is nothing to undo: the journal has no run none");
        Result timeless = place.talk("undo", "--system", "crm");
        assertThat(timeless.code()).isEqualTo(ExitCode.MISCONFIGURED);
        assertThat(timeless.err()).contains("--system goes with --since and a time");
        assertThat(place.talk("undo", "--system", "crm", "--since", "2026-01-01T00:00:00Z")
                        .code())
                .isEqualTo(ExitCode.DONE);
        assertThat(place.talk("undo").code()).isEqualTo(ExitCode.MISCONFIGURED);
    }
}
