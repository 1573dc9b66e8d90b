package io.sesam.talk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportCommandTest {
    @TempDir
    private Path directory;

    @Test
    void theReportIsOneFileWithStateQualityAndPlan() throws Exception {
        Place place = Place.withThreeSystems(directory);
        place.talk("sync");
        place.file("crm/person.csv", """
                id,firstname,lastname,email,title,modified
                1,Anna,<b>Berg</b>,anna@one.example,Boss,2026-03-02T08:00:00Z
                2,Bo,Sæther,bo@one.example,,2026-01-02T08:00:00Z
                """);
        Path report = directory.resolve("report.html");

        assertThat(place.talk("report", "--out", report.toString()).code()).isEqualTo(0);

        String html = Files.readString(report);
        assertThat(html)
                .contains("Who knows whom")
                .contains("Plan")
                .contains("&lt;b&gt;Berg")
                .doesNotContain("<b>Berg")
                .doesNotContainPattern("(src|href)=")
                .doesNotContain("<script");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(report)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(directory.resolve("accounting/person.csv"), StandardCharsets.ISO_8859_1))
                .doesNotContain("<b>");
    }

    @Test
    void withoutAPlanItHoldsNoValuesOfPeople() throws Exception {
        Place place = Place.withThreeSystems(directory);
        place.talk("sync");
        Path report = directory.resolve("report.html");

        place.talk("report", "--no-plan", "--out", report.toString());

        assertThat(Files.readString(report))
                .contains("crm")
                .doesNotContain("Anna")
                .doesNotContain("@one.example");
    }

    @Test
    void otherFilesAreNotReplaced() throws Exception {
        Place place = Place.withThreeSystems(directory);
        Path settings = directory.resolve("talk.yaml");
        String before = Files.readString(settings);

        assertThat(place.talk("report", "--out", settings.toString()).code()).isEqualTo(2);

        assertThat(Files.readString(settings)).isEqualTo(before);
        Path page = Files.writeString(directory.resolve("index.html"), "<html>mine</html>");
        Place.Result refused = place.talk("report", "--no-plan", "--out", page.toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("is no report of Talk");
        assertThat(page).hasContent("<html>mine</html>");

        Path report = directory.resolve("report.html");
        assertThat(place.talk("report", "--no-plan", "--out", report.toString()).code())
                .isEqualTo(0);
        assertThat(place.talk("report", "--no-plan", "--out", report.toString()).code())
                .isEqualTo(0);
    }
}
