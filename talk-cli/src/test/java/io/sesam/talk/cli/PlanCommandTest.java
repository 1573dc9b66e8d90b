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

    @Test
    @Tag("R33")
    void aPlanInAFileIsCarriedOutAndWhatCameLaterIsTold() {
        Place place = Place.withThreeSystems(directory);
        String file = directory.resolve("looked-at.plan").toString();
        place.talk("plan", "--out", file);
        assertThat(place.read("looked-at.plan"))
                .startsWith("talk plan 1, changes: 4\n")
                .doesNotContain("Lie");
        String crm = place.read("crm/person.csv");
        place.file("crm/person.csv", crm + "9,Cy,Dahl,cy@one.example,,2026-01-03T08:00:00Z\n");

        Result result = place.talk("apply", file, "--changes", "9");

        assertThat(result.code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(result.out())
                .contains("Records written: 4.")
                .contains("because it changed since the plan or follows from it: 2 records.")
                .contains("make accounting/person, because of crm/person/9\n    firstname: \"Cy\"");
        assertThat(place.read("accounting/person.csv", Charset.forName("windows-1252")))
                .contains("Anna")
                .doesNotContain("Cy");

        JsonNode again = place.talk("apply", file, "--json").json();
        assertThat(again.at("/written/accounting/person/inserted").asInt(-1)).isZero();
        assertThat(again.at("/left/planned/accounting/person/inserts").asInt()).isEqualTo(1);
        place.talk("plan", "-o", file);
        assertThat(place.talk("apply", file).code()).isEqualTo(ExitCode.DONE);
        assertThat(place.talk("sync").out()).contains("Records written: 0.");
    }

    @Test
    @Tag("R33")
    void aPlanThatIsNotThereOrCannotBeKeptIsToldBeforeAnythingIsWritten() {
        Place place = Place.withThreeSystems(directory);
        Result missing = place.talk("apply", directory.resolve("none.plan").toString());
        assertThat(missing.code()).isEqualTo(ExitCode.FAILED);
        assertThat(missing.err())
                .contains("none.plan cannot be read (NoSuchFileException)", "\"talk plan --out FILE\"");

        place.file("a.plan", "Lovelace\n");
        Result other = place.talk("apply", directory.resolve("a.plan").toString());
        assertThat(other.code()).isEqualTo(ExitCode.FAILED);
        assertThat(other.err()).contains("it is no plan of this version of Talk");

        Result kept =
                place.talk("plan", "--out", directory.resolve("none/a.plan").toString());
        assertThat(kept.code()).isEqualTo(ExitCode.FAILED);
        assertThat(kept.err()).contains("a.plan (NoSuchFileException); name another file");

        Result occupied = place.talk("plan", "--out", directory.resolve("crm").toString());
        assertThat(occupied.code()).isEqualTo(ExitCode.FAILED);
        assertThat(occupied.err()).contains("crm, because what is there is no plan; name another file");
        assertThat(directory.toFile().list()).doesNotContain("crm.making");
    }
}
