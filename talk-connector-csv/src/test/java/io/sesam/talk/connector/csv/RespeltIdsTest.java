package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.testkit.TestClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose ids a program respelt or dropped, and cells with more than an address (R5, R41, R42). */
final class RespeltIdsTest {
    private static final String HEAD = "firstname,lastname,email\n";

    @TempDir
    private Path directory;

    private final TestClock clock = TestClock.create();

    private Path file(String system) throws IOException {
        Path path = directory.resolve(system);
        Files.createDirectories(path);
        return path.resolve("person.csv");
    }

    private void write(String system, String... rows) throws IOException {
        Files.writeString(file(system), "id," + HEAD + String.join("\n", rows) + "\n");
    }

    private List<String> rows(String system) throws IOException {
        List<String> lines = Files.readAllLines(file(system), StandardCharsets.UTF_8);
        return lines.stream().skip(1).filter(line -> !line.isBlank()).toList();
    }

    private Talk talk() {
        return Talk.builder()
                .store(MemoryStore.create())
                .clock(clock)
                .random(new Random(7))
                .connect(
                        "a",
                        new CsvPlugin(),
                        Map.of("directory", directory.resolve("a").toString()))
                .connect(
                        "b",
                        new CsvPlugin(),
                        Map.of("directory", directory.resolve("b").toString()))
                .policy("b", "person", TargetPolicy.defaults().deletes(TargetPolicy.OnDelete.ARCHIVE))
                .trust("a", "b")
                .build();
    }

    private SyncReport sync(Talk talk) {
        clock.advance(Duration.ofMinutes(10));
        return talk.sync();
    }

    @Test
    @Tag("R42")
    @Tag("R41")
    void peopleWithoutAnAddressAreFollowedThroughEverySpellingOfTheirIds() throws IOException {
        write("a", "00001,N1,L1,", "00002,N2,L2,", "{6F96-A},N3,L3,", "00004,N4,L4,d@x.example");
        write("b");
        try (Talk talk = talk()) {
            sync(talk);
            assertThat(rows("b")).hasSize(4);

            write("a", "1,N1,L1,", "2,N2,Edited,", "6f96-a,N3,L3,", "4,N4,L4,d@x.example");
            SyncReport report = sync(talk);
            assertThat(report.golden().values()).allMatch(golden -> golden.deleted() == 0);
            assertThat(rows("b")).hasSize(4).anyMatch(row -> row.contains("N2,Edited"));

            write("a", "1.0,N1,L1,", "2.0,N2,Edited,", "6f96-a,N3,L3,", "4.0,N4,L4,d@x.example");
            sync(talk);
            assertThat(rows("b")).hasSize(4);
            assertThat(sync(talk).writes()).isZero();

            write("a", "1.0,N1,Again,", "2.0,N2,Edited,", "6f96-a,N3,L3,", "4.0,N4,L4,d@x.example");
            sync(talk);
            assertThat(rows("b")).hasSize(4).anyMatch(row -> row.contains("N1,Again"));
        }
    }

    @Test
    @Tag("R38")
    void aColumnThatHappensToBeNamedLikeTheBuiltInReferenceIsLeftAlone() throws IOException {
        String text = "id,firstname,email,organisation\n1,Ada,ada@x.example,Acme of long ago\n";
        Files.writeString(file("a"), text);
        write("b");
        try (Talk talk = talk()) {
            sync(talk);
            assertThat(sync(talk).writes()).isZero();
            assertThat(Files.readString(file("a"))).isEqualTo(text);
            assertThat(rows("b")).hasSize(1);
        }
    }

    @Test
    @Tag("R5")
    void aCellWithSeveralAddressesMatchesByAllAndStaysAsItIs() throws IOException {
        write("a", "1,Ada,Holm,ada@x.example", "2,Ada,Holm,ada@y.example");
        write("b", "B2,Ada,Holm,ada@x.example ::: ada@y.example", "B3,Ada,Holm,mailto:ada@y.example");
        try (Talk talk = talk()) {
            SyncReport report = sync(talk);
            assertThat(rows("a")).hasSize(2);
            assertThat(rows("b")).hasSize(2).anyMatch(row -> row.contains("ada@x.example ::: ada@y.example"));
            assertThat(report.parkedReasons().keySet())
                    .anyMatch(reason -> reason.contains("b/person: has several e-mail addresses in one field"));
            assertThat(report.golden().values().stream()
                            .mapToLong(SyncReport.Golden::total)
                            .sum())
                    .isEqualTo(1);
        }
    }
}
