package io.sesam.talk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.cli.Place.Result;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code talk plan} says, and that it changes no file. */
@Tag("acceptance-31")
final class PlanCommandTest {
    @TempDir
    private Path directory;

    @Test
    void itListsWhatASyncWouldDoAndTouchesNoFile() {
        Place place = Place.withThreeSystems(directory);
        place.talk("plan"); // the staff list has no ids, and is given some when it is first read
        Map<String, String> before = place.spreadsheets();

        Result result = place.talk("plan", "--changes", "100");

        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.out())
                .startsWith("A sync would write 4 records. Nothing was written.")
                .contains("make crm/person, because of accounting/person/8\n    firstname: \"Åse\"")
                .contains("change crm/person/2, because of accounting/person/7\n    lastname: \"\" -> \"Sæther\"");
        assertThat(place.spreadsheets()).isEqualTo(before);
        assertThat(place.talk("sync").out()).contains("Records written: 4.");
    }

    @Test
    void asAnObjectItHoldsTheSame() {
        Place place = Place.withThreeSystems(directory);

        JsonNode plan = place.talk("plan", "--json", "--changes", "1").json();

        assertThat(plan.at("/planned/crm/person/inserts").asInt()).isEqualTo(1);
        assertThat(plan.get("changes")).hasSize(1);
        assertThat(plan.at("/changes/0/because").asText()).startsWith("because of ");
    }
}
