package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.connector.csv.disk.FolderLock;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Person;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two Talks with stores of their own on the same folders double nobody (R21, R41). */
@Tag("R21")
@Tag("R41")
final class TwoTalksTest {
    private static final String HEAD = "id,firstname,lastname,email\n";
    private static final int PEOPLE = 40;

    @TempDir
    private Path directory;

    private final TestClock clock = TestClock.create();

    @Test
    void anInsertOfAPersonThatCameIntoTheFileMeanwhileIsAConflict() {
        Desk desk = new Desk(directory).file("person.csv", HEAD + "1,Kari,Ås,k@x.no\n");
        desk.people();
        desk.file("person.csv", HEAD + "1,Kari,Ås,k@x.no\n7,Bo,Lie,Bo@X.no\n8,Cy,Lo,\n");
        assertThat(desk.insert(Person.of("Bo", "Berg", "bo@x.no").toFields()))
                .isInstanceOfSatisfying(
                        Outcome.Conflict.class,
                        conflict -> assertThat(conflict.current().orElseThrow().id())
                                .isEqualTo("7"));
        Fields cy = Fields.builder(Person.SCHEMA)
                .text("firstname", "Cy")
                .text("lastname", "Lo")
                .build();
        assertThat(desk.insert(cy)).isInstanceOf(Outcome.Conflict.class);
        assertThat(desk.insert(Person.of("Kari", "Ås", "k@x.no").toFields()))
                .as("what the last reading showed is the engine's to judge")
                .isInstanceOf(Outcome.Applied.class);
        assertThat(desk.insert(Person.of("Ny", "Ås", "ny@x.no").toFields())).isInstanceOf(Outcome.Applied.class);
        assertThat(desk.insert(Person.of("Ny", "Ås", "ny@x.no").toFields()))
                .as("what this connector wrote itself")
                .isInstanceOf(Outcome.Applied.class);
    }

    @Test
    void twoConnectorsThatInsertTheSameInTurnMakeOneRow() {
        Desk first = new Desk(directory).file("person.csv", HEAD + "1,Kari,Ås,k@x.no\n");
        Desk second = new Desk(directory);
        first.people();
        second.people();
        Operation insert =
                Operation.insert("one", Person.of("Bo", "Lie", "bo@x.no").toFields());
        Operation same =
                Operation.insert("two", Person.of("Bo", "Lie", "bo@x.no").toFields());
        assertThat(first.write(insert)).isInstanceOf(Outcome.Applied.class);
        assertThat(second.write(same)).isInstanceOf(Outcome.Conflict.class);
        assertThat(first.text("person.csv").lines()).hasSize(3);
    }

    @Test
    void syncsOneAfterTheOtherAndAtOnceMakeEverybodyOnce() throws Exception {
        write("a", 0, PEOPLE);
        write("b", PEOPLE, PEOPLE * 2);
        ExecutorService both = Executors.newFixedThreadPool(2);
        try (Talk one = talk(7);
                Talk two = talk(8)) {
            CyclicBarrier start = new CyclicBarrier(2);
            List<Future<?>> runs = new ArrayList<>();
            for (Talk talk : List.of(one, two)) {
                runs.add(both.submit(() -> {
                    start.await();
                    return talk.sync();
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
            for (int run = 0; run < 3; run++) {
                clock.advance(Duration.ofMinutes(10));
                one.sync();
                two.sync();
            }
            assertThat(addresses("a")).hasSize(PEOPLE * 2).doesNotHaveDuplicates();
            assertThat(addresses("b")).hasSize(PEOPLE * 2).doesNotHaveDuplicates();
            assertThat(one.sync().writes() + two.sync().writes()).isZero();
        } finally {
            both.shutdownNow();
        }
    }

    private Talk talk(long seed) {
        List<String> systems = List.of("a", "b");
        var talk = Talk.builder()
                .store(MemoryStore.create())
                .clock(clock)
                .random(new Random(seed))
                .changeLimit(ChangeLimit.none())
                .trust("a", "b");
        for (String system : systems) {
            talk.connect(
                    system,
                    new CsvPlugin(),
                    Map.of("directory", directory.resolve(system).toString()));
        }
        return talk.build();
    }

    private void write(String system, int from, int to) throws IOException {
        Files.createDirectories(directory.resolve(system));
        StringBuilder text = new StringBuilder(HEAD);
        for (int i = from; i < to; i++) {
            text.append(i).append(",N").append(i).append(",L,p").append(i).append("@x.example\n");
        }
        Files.writeString(directory.resolve(system).resolve("person.csv"), text);
    }

    private List<String> addresses(String system) throws IOException {
        return Files.readAllLines(directory.resolve(system).resolve("person.csv")).stream()
                .skip(1)
                .map(line -> line.substring(line.lastIndexOf(',') + 1))
                .toList();
    }

    @Test
    void aLockIsHeldByOneConnectorAtATime() throws IOException {
        Path file = Files.writeString(directory.resolve("person.csv"), HEAD);
        try (FolderLock first = FolderLock.of(file, "person.csv");
                FolderLock second = FolderLock.of(file, "person.csv")) {
            assertThat(first.isHeld()).isTrue();
            assertThat(second.isHeld()).isFalse();
        }
        try (FolderLock again = FolderLock.of(file, "person.csv")) {
            assertThat(again.isHeld()).isTrue();
        }
    }
}
