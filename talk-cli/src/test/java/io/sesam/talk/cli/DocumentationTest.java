package io.sesam.talk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.cli.Place.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings file that the documentation shows is one that works. */
final class DocumentationTest {
    @TempDir
    private Path directory;

    @Test
    void theSettingsFileOfTheDocumentationSyncs() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "command-line.md"));
        String settings = page.substring(page.indexOf("```yaml") + 8, page.indexOf("```", page.indexOf("```yaml") + 8));
        Place place = new Place(directory)
                .file("talk.yaml", settings)
                .file("crm/person.csv", "id,firstname,email,title\n1,Anna,anna@one.example,Boss\n")
                .file("crm/ship.csv", "id,callsign,flag\n1,LABC,Norge\n")
                .file("accounting/person.csv", "Nr;Fornavn;E-post\n7;;ANNA@one.example\n");

        Result result = place.talk("sync");

        assertThat(result.err() + result.out()).doesNotContain("no key");
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(place.read("accounting/person.csv")).contains("7;Anna;ANNA@one.example");
    }

    @Test
    void theMergeOfTheReadmeRunsAsItStands() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String start = "java -jar talk-cli/target/talk.jar merge ";
        String line = readme.substring(readme.indexOf(start) + start.length());
        List<String> words = List.of(line.substring(0, line.indexOf('\n')).split(" ", -1));
        Place place = new Place(directory)
                .file("crm.csv", "id,firstname,email\n1,Anna,anna@one.example\n")
                .file("erp.csv", "id,firstname,email\n7,Ann,ANNA@one.example\n");
        List<String> arguments = new ArrayList<>(List.of("merge"));
        words.forEach(word -> arguments.add(
                word.endsWith(".csv") || word.equals("golden")
                        ? directory.resolve(word).toString()
                        : word));

        Result result = Place.anywhere(Map.of(), arguments.toArray(String[]::new));

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(readme)
                .contains("golden/person.csv", "`crosswalk.csv`", "`provenance.csv`", "`parked.csv`", "`refused.csv`");
        for (String file : List.of("person", "crosswalk", "provenance", "parked", "refused")) {
            assertThat(directory.resolve("golden").resolve(file + ".csv")).exists();
        }
        assertThat(place.read("golden/person.csv").lines()).hasSize(2);
    }

    @Test
    void theSettingsOfTheMergeInTheDocumentationRunAsTheyStand() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "scale.md"));
        int start = page.indexOf("```yaml") + 8;
        Place place = new Place(directory)
                .file("merge.yaml", page.substring(start, page.indexOf("```", start)))
                .file("crm.csv", "id,firstname,lastname,email\n17,Anna,Berg,anna@one.example\n")
                .file("exports/erp.csv", "No,E-mail,Company no,lastname\n4,eva@one.example,70,Berg-Lie\n")
                .file("exports/companies.jsonl", "{\"id\": 70, \"name\": \"Acme\"}\n")
                .file("links.csv", "first,second,kind\ncrm/person/17,erp/person/4,same\n");

        Result result = Place.anywhere(
                Map.of(), "merge", "--config", directory.resolve("merge.yaml").toString());

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(place.read("golden/person.csv").lines()).hasSize(2).anyMatch(row -> row.contains("Berg-Lie"));
        assertThat(place.read("golden/organisation.csv")).contains(",Acme,");
    }
}
