package io.sesam.talk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.cli.Place.Result;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code talk explain} says, and that it changes no file. */
@Tag("R34")
final class ExplainCommandTest {
    @TempDir
    private Path directory;

    private Place place;

    @BeforeEach
    void synced() {
        place = Place.withThreeSystems(directory);
        place.talk("sync");
    }

    @Test
    void itTellsInWordsWhyARecordWasWritten() {
        Map<String, String> before = place.spreadsheets();

        Result result = place.talk("explain", "crm/person/2");

        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.out())
                .contains("accounting/person/7 and crm/person/2 have the same email")
                .contains("lastname: \"Sæther\", from accounting/person/7")
                .contains("crm is in step: nothing differs")
                .containsPattern(": updated 2: lastname nothing -> \"Sæther\", because of accounting/person/7");
        assertThat(place.spreadsheets()).isEqualTo(before);
    }

    @Test
    void asAnObjectItHoldsTheSame() {
        JsonNode written = place.talk("explain", "--json", "crm/person/2").json();

        assertThat(written.get("type").asText()).isEqualTo("person");
        assertThat(written.at("/keys/0/rule").asText()).isEqualTo("email");
        assertThat(written.get("systems")).hasSize(3);
        assertThat(written.at("/systems/0/state").asText()).isEqualTo("in_step");
        assertThat(written.at("/systems/0/journal/0/after/lastname").asText()).isEqualTo("Sæther");
        JsonNode golden = place.talk(
                        "explain", "--json", "--golden", written.get("golden").asText())
                .json();
        assertThat(golden).isEqualTo(written);
    }

    @Test
    void whatIsNotKnownAndWhatIsNoRecordIsSaidSo() {
        Result unknown = place.talk("explain", "crm/person/777");
        assertThat(unknown.code()).isEqualTo(ExitCode.MISCONFIGURED);
        assertThat(unknown.err()).contains("no record crm/person/777 is known");
        assertThat(place.talk("explain", "crm").err()).contains("SYSTEM/TYPE/ID");
        assertThat(place.talk("explain").code()).isEqualTo(ExitCode.MISCONFIGURED);
    }
}
