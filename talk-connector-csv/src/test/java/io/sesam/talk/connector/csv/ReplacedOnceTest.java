package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.testkit.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is too large to be held in memory is replaced as a whole: rarely, and with nothing lost. */
final class ReplacedOnceTest {
    private static final String FILE = "person.csv";
    private static final int ROWS = 1500;
    private static final String NOTE = "x".repeat(3000);

    @TempDir
    private Path directory;

    @Test
    @Tag("R18")
    @Tag("R22")
    void oneHundredChangedRowsOfOneSyncReplaceALargeFileOnce() throws IOException {
        Path large = Files.createDirectory(directory.resolve("large")).resolve(FILE);
        Path small = Files.createDirectory(directory.resolve("small")).resolve(FILE);
        Files.writeString(large, people("Family"));
        String others = IntStream.range(0, 100)
                .mapToObj(i -> i + ",Family,p" + i * 15 + "@x.example")
                .collect(Collectors.joining("\n", "id,lastname,email\n", "\n"));
        Files.writeString(small, others);
        CountedFiles counted = new CountedFiles(large, new ArrayList<>());
        TestClock clock = TestClock.create();
        try (Talk talk = Talk.builder()
                .store(MemoryStore.create())
                .clock(clock)
                .random(new Random(7))
                .connect("large", counted, Map.of("directory", large.getParent().toString()))
                .connect(
                        "small",
                        new CsvPlugin(),
                        Map.of("directory", small.getParent().toString()))
                .policy("small", "person", TargetPolicy.defaults().share(false))
                .trust("large", "small")
                .build()) {
            assertThat(talk.sync().paused()).isEmpty();
            assertThat(counted.writes()).isEmpty();
            String before = Files.readString(large);
            clock.advance(Duration.ofHours(1));
            Files.writeString(small, others.replace("Family", "Renamed"));

            assertThat(talk.sync().paused()).isEmpty();

            assertThat(counted.writes()).containsExactly(true);
            List<String> was = before.lines().toList();
            List<String> is = Files.readString(large).lines().toList();
            assertThat(is).hasSameSizeAs(was);
            for (int line = 0; line < is.size(); line++) {
                boolean renamed = line > 0 && (line - 1) % 15 == 0;
                assertThat(is.get(line))
                        .isEqualTo(renamed ? was.get(line).replace("Family", "Renamed") : was.get(line));
            }
            clock.advance(Duration.ofHours(1));
            talk.sync();
            assertThat(counted.writes()).hasSize(1);
        }
    }

    /** The connector of CSV files that notes of each writing call whether it replaced a file. */
    private record CountedFiles(Path file, List<Boolean> writes) implements ConnectorPlugin {
        @Override
        public PluginSpec spec() {
            return new CsvPlugin().spec();
        }

        @Override
        public Connector open(Settings settings, PluginContext context) {
            Connector files = new CsvPlugin().open(settings, context);
            return new Connector() {
                @Override
                public Check check() {
                    return files.check();
                }

                @Override
                public List<TypeSpec> types() {
                    return files.types();
                }

                @Override
                public Optional<Reader> reader(EntityType type) {
                    return files.reader(type);
                }

                @Override
                public Optional<Lookup> lookup(EntityType type) {
                    return files.lookup(type);
                }

                @Override
                public Optional<Writer> writer(EntityType type) {
                    return files.writer(type).map(writer -> operations -> {
                        Object before = key();
                        try {
                            return writer.write(operations);
                        } finally {
                            writes.add(!key().equals(before));
                        }
                    });
                }

                @Override
                public void close() {
                    files.close();
                }
            };
        }

        private Object key() {
            try {
                return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    @Tag("R22")
    void moreRowsAreWrittenAtOnceTheLargerTheFileIs() {
        assertThat(CsvConnector.writeLimit(0)).isEqualTo(5000);
        assertThat(CsvConnector.writeLimit(50_000_000)).isBetween(10_000, 15_000);
        assertThat(CsvConnector.writeLimit(1L << 30)).isEqualTo(20_000);
    }

    @Test
    @Tag("R23")
    void aLargeFileThatChangesBetweenTwoPagesIsListedAgain() {
        Desk desk = new Desk(directory).file(FILE, people("Family"));
        Page first = desk.page(EntityType.PERSON, null, 500);
        desk.file(FILE, people("Renamed"));

        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> desk.page(EntityType.PERSON, first.next(), 500))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.POSITION_LOST));
        assertThat(desk.people().changes()).hasSize(ROWS);
    }

    @Test
    @Tag("R28")
    void changesOfALargeFileThatChangesBetweenTwoPagesAllCome() {
        Desk desk = new Desk(directory).file(FILE, people("Family"));
        Position read = desk.people().next();
        desk.file(FILE, people("Family").replace("5,p5@", "5,q5@").replace("7,p7@", "7,q7@"));
        Page first = desk.page(EntityType.PERSON, read, 1);
        desk.file(FILE, people("Family").replace("5,p5@", "5,q5@").replace("8,p8@", "8,q8@"));

        Set<String> ids = new HashSet<>();
        Page page = desk.page(EntityType.PERSON, first.next(), 1);
        page.changes().stream().map(Change::id).forEach(ids::add);
        while (page.hasMore()) {
            page = desk.page(EntityType.PERSON, page.next(), 1);
            page.changes().stream().map(Change::id).forEach(ids::add);
        }

        assertThat(ids).contains("8").doesNotContain("7");
        assertThat(desk.reopen().people(page.next()).changes()).isEmpty();
    }

    @Test
    @Tag("R21")
    void idsThatALargeFileLacksAreAddedAndEveryOtherByteIsKept() {
        String text = people("Family").replaceAll("(?m)^[^,]*,", "");
        Desk desk = new Desk(directory).file(FILE, text);
        assertThat(desk.people().changes()).hasSize(ROWS);
        String written = desk.text(FILE);
        assertThat(written.replaceAll("(?m)^[^,]*,", "")).isEqualTo(text);
        assertThat(written.lines()
                        .map(line -> line.substring(0, line.indexOf(',')))
                        .distinct())
                .hasSize(ROWS + 1);
    }

    private static String people(String lastname) {
        return IntStream.range(0, ROWS)
                .mapToObj(i -> i + ",p" + i + "@x.example," + lastname + "," + NOTE)
                .collect(Collectors.joining("\n", "id,email,lastname,note\n", "\n"));
    }
}
