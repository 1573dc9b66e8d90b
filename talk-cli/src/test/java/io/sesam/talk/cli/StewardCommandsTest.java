package io.sesam.talk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.cli.Place.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person's decisions on the command line, and what the status says. */
final class StewardCommandsTest {
    @TempDir
    private Path directory;

    @Test
    void recordsAreLinkedUnlinkedAndTheJournalHasIt() {
        Place place = Place.withThreeSystems(directory);
        place.talk("sync");

        assertThat(place.talk("unlink", "crm/person/2", "accounting/person/7").code())
                .isEqualTo(ExitCode.DONE);
        assertThat(place.talk("explain", "crm/person/2").out()).contains("a person decided that they are not the same");
        assertThat(place.talk("link", "crm/person/2", "accounting/person/7").code())
                .isEqualTo(ExitCode.DONE);
        assertThat(place.talk("explain", "crm/person/2").out()).contains("a person decided that they are the same");
        assertThat(place.talk("link", "crm/person/2", "nonsense").code()).isEqualTo(ExitCode.MISCONFIGURED);

        Result journal = place.talk("journal", "crm/person/2");
        assertThat(journal.code()).isEqualTo(ExitCode.DONE);
        assertThat(journal.out()).contains("updated crm/person/2; lastname").contains("\"Sæther\"");
        assertThat(place.talk("journal", "--json", "--entries=1").json().get("entries"))
                .hasSize(1);
        assertThat(place.talk("not-done", "nothing").code()).isEqualTo(ExitCode.MISCONFIGURED);
        assertThat(place.talk("retry", "crm/person/2").err()).contains("nothing of crm/person/2 is parked");
        assertThat(place.talk("retry").code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    @Tag("R30")
    void theStatusOfAPausedSystemNamesItAndTheExitCodeSaysSo() throws IOException {
        Place place = Place.withThreeSystems(directory);
        place.talk("sync");
        assertThat(place.talk("status").code()).isEqualTo(ExitCode.DONE);
        Files.move(directory.resolve("staff"), directory.resolve("elsewhere"));
        assertThat(place.talk("sync").code()).isEqualTo(ExitCode.INCOMPLETE);

        Result status = place.talk("status");

        assertThat(status.code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(status.out())
                .contains("Paused:\n  staff since 20")
                .contains("Last read with success:\n  accounting 20")
                .contains("  staff 20");
        assertThat(place.talk("status", "--json").code()).isEqualTo(ExitCode.INCOMPLETE);
    }

    @Test
    void namesAreTextAlsoWhereYamlHasFlags() {
        Place place = new Place(directory)
                .file("talk.yaml", """
                        trust: [no, on]
                        connections:
                          no: { connector: csv, settings: { directory: a } }
                          on: { connector: csv, settings: { directory: b } }
                          true: { connector: csv, settings: { directory: c } }
                        """)
                .file("a/person.csv", "id,email\n1,a@one.example\n")
                .file("c/person.csv", "id,email\n1,a@one.example\n")
                .file("b/person.csv", "id,email\n1,b@one.example\n");
        Result result = place.talk("check");
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void aHintNamesAnArtifactThatExists() {
        Place place = Place.withThreeSystems(directory)
                .file("talk.yaml", Place.THREE_SYSTEMS.replace("kind: sqlite", "kind: oracle"));
        assertThat(place.talk("check").err()).contains("talk-store-jdbc").doesNotContain("talk-store-oracle");
    }

    @Test
    @Tag("R46")
    void aPlanReplacesOnlyAPlanFollowsNoLinkAndIsPrivate() throws IOException {
        Place place = Place.withThreeSystems(directory);
        Path plan = directory.resolve("reviewed.plan");
        for (int i = 0; i < 2; i++) {
            assertThat(place.talk("plan", "--out", plan.toString()).code()).isEqualTo(ExitCode.DONE);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(plan)))
                .isEqualTo("rw-------");
        Path link = Files.createSymbolicLink(directory.resolve("link.plan"), plan);
        Path empty = Files.createDirectory(directory.resolve("empty"));
        for (Path other : new Path[] {
            directory.resolve("talk.yaml"),
            directory.resolve("talk.db"),
            directory.resolve("analytics.duckdb"),
            directory.resolve("crm/person.csv"),
            empty,
            link
        }) {
            if (Files.notExists(other)) {
                place.talk("sync");
            }
            byte[] before = Files.isRegularFile(other) ? Files.readAllBytes(other) : new byte[0];
            Result refused = place.talk("plan", "--out", other.toString());
            assertThat(refused.code()).as(other.toString()).isEqualTo(ExitCode.FAILED);
            assertThat(refused.err())
                    .contains("is no plan")
                    .contains(other.getFileName().toString());
            if (Files.isRegularFile(other) && !other.endsWith("talk.db")) {
                assertThat(Files.readAllBytes(other)).isEqualTo(before);
            }
        }
        assertThat(link).isSymbolicLink();
        assertThat(empty).isEmptyDirectory();
    }
}
