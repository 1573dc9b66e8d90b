package io.sesam.talk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.cli.Place.Result;
import io.sesam.talk.settings.TalkSettings;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code talk sync} does to real files, and what it says about it. */
final class SyncCommandTest {
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    @TempDir
    private Path directory;

    @Test
    @Tag("R16")
    @Tag("R17")
    void everySpreadsheetGainsWhatTheOthersKnow() {
        Place place = Place.withThreeSystems(directory);

        Result result = place.talk("sync");

        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(place.read("crm/person.csv"))
                .startsWith("id,firstname,lastname,email,title,modified\n1,Anna,Berg,anna@one.example,Boss,")
                .contains("2,Bo,Sæther,bo@one.example,,")
                .contains(",Åse,Lie,ase@one.example,,");
        assertThat(place.read("accounting/person.csv", WINDOWS))
                .startsWith("Nr;Fornavn;Etternavn;E-post;Konto\r\n7;Bo;Sæther;BO@one.example;4711\r\n")
                .contains(";Anna;Berg;anna@one.example;\r\n");
        assertThat(place.read("staff/person.csv"))
                .as("gaps are filled, nobody is added, unknown columns stay")
                .hasLineCount(2)
                .containsPattern("(?m)^[^,]+,Anna,anna@one.example,female,B1$");
    }

    @Test
    @Tag("R18")
    void theSecondRunWritesNothing() {
        Place place = Place.withThreeSystems(directory);
        place.talk("sync");
        Map<String, String> before = place.spreadsheets();

        Result second = place.talk("sync", "--json");

        assertThat(second.code()).isEqualTo(ExitCode.DONE);
        assertThat(sum(second.json().get("written"))).isZero();
        assertThat(second.json().at("/golden/person").toString())
                .isEqualTo("{\"total\":3,\"created\":0,\"updated\":0,\"deleted\":0,\"joined\":0,\"split\":0}");
        assertThat(place.spreadsheets()).isEqualTo(before);
    }

    @Test
    void theReportTellsWhatHappenedInPlainWords() {
        Result result = Place.withThreeSystems(directory).talk("sync");

        assertThat(result.out())
                .startsWith("Records read: 5. Golden records changed: ")
                .contains("  crm         person        2\n")
                .contains("Golden records  total")
                .contains("  analytics  person")
                .doesNotContain("refused", "Put aside", "Paused");
    }

