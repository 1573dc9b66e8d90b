package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two directories of files in which match keys pass from one row to another. */
final class IdentityTest {
    private static final String HEAD = "id,firstname,lastname,email,gender\n";

    @TempDir
    private Path ours;

    @TempDir
    private Path theirs;

    private final TestClock clock = TestClock.create();
    private Talk talk;

    @BeforeEach
    void open() {
        talk = Talk.builder()
                .store(MemoryStore.create())
                .clock(clock)
                .random(new Random(7))
                .connect("ours", new CsvPlugin(), Map.of("directory", ours.toString()))
                .connect("theirs", new CsvPlugin(), Map.of("directory", theirs.toString()))
                .trust("ours", "theirs")
                .build();
    }

    @AfterEach
    void close() {
        talk.close();
    }

    private void write(Path directory, String rows) throws IOException {
        Files.writeString(directory.resolve("person.csv"), HEAD + rows);
    }

    private static String rows(Path directory) throws IOException {
        return Files.readString(directory.resolve("person.csv"));
    }

    private void syncTwice() {
        for (int run = 0; run < 2; run++) {
            clock.advance(Duration.ofHours(1));
            assertThat(talk.sync().paused()).isEmpty();
        }
    }

    @Test
    @Tag("R8")
    void aNewRowWithTheOldAddressOfAnotherIsAnotherPerson() throws IOException {
        write(ours, "p1,Ada,Byron,ada@x.example,\np2,Eve,Berg,eve@x.example,\n");
        write(theirs, "");
        syncTwice();
        write(ours, "p1,Ada,Byron,ada@new.example,\np2,Eve,Berg,ada@x.example,\np3,Bob,Dahl,eve@x.example,\n");

        syncTwice();

        for (Path directory : new Path[] {ours, theirs}) {
            assertThat(rows(directory).lines())
                    .hasSize(4)
                    .anyMatch(row -> row.contains("Ada,Byron,ada@new.example"))
                    .anyMatch(row -> row.contains("Eve,Berg,ada@x.example"))
                    .anyMatch(row -> row.contains("Bob,Dahl,eve@x.example"));
        }
    }

    @Test
    @Tag("R9")
    void aSlipThatIsCorrectedLeavesNoTrace() throws IOException {
        write(ours, "4,Ada,Byron,ada@x.example,\n5,Bob,Byron,bob@x.example,M\n");
        write(theirs, "");
        syncTwice();
        String before = rows(ours);
        String copies = rows(theirs);
        write(ours, "4,Ada,Byron,bob@x.example,\n5,Bob,Byron,bob@x.example,M\n");
        syncTwice();
        assertThat(rows(ours)).isNotEqualTo(before);
        Files.writeString(
                ours.resolve("person.csv"),
                rows(ours).replace("4,Ada,Byron,bob@x.example", "4,Ada,Byron,ada@x.example"));

        syncTwice();

        assertThat(rows(ours)).isEqualTo(before);
        assertThat(rows(theirs)).isEqualTo(copies);
    }

    /** A page has at most 500 rows: the three are read on three pages. */
    @Test
    @Tag("R11")
    void threePeopleBehindOneMailboxKeepTheirNamesOnSeveralPages() throws IOException {
        StringBuilder rows = new StringBuilder("a,Kari,,post@x.example,\n");
        for (int i = 0; i < 1100; i++) {
            rows.append(i == 550 ? "b,Ola,,post@x.example,\n" : "")
                    .append("n" + i + ",Name" + i + ",,n" + i + "@x.example,\n");
        }
        write(ours, rows + "c,Per,,post@x.example,\n");
        write(theirs, "t,Kari,,post@x.example,\n");

        syncTwice();

        assertThat(rows(ours)).startsWith(HEAD + rows).endsWith("c,Per,,post@x.example,\n");
        assertThat(rows(theirs)).contains("t,Kari,,post@x.example");
    }
}
