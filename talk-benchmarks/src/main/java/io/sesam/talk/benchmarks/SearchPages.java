package io.sesam.talk.benchmarks;

import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.query.GoldenSystems;
import io.sesam.talk.query.RecordPage;
import io.sesam.talk.query.RecordQuery;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.store.jdbc.SqliteStorePlugin;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A benchmark of pages of a search among many golden records, in a SQLite store on disk.
 *
 * <p>Argument: the number of golden records, each with records of two systems.
 */
public final class SearchPages {
    private static final int AT_ONCE = 1_000;
    private static final int ROUNDS = 40;
    private static final String[] FIRST = {"Anna", "Ada", "Bjørn", "Carl", "Dagny", "Åse", "Emil", "Frida", "Grace"};

    private SearchPages() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        int people = Integer.parseInt(arguments[0]);
        Path directory = Files.createTempDirectory("talk-search");
        Path crm = Files.createDirectory(directory.resolve("crm"));
        Files.writeString(crm.resolve("person.csv"), "id,firstname,lastname,email\n");
        Path file = directory.resolve("talk.db");
        long begun = System.nanoTime();
        try (Store store = SqliteStorePlugin.at(file, Map.of(EntityType.PERSON, Person.SCHEMA))) {
            fill(store, people);
        }
        out.printf(Locale.ROOT, "%d golden records stored in %.1f s%n", people, (System.nanoTime() - begun) / 1e9);
        TalkBuilder builder = Talk.builder()
                .baseDirectory(directory)
                .store(SqliteStorePlugin.at(file, Map.of(EntityType.PERSON, Person.SCHEMA)))
                .connect("crm", "csv", Map.of("directory", "crm"));
        try (Talk talk = builder.build()) {
            queries(people).forEach((name, query) -> measure(talk, name, query, out));
        }
    }

    private static Map<String, RecordQuery> queries(int people) {
        RecordQuery all = RecordQuery.of("person");
        Map<String, RecordQuery> queries = new LinkedHashMap<>();
        queries.put("all", all);
        queries.put("a first name", all.text("anna"));
        queries.put("one letter", all.text("a"));
        queries.put("two names", all.text("frida last77"));
        queries.put("an address", all.text("p" + people / 2 + "@x"));
        queries.put("nobody", all.text("zzzz"));
        queries.put("a frequent name and one that nobody of them has", all.text("anna zzzz"));
        queries.put("missing in a system", all.missingIn("erp"));
        queries.put("a name, missing in a system", all.text("anna").missingIn("erp"));
        queries.put("duplicates", all.duplicates());
        return queries;
    }

    private static void fill(Store store, int people) {
        Random dice = new Random(7);
        for (int done = 0; done < people; done += AT_ONCE) {
            Commit commit = new Commit();
            for (int i = done; i < Math.min(people, done + AT_ONCE); i++) {
                add(i, dice, commit);
            }
            store.commit(commit);
        }
    }

    private static void add(int number, Random dice, Commit commit) {
        Fields values = Fields.builder(Person.SCHEMA)
                .text("firstname", FIRST[dice.nextInt(FIRST.length)])
                .text("lastname", "Last" + dice.nextInt(5_000))
                .text("email", "p" + number + "@x.example")
                .build();
        List<RecordRef> refs = new ArrayList<>(List.of(RecordRef.of("crm", EntityType.PERSON, "c" + number)));
        if (number % 1_000 != 0) {
            refs.add(RecordRef.of("erp", EntityType.PERSON, "e" + number));
        }
        if (number % 5_000 == 1) {
            refs.add(RecordRef.of("erp", EntityType.PERSON, "f" + number));
        }
        GoldenId id = GoldenId.foundedBy(refs.get(0));
        refs.forEach(ref -> commit.put(new StoredRecord(
                SourceRecord.of(ref, values), StoredRecord.Status.LIVE, id, Set.of(), false, null, 1)));
        commit.put(new StoredGolden(
                id, values, refs.size(), number + 1L, false, GoldenSystems.of(refs), number + 1L, null));
    }

    private static void measure(Talk talk, String name, RecordQuery query, PrintStream out) {
        long[] times = new long[ROUNDS];
        int found = 0;
        Optional<String> next = Optional.empty();
        for (int round = 0; round < ROUNDS; round++) {
            long begun = System.nanoTime();
            RecordPage page = talk.records().search(next.map(query::after).orElse(query));
            times[round] = System.nanoTime() - begun;
            found += page.records().size();
            next = page.next();
        }
        Arrays.sort(times);
        out.printf(
                Locale.ROOT,
                "%s: median %.1f ms, longest %.1f ms, %d records in %d pages%n",
                name,
                times[ROUNDS / 2] / 1e6,
                times[ROUNDS - 1] / 1e6,
                found,
                ROUNDS);
    }
}
