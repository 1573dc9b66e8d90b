package io.sesam.talk.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.MatchRules;
import io.sesam.talk.policy.Survivorship;
import io.sesam.talk.policy.TypePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files written from the bytes of records have the lines that one merge of objects gives. */
final class SameFilesTest {
    private static final int[] SHARDS = {1, 2, 7, 64};
    private static final ExecutorService HELPERS = Executors.newFixedThreadPool(2);

    @TempDir
    private Path directory;

    @AfterAll
    static void endHelpers() {
        HELPERS.shutdown();
    }

    @Test
    @Tag("R7")
    void linesOfWorldsAreThoseOfOneMerge() throws IOException {
        worlds(1, 40);
    }

    /** The first seed may be given as {@code -Dtalk.seed}. */
    @Test
    @Tag("R7")
    @Tag("slow")
    void soAreThoseOfManyMore() throws IOException {
        worlds(Long.getLong("talk.seed", 20_000), 150);
    }

    private void worlds(long start, int count) throws IOException {
        int taken = 0;
        for (long seed = start; seed < start + count; seed++) {
            World world = new World(seed, true);
            List<Schema> schemas = List.of(world.people.schema(), world.organisations.schema());
            Path expected = directory.resolve("expected");
            world.merge(CsvRowSink.into(expected, schemas));
            int shards = SHARDS[(int) (seed % SHARDS.length)];
            Path found = directory.resolve("found");
            AtomicInteger letters = new AtomicInteger();
            LocalBulk.of(world.people, world.organisations)
                    .linkedBy(world.links)
                    .on(seed % 2 == 0 ? HELPERS : Runnable::run, 1 + (int) (seed % 3))
                    .shards(shards)
                    .memory(seed % 3 == 0 ? 400_000 : 50_000_000)
                    .merge(
                            directory,
                            ByteSource.of(ListSource.of(world, world.shuffled(seed)), seed % 5 > 0, letters),
                            CsvRowSink.into(found, schemas));
            assertThat(lines(found)).as("seed %d, %d shards", seed, shards).isEqualTo(lines(expected));
            taken += letters.get();
        }
        assertThat(taken).as("rows taken as bytes").isGreaterThan(count);
    }

    /** Larger clusters than those of a world, with cells that need care: quotation marks, letters of all lengths. */
    @Test
    @Tag("R7")
    void linesOfPlainPeopleAreThoseOfOneMerge() throws IOException {
        Schema schema = Schema.of(
                EntityType.PERSON,
                Property.text("name"),
                Property.of("email", Kind.EMAIL),
                Property.of("gender", Kind.GENDER),
                Property.of("site", Kind.DOMAIN),
                Property.text("note"));
        for (long seed = 1; seed <= 12; seed++) {
            Random random = new Random(seed);
            TypePolicy policy = TypePolicy.of(
                    MatchRules.defaultsFor(EntityType.PERSON)
                            .limitedTo(seed % 3 == 0 ? 5 : 1_000, seed % 4 == 0 ? 3 : 1_000),
                    Survivorship.newest(schema, List.of(new SystemName("erp"), new SystemName("crm"))));
            List<SourceRecord> records = new ArrayList<>();
            for (int i = 0; i < 800; i++) {
                records.add(record(schema, i, random));
            }
            Path expected = directory.resolve("expected");
            try (CsvRowSink sink = CsvRowSink.into(expected, List.of(schema))) {
                var result = io.sesam.talk.merge.BulkMerge.of(policy).merge(records);
                try (RowSink.Rows rows = sink.open()) {
                    result.goldens()
                            .forEach(golden -> rows.golden(
                                    golden,
                                    result.parked().contains(golden.member(0).ref())));
                }
                sink.commit();
            }
            AtomicInteger letters = new AtomicInteger();
            Path found = directory.resolve("found");
            BulkReport report = LocalBulk.of(policy)
                    .shards(1 + (int) seed)
                    .merge(
                            directory,
                            ByteSource.of(
                                    List.of(new ListSource("p.csv", EntityType.PERSON, records)),
                                    seed % 4 > 0,
                                    letters),
                            CsvRowSink.into(found, List.of(schema)));
            assertThat(lines(found)).as("seed %d", seed).isEqualTo(lines(expected));
            assertThat(report.goldens())
                    .isEqualTo(lines(expected).get("person.csv").size() - 1);
            assertThat(report.lost().values().stream().mapToLong(count -> count).sum())
                    .isEqualTo(lines(expected).get("provenance.csv").stream()
                            .filter(line -> line.contains(",lost,"))
                            .count());
        }
    }

    private static SourceRecord record(Schema schema, int number, Random random) {
        String[] names = {
            "Ada",
            "Åse",
            "Berg, Lie",
            "\"Quoted\" Name",
            " Stray ",
            "",
            "n/a",
            "Zoë",
            "日本",
            "e\u0301",
            "two\nlines",
            "👩 smiley",
            "Ω",
            "ß",
            "a\rb",
            "x".repeat(200),
            "ü".repeat(70)
        };
        String[] emails = {
            "p%d@x.example",
            "P%d@X.example",
            " p%d@x.example",
            "<p%d@x.example>",
            "p%d@x.example;q%d@x.example",
            "",
            "n/a",
            "p%d@blåbær.example",
            "p%d@xn--blbr-roah.example",
            "mailto:p%d@x.example",
            "no address %d"
        };
        String[] genders = {"male", "M", "f", "Frau", "", "whatever, else", "x"};
        String[] sites = {"", "https://www.acme.example/a", "acme.example"};
        SourceRecord record = SourceRecord.at(
                RecordRef.of(
                        pick(new String[] {"crm", "erp", "shop"}, random),
                        EntityType.PERSON,
                        number + pick(new String[] {"", "", "é", ",", "\"", "\u65e5"}, random)),
                Fields.builder(schema)
                        .text("name", random.nextInt(9) == 0 ? null : pick(names, random))
                        .text("email", pick(emails, random).replace("%d", "" + random.nextInt(150)))
                        .text("gender", random.nextInt(4) == 0 ? null : pick(genders, random))
                        .text("site", random.nextInt(3) > 0 ? null : pick(sites, random))
                        .text("note", random.nextInt(3) > 0 ? null : pick(names, random))
                        .build(),
                random.nextInt(6) == 0 ? SourceRecord.NEVER : random.nextInt(4) * 500_000L + 1_600_000_000_000_000L);
        return record;
    }

    private static String pick(String[] from, Random random) {
        return from[random.nextInt(from.length)];
    }

    /** Returns the lines of all files but that of refused rows, sorted. Quoted cells may hold line ends. */
    private static Map<String, List<String>> lines(Path found) throws IOException {
        Map<String, List<String>> lines = new TreeMap<>();
        try (var files = Files.list(found)) {
            for (Path file : files.filter(path -> !path.endsWith("refused.csv")).toList()) {
                List<String> rows = new ArrayList<>();
                String row = "";
                for (String line : Files.readString(file).split("\n", -1)) {
                    row = row.isEmpty() ? line : row + "\n" + line;
                    if (row.chars().filter(letter -> letter == '"').count() % 2 == 0) {
                        rows.add(row);
                        row = "";
                    }
                }
                rows.removeIf(String::isEmpty);
                rows.sort(null);
                lines.put(String.valueOf(file.getFileName()), rows);
            }
        }
        return lines;
    }
}