    @Test
    void theObjectForProgramsHasThisShapeAndNothingElseIsOnStandardOutput() {
        Result result = Place.withThreeSystems(directory).talk("sync", "--json");

        String nothing = "\"archived\":0,\"unchanged\":0,\"refused\":0,\"failed\":0,\"inDoubt\":0}";
        assertThat(result.out()).endsWith("}\n").hasLineCount(1);
        JsonNode json = result.json();
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "run",
                        "read",
                        "unreadableTimes",
                        "futureTimes",
                        "notes",
                        "golden",
                        "written",
                        "sinks",
                        "calls",
                        "enriched",
                        "parked",
                        "inDoubt",
                        "heldPlans",
                        "erasures",
                        "paused");
        assertThat(json.get("read").toString())
                .isEqualTo("{\"accounting\":{\"person\":2},\"crm\":{\"person\":2},\"staff\":{\"person\":1}}");
        assertThat(json.get("golden").fieldNames()).toIterable().containsExactly("organisation", "person", "product");
        assertThat(json.at("/golden/person").fieldNames())
                .toIterable()
                .containsExactly("total", "created", "updated", "deleted", "joined", "split");
        assertThat(json.get("written").toString())
                .isEqualTo("{\"accounting\":{\"person\":{\"inserted\":1,\"updated\":0," + nothing
                        + "},\"crm\":{\"person\":{\"inserted\":1,\"updated\":1," + nothing
                        + "},\"staff\":{\"person\":{\"inserted\":0,\"updated\":1," + nothing + "}}");
        assertThat(json.get("sinks").toString())
                .isEqualTo("{\"analytics\":{\"crosswalk\":7,\"organisation\":0,\"person\":3,\"product\":0,"
                        + "\"provenance\":" + json.at("/sinks/analytics/provenance") + "}}");
        assertThat(json.get("parked").isIntegralNumber()).isTrue();
        assertThat(json.get("parked").asInt()).isZero();
        assertThat(json.get("paused")).isEmpty();
    }

    @Test
    @Tag("R30")
    void twoRowsWithOneIdPauseTheirSystemAlone() {
        Place place = Place.withThreeSystems(directory)
                .file("crm/person.csv", "id,firstname,email\n1,Anna,anna@one.example\n1,Bo,bo@one.example\n");
        String before = place.read("crm/person.csv");

        Result result = place.talk("sync", "--json");

        assertThat(result.code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(result.json().get("paused").toString()).contains("crm");
        assertThat(result.json().at("/read/crm/person").asInt()).isZero();
        assertThat(result.json().at("/written/crm/person/inserted").asInt()).isZero();
        assertThat(result.json().at("/read/accounting/person").asInt()).isEqualTo(2);
        assertThat(place.read("crm/person.csv")).isEqualTo(before);
        assertThat(place.talk("sync").out())
                .contains("Paused; the others went on:\n  crm: ")
                .contains("person.csv");
    }

    @Test
    @Tag("R30")
    void aFileInAnotherEncodingPausesItsSystemAlone() {
        Place place = Place.withThreeSystems(directory)
                .file("talk.yaml", Place.THREE_SYSTEMS.replace("windows-1252", "UTF-8"));

        Result result = place.talk("sync");

        assertThat(result.code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(result.out())
                .contains("  accounting: ")
                .contains("person.csv")
                .contains("UTF-8");
        assertThat(result.out()).contains("  crm         person        2\n");
    }

    @Test
    @Tag("R30")
    void aMissingDirectoryPausesItsSystemAloneAndItStillShows() {
        Place place = Place.withThreeSystems(directory)
                .file("talk.yaml", Place.THREE_SYSTEMS.replace("directory: staff", "directory: stuff"));

        Result result = place.talk("sync", "--json");

        assertThat(result.code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(result.json().get("paused").toString()).contains("staff");
        assertThat(result.json().at("/read/staff").toString()).isEqualTo("{\"person\":0}");
        assertThat(result.json().at("/written/staff/person/updated").asInt()).isZero();
    }

    @Test
    @Tag("R22")
    void parkedWritesAreReportedWithTheReasonAndTheExitCode() {
        Place place =
                Place.withThreeSystems(directory).file("staff/person.csv", "firstname,email\nZoë Ł,zoe@one.example\n");

        Result result = place.talk("sync");

        assertThat(result.code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(result.out())
                .contains("Parked: 1; ", "\n  accounting/person: ")
                .contains("windows-1252")
                .contains("\"talk status --parked 1\"");
        assertThat(place.talk("status").out()).contains("Parked: 1\n  accounting/person (new) since ");
    }

    @Test
    void aStoreInUseIsRefusedWithOneSentence() throws Exception {
        Place place = Place.withThreeSystems(directory);
        TalkSettings configuration = TalkSettings.source().environment(Map.of()).read(directory.resolve("talk.yaml"));

        try (AutoCloseable talk = configuration.builder().build()) {
            assertThat(talk).isNotNull();
            Result result = place.talk("sync");

            assertThat(result.code()).isEqualTo(ExitCode.FAILED);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).startsWith("talk: ").contains("talk.db").hasLineCount(1);
        }
    }

    @Test
    void aStoreThatIsNoStoreIsRefusedAndLeftAlone() throws Exception {
        Place place = Place.withThreeSystems(directory).file("talk.db", "this is my diary, and no store");

        Result result = place.talk("sync");

        assertThat(result.code()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("talk.db");
        assertThat(Files.readString(directory.resolve("talk.db"))).isEqualTo("this is my diary, and no store");
    }

    private static int sum(JsonNode node) {
        if (node.isNumber()) {
            return node.asInt();
        }
        int sum = 0;
        for (JsonNode child : node) {
            sum += sum(child);
        }
        return sum;
    }
}
