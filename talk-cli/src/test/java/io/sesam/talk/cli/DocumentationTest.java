package io.sesam.talk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.cli.Place.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
