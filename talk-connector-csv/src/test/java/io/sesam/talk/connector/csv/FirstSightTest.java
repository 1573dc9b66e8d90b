package io.sesam.talk.connector.csv;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.policy.RunExecutor;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first sight of files without times: neither their order nor the size or speed of their pages decides.
 *
 * <p>With {@code -Dtalk.people=FILE}, a file of people with the columns first_name, surname, city and email takes the
 * place of the generated ones.
 */
@Tag("R7")
@Tag("R12")
@Tag("slow")
final class FirstSightTest {
    private static final List<List<String>> ORDERS = List.of(
            List.of("a", "b", "c"),
            List.of("a", "c", "b"),
            List.of("b", "a", "c"),
            List.of("b", "c", "a"),
            List.of("c", "a", "b"),
            List.of("c", "b", "a"));
    private static final int[] PAGES = {7, 64, 333, 1000};

    @TempDir
    private Path directory;

    /** The way in which the parts of a run share the machine. */
    private enum Timing {
        /** One system after the other. */
        IN_TURN,
        /** All of them from the same moment on. */
        TOGETHER
    }

    @Test
    void sixOrdersOfThreeFilesWithAnyPagesAndTimingsGiveTheSameGoldenRecords() {
        people().forEach(this::write);
        Set<Map<String, String>> outcomes = new HashSet<>();
        for (List<String> order : ORDERS) {
            for (int page : PAGES) {
                for (Timing timing : Timing.values()) {
                    outcomes.add(planned(order, page, timing));
                }
            }
        }

        assertThat(outcomes).hasSize(1);
        assertThat(outcomes.iterator().next()).hasSizeGreaterThan(100);
    }

    @Test
    void ofTwoTimesThreeThousandRowsTheTrustedSystemKeepsEveryValue() {
        List<String> crm = new ArrayList<>();
        List<String> accounting = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            int other = (i * 1009 + 17) % 3000;
            crm.add(i + ",Kari " + i + ",Nordmann,kari" + i + "@x.example");
            accounting.add(i + ",KARI " + other + ",NORDMANN,kari" + other + "@x.example");
        }
        write("crm", crm);
        write("accounting", accounting);

