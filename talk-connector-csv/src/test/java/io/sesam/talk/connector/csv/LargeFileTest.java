package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
final class LargeFileTest {
    private static final int ROWS = 200_000;

    @TempDir
    private Path directory;

    @Test
    @Tag("R28")
    void oneHundredChangesAmongManyRowsAreAllThatComes() {
        Desk desk = new Desk(directory).file("person.csv", people(""));
        Set<String> ids = new HashSet<>();
        Position read = all(desk, ids);
        assertThat(ids).hasSize(ROWS);
        desk.reopen().file("person.csv", people("changed"));
        assertThat(desk.people(read).changes()).hasSize(100);
    }

    @Test
    @Tag("R18")
    void manyInsertsAreNoNewsInTheNextRun() {
        Desk desk = new Desk(directory).file("person.csv", people(""));
        Position read = all(desk, new HashSet<>());
        List<Operation> inserts = IntStream.range(0, 5000)
                .mapToObj(i -> Operation.insert(
                        "insert" + i,
                        Person.of("New", "Person", "n" + i + "@x.no").toFields()))
                .toList();
        Map<String, Outcome> outcomes =
                desk.connector().writer(EntityType.PERSON).orElseThrow().write(inserts);
        assertThat(outcomes.values()).hasSize(5000).allMatch(Outcome.Applied.class::isInstance);
        assertThat(desk.reopen().people(read).changes()).isEmpty();
    }

    @Test
    @Tag("slow")
    void theScanOfAFileAboveAHundredMegabytesReportsItsProgress() throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(directory.resolve("person.csv"))) {
            out.write("id,firstname,lastname,email,note\n");
            for (int i = 0; i < 11_000; i++) {
                out.write(i + ",Åse,Nordmann,p" + i + "@example.com," + "x".repeat(10_000) + "\n");
            }
        }
        List<Long> written = new ArrayList<>();
        Desk desk = new Desk(directory);

        Page page = desk.connector()
                .reader(EntityType.PERSON)
                .orElseThrow()
                .read(ReadRequest.fromStart(Instant.EPOCH, 10).reportingTo((done, total) -> {
                    assertThat(done).isLessThanOrEqualTo(total);
                    written.add(done);
                }));

        assertThat(page.changes()).hasSize(10);
        assertThat(written).hasSizeBetween(10, 30).isSorted();
    }

    private static Position all(Desk desk, Set<String> ids) {
        Position position = null;
        Page page;
        do {
            page = desk.page(EntityType.PERSON, position, 1000);
            page.changes().stream().map(Change::id).forEach(ids::add);
            position = page.next();
        } while (page.hasMore());
        return position;
    }

    private static String people(String changed) {
        return IntStream.range(0, ROWS)
                .mapToObj(i ->
                        i + ",Åse" + (i % 2000 == 0 ? changed : "") + ",\"Nordmann, jr.\",p" + i + "@example.com,F")
                .collect(Collectors.joining("\n", "id,firstname,lastname,email,gender\n", "\n"));
    }
}