        try (Store store = MemoryStore.create();
                Talk talk = talk(store, List.of("accounting", "crm"), 1000, Timing.TOGETHER)
                        .trust("crm", "accounting")
                        .changeLimit(ChangeLimit.none())
                        .build()) {
            SyncReport report = talk.sync();

            assertThat(report.written().get(new SystemName("crm")).get(PERSON).touched())
                    .as("records written in the trusted system")
                    .isZero();
            assertThat(lines("accounting")).hasSize(3001).noneMatch(line -> line.contains("KARI"));
            assertThat(talk.sync().writes()).isZero();
        }
    }

    /** Merges the files in memory and returns the golden values by golden id. */
    private Map<String, String> planned(List<String> order, int page, Timing timing) {
        try (Store store = MemoryStore.create();
                Talk talk =
                        talk(store, order, page, timing).trust("a", "b", "c").build()) {
            talk.plan();
            Map<String, String> values = new TreeMap<>();
            for (StoredGolden golden : store.goldensAfter(0, 10_000)) {
                if (!golden.removed()) {
                    values.put(golden.id().value(), text(golden.values()));
                }
            }
            return values;
        }
    }

    private static String text(Fields values) {
        return IntStream.range(0, values.schema().size())
                .mapToObj(i -> values.originalText(i).orElse("-"))
                .reduce("", (one, other) -> one + "|" + other);
    }

    private TalkBuilder talk(Store store, List<String> order, int page, Timing timing) {
        Phaser together = new Phaser();
        TalkBuilder builder = Talk.builder().store(store).baseDirectory(directory);
        if (timing == Timing.IN_TURN) {
            builder.executor(RunExecutor.IN_TURN);
        }
        Optional<Phaser> phaser = timing == Timing.TOGETHER ? Optional.of(together) : Optional.empty();
        order.forEach(
                system -> builder.connect(system, new Paged(page, phaser, order.size()), Map.of("directory", system)));
        return builder;
    }

    /** The connector of CSV files with pages of a given size, read at the same moment as those of other systems. */
    private record Paged(int page, Optional<Phaser> together, int systems) implements ConnectorPlugin {
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
                    AtomicInteger pages = new AtomicInteger();
                    return files.reader(type).map(reader -> request -> {
                        together.ifPresent(phaser -> meet(phaser, pages.incrementAndGet()));
                        return reader.read(request.after()
                                .map(at -> ReadRequest.after(at, request.until(), page))
                                .orElseGet(() -> ReadRequest.fromStart(request.until(), page)));
                    });
                }

                @Override
                public Optional<Lookup> lookup(EntityType type) {
                    return files.lookup(type);
                }

                @Override
                public Optional<Writer> writer(EntityType type) {
                    return files.writer(type);
                }

                @Override
                public void close() {
                    files.close();
                }
            };
        }

        /** Waits until every system has come to its first page; after that, the threads race. */
        private void meet(Phaser phaser, int number) {
            if (number == 1) {
                synchronized (phaser) {
                    if (phaser.getRegisteredParties() == 0 && phaser.getPhase() == 0) {
                        phaser.bulkRegister(systems);
                    }
                }
                phaser.arriveAndAwaitAdvance();
            }
        }
    }

    private void write(String system, List<String> rows) {
        try {
            Path place = Files.createDirectories(directory.resolve(system));
            List<String> lines = new ArrayList<>(List.of("id,firstname,lastname,email"));
            lines.addAll(rows);
            Files.write(place.resolve(PERSON.name() + ".csv"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> lines(String system) {
        try {
            return Files.readAllLines(directory.resolve(system).resolve(PERSON.name() + ".csv"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a thousand rows about some two hundred people in three systems, or those of a given file. */
    private static Map<String, List<String>> people() {
        String file = System.getProperty("talk.people");
        List<String[]> people = file == null ? generated() : read(Path.of(file));
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (int i = 0; i < people.size(); i++) {
            String system = List.of("a", "b", "c").get(i % 3);
            rows.computeIfAbsent(system, name -> new ArrayList<>()).add(i + "," + String.join(",", people.get(i)));
        }
        return rows;
    }

    private static List<String[]> read(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .map(cells -> new String[] {cells[1], cells[2], cells[5]})
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Generates people as several systems hold them: letters swapped, missing or in another case, cells left empty. */
    private static List<String[]> generated() {
        SplittableRandom random = new SplittableRandom(Long.getLong("talk.seed", 11));
        List<String> first = List.of("Julia", "Noah", "Caleb", "Sarah", "Theodore", "Isla", "Amelia", "Samuel", "Åse");
        List<String> last = List.of("Taylor", "Watson", "Ellis", "Grant", "Bell", "Rogers", "Patel", "Nordmann");
        List<String[]> people = new ArrayList<>();
        Map<Integer, String[]> known = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            int person = random.nextInt(220);
            String[] origin = known.computeIfAbsent(person, number -> new String[] {
                first.get(random.nextInt(first.size())),
                last.get(random.nextInt(last.size())),
                "p" + number + "@" + (random.nextBoolean() ? "powers.example" : "bell.example")
            });
            people.add(new String[] {
                random.nextInt(6) == 0 ? "" : spoilt(origin[0], random),
                random.nextInt(6) == 0 ? "" : spoilt(origin[1], random),
                random.nextInt(8) == 0 ? "" : spelt(origin[2], random)
            });
        }
        return people;
    }

    private static String spoilt(String name, SplittableRandom random) {
        int at = 1 + random.nextInt(name.length() - 1);
        return switch (random.nextInt(5)) {
            case 0 -> name.substring(0, at) + name.substring(at).toUpperCase(Locale.ROOT);
            case 1 -> name.substring(0, at) + (at < name.length() ? name.substring(at + 1) : "");
            case 2 -> name + " ";
            default -> name;
        };
    }

    private static String spelt(String email, SplittableRandom random) {
        return random.nextInt(4) == 0 ? email.toUpperCase(Locale.ROOT) : email;
    }
}
