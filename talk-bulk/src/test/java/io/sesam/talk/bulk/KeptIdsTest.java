package io.sesam.talk.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.merge.BulkMerge;
import io.sesam.talk.merge.IncrementalMerge;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.MatchRules;
import io.sesam.talk.policy.Survivorship;
import io.sesam.talk.policy.TypePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A golden record keeps its id from one merge to the next, whatever joins it, leaves it or comes before it. */
final class KeptIdsTest {
    private static final TypePolicy PEOPLE = TypePolicy.defaults(Person.SCHEMA, "crm", "erp");

    @TempDir
    private Path directory;

    private static RecordRef ref(String system, String id) {
        return RecordRef.of(system, EntityType.PERSON, id);
    }

    private static SourceRecord person(RecordRef ref, String email, String firstname) {
        return SourceRecord.at(
                ref,
                Fields.builder(Person.SCHEMA)
                        .text("email", email)
                        .text("firstname", firstname)
                        .build(),
                7);
    }

    private static SourceRecord person(String id, String email) {
        return person(ref("crm", id), email, "Ada");
    }

    private static GoldenId founded(String id) {
        return GoldenId.foundedBy(ref("crm", id));
    }

    private static Map<RecordRef, GoldenId> crosswalk(List<GoldenRecord> goldens) {
        Map<RecordRef, GoldenId> crosswalk = new TreeMap<>();
        goldens.forEach(golden -> golden.members().forEach(member -> crosswalk.put(member.ref(), golden.id())));
        return crosswalk;
    }

    private static LocalBulk.EarlierIds earlier(Map<RecordRef, GoldenId> crosswalk) {
        return rows -> crosswalk.forEach(rows::row);
    }

    /** Merges into memory; keeps the golden records. */
    private static final class Goldens implements RowSink {
        private final List<GoldenRecord> goldens = Collections.synchronizedList(new ArrayList<>());

        @Override
        public Rows open() {
            return new Rows() {
                @Override
                public void golden(GoldenRecord golden, boolean parked) {
                    goldens.add(golden);
                }

                @Override
                public void refused(Refusal refusal) {}

                @Override
                public void close() {}
            };
        }

        @Override
        public void commit() {}

        @Override
        public void close() {}
    }

    private Map<RecordRef, GoldenId> merge(LocalBulk merge, SourceRecord... records) {
        Goldens sink = new Goldens();
        merge.merge(directory, List.of(new ListSource("p.csv", EntityType.PERSON, List.of(records))), sink);
        return crosswalk(sink.goldens);
    }

    private Map<RecordRef, GoldenId> again(Map<RecordRef, GoldenId> before, SourceRecord... records) {
        return merge(LocalBulk.of(PEOPLE).shards(3).keeping(earlier(before)), records);
    }

    @Test
    @Tag("R9")
    void anIdStaysWhenALesserRecordJoinsAndWhenTheFirstOneGoes() {
        Map<RecordRef, GoldenId> one =
                merge(LocalBulk.of(PEOPLE), person("5", "a@x.example"), person("6", "a@x.example"));
        assertThat(one.values()).containsOnly(founded("5"));

        Map<RecordRef, GoldenId> two =
                again(one, person("5", "a@x.example"), person("6", "a@x.example"), person("1", "a@x.example"));
        assertThat(two.values()).containsOnly(founded("5"));
        // "1" was known to the merge before, and is still no older than "5"
        assertThat(again(two, person("5", "a@x.example"), person("1", "a@x.example"))
                        .values())
                .containsOnly(founded("5"));

        Map<RecordRef, GoldenId> three = again(two, person("6", "a@x.example"), person("1", "a@x.example"));
        assertThat(three.values()).containsOnly(founded("5"));
        assertThat(again(three, person("6", "a@x.example"), person("0", "a@x.example"))
                        .values())
                .containsOnly(founded("5"));
    }

    @Test
    @Tag("R9")
    void ofASplitThePartWithTheFirstRecordKeepsTheIdAndOfAJoinTheOlderOneStays() {
        Map<RecordRef, GoldenId> one = merge(
                LocalBulk.of(PEOPLE),
                person("2", "a@x.example"),
                person("3", "a@x.example"),
                person("4", "b@x.example"));
        Map<RecordRef, GoldenId> split =
                again(one, person("2", "a@x.example"), person("3", "c@x.example"), person("4", "b@x.example"));
        assertThat(split)
                .containsEntry(ref("crm", "2"), founded("2"))
                .containsEntry(ref("crm", "3"), founded("3"))
                .containsEntry(ref("crm", "4"), founded("4"));
        assertThat(again(split, person("2", "b@x.example"), person("3", "c@x.example"), person("4", "b@x.example")))
                .containsEntry(ref("crm", "2"), founded("2"))
                .containsEntry(ref("crm", "4"), founded("2"));
    }

    @Test
    @Tag("R9")
    void twoGoldenRecordsNeverHaveOneIdWhenAFirstRecordComesBackElsewhere() {
        Map<RecordRef, GoldenId> one =
                merge(LocalBulk.of(PEOPLE), person("1", "a@x.example"), person("2", "a@x.example"));
        Map<RecordRef, GoldenId> two = again(one, person("2", "a@x.example"));
        Map<RecordRef, GoldenId> three = again(two, person("2", "a@x.example"), person("1", "b@x.example"));

        assertThat(three).containsEntry(ref("crm", "2"), founded("1"));
        assertThat(new HashSet<>(three.values())).hasSize(2);
        // and each keeps what it has
        assertThat(again(three, person("2", "a@x.example"), person("1", "b@x.example"), person("0", "b@x.example")))
                .containsAllEntriesOf(three);
    }

    @Test
    void anEarlierMergeOfTheSameRecordsOrOfOthersChangesNothing() {
        SourceRecord[] records = {person("1", "a@x.example"), person("2", "a@x.example"), person("3", null)};
        Map<RecordRef, GoldenId> one = merge(LocalBulk.of(PEOPLE), records);
        assertThat(again(one, records)).isEqualTo(one);
        assertThat(again(Map.of(ref("old", "7"), founded("1"), ref("old", "8"), founded("9")), records))
                .isEqualTo(one);
    }

    // the rule, said a second time and without files

    private static Map<RecordRef, GoldenId> expected(List<GoldenRecord> goldens, Map<RecordRef, GoldenId> before) {
        Map<RecordRef, GoldenRecord> present = new TreeMap<>();
        goldens.forEach(golden -> golden.members().forEach(member -> present.put(member.ref(), golden)));
        Map<GoldenId, RecordRef> heirs = new HashMap<>();
        before.forEach((ref, id) -> {
            if (present.containsKey(ref) && GoldenId.foundedBy(ref).equals(id)) {
                heirs.put(id, ref);
            }
        });
        new TreeMap<>(before).forEach((ref, id) -> {
            if (present.containsKey(ref)) {
                heirs.putIfAbsent(id, ref);
            }
        });
        Map<RecordRef, GoldenId> kept = new HashMap<>();
        heirs.forEach((id, ref) -> kept.put(ref, id));
        Map<RecordRef, GoldenId> ids = new TreeMap<>();
        for (GoldenRecord golden : goldens) {
            GoldenId id = golden.members().stream()
                    .sorted(SourceRecord.OLDEST_FIRST)
                    .map(member -> kept.get(member.ref()))
                    .filter(found -> found != null)
                    .findFirst()
                    .orElse(GoldenId.foundedBy(golden.member(0).ref()));
            golden.members().forEach(member -> ids.put(member.ref(), id));
        }
        return ids;
    }

    /** Changes some of the records: others come, with lesser references too; some go, some have another key. */
    private static void change(Map<RecordRef, SourceRecord> records, Random random) {
        for (RecordRef ref : List.copyOf(records.keySet())) {
            int what = random.nextInt(8);
            if (what < 2) {
                records.remove(ref);
            } else if (what == 2) {
                records.put(ref, person(ref, email(random), "Eve"));
            }
        }
        for (int i = random.nextInt(25); i >= 0; i--) {
            RecordRef ref = ref(random.nextBoolean() ? "crm" : "erp", "" + random.nextInt(90));
            records.put(ref, person(ref, email(random), "Ada" + random.nextInt(3)));
        }
    }

    private static String email(Random random) {
        return random.nextInt(9) == 0 ? null : "p" + random.nextInt(30) + "@x.example";
    }

    private static List<Link> links(Map<RecordRef, SourceRecord> records, Random random) {
        List<RecordRef> refs = List.copyOf(records.keySet());
        List<Link> links = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            RecordRef one = refs.get(random.nextInt(refs.size()));
            RecordRef other = refs.get(random.nextInt(refs.size()));
            if (!one.equals(other)) {
                links.add(new Link(one, other, random.nextInt(3) == 0 ? Link.Origin.APART : Link.Origin.STEWARD));
            }
        }
        return links;
    }

    @Test
    @Tag("R7")
    @Tag("R9")
    void anyChangesGiveTheIdsOfTheRuleForAnyNumberOfShardsAndAnyOrder() throws IOException {
        int inherited = 0;
        int kept = 0;
        for (long seed = 1; seed <= 12; seed++) {
            Random random = new Random(seed);
            TypePolicy policy = TypePolicy.of(
                    MatchRules.defaultsFor(EntityType.PERSON).limitedTo(2 + random.nextInt(6), 1 + random.nextInt(4)),
                    Survivorship.newest(Person.SCHEMA, List.of()));
            Map<RecordRef, SourceRecord> records = new TreeMap<>();
            Map<RecordRef, GoldenId> before = new TreeMap<>();
            for (int round = 0; round < 4; round++) {
                change(records, random);
                List<Link> links = links(records, random);
                List<SourceRecord> rows = new ArrayList<>(records.values());
                BulkMerge.Result one = BulkMerge.of(policy).linkedBy(links).merge(rows);
                Map<RecordRef, GoldenId> expected = expected(one.goldens(), before);
                for (int shards : new int[] {1, 2, 7, 64}) {
                    Collections.shuffle(rows, random);
                    LocalBulk merge =
                            LocalBulk.of(policy).linkedBy(links).shards(shards).keeping(earlier(before));
                    String what = "seed " + seed + ", round " + round + ", shards " + shards;
                    Goldens sink = new Goldens();
                    merge.merge(directory, List.of(new ListSource("p.csv", EntityType.PERSON, rows)), sink);
                    Map<RecordRef, GoldenId> found = crosswalk(sink.goldens);
                    free(expected, found);
                    assertThat(found).as(what).isEqualTo(expected);
                    assertThat(new HashSet<>(found.values())).as(what).hasSize(sink.goldens.size());
                    assertThat(values(sink.goldens)).as(what).isEqualTo(values(one.goldens()));

                    // by the files, which are written from bytes
                    Path golden = directory.resolve("golden");
                    merge.merge(
                            directory,
                            List.of(new ListSource("p.csv", EntityType.PERSON, rows)),
                            CsvRowSink.into(golden, List.of(Person.SCHEMA)));
                    assertThat(read(golden)).as(what).isEqualTo(expected);
                    Set<String> ids = new HashSet<>();
                    for (String line : Files.readAllLines(golden.resolve("person.csv"))) {
                        ids.add(line.substring(0, line.indexOf(',')));
                    }
                    ids.remove("golden_id");
                    assertThat(ids)
                            .as(what)
                            .isEqualTo(new HashSet<>(expected.values().stream()
                                    .map(GoldenId::value)
                                    .toList()));
                }
                for (RecordRef ref : expected.keySet()) {
                    kept += expected.get(ref).equals(before.get(ref)) ? 1 : 0;
                }
                for (GoldenRecord golden : one.goldens()) {
                    GoldenId id = expected.get(golden.member(0).ref());
                    inherited += golden.members().stream()
                                    .noneMatch(member ->
                                            GoldenId.foundedBy(member.ref()).equals(id))
                            ? 1
                            : 0;
                }
                before = expected;
            }
        }
        assertThat(kept).isGreaterThan(300);
        assertThat(inherited).isGreaterThan(20);
    }

    /** Where the id of a new golden record is taken, the rule says only that it is another one. */
    private static void free(Map<RecordRef, GoldenId> expected, Map<RecordRef, GoldenId> found) {
        Map<GoldenId, Set<GoldenId>> foundOf = new LinkedHashMap<>();
        expected.forEach((ref, id) ->
                foundOf.computeIfAbsent(id, none -> new HashSet<>()).add(found.get(ref)));
        foundOf.forEach((id, ids) -> {
            if (ids.size() == 2 && ids.contains(id)) {
                expected.replaceAll((ref, old) -> old.equals(id) ? found.get(ref) : old);
            }
        });
    }

    private static List<String> values(List<GoldenRecord> goldens) {
        return goldens.stream()
                .map(golden -> golden.withId(GoldenId.foundedBy(golden.member(0).ref())))
                .map(golden -> World.row(golden, false, Person.SCHEMA))
                .sorted()
                .toList();
    }

    private static Map<RecordRef, GoldenId> read(Path golden) throws IOException {
        Map<RecordRef, GoldenId> rows = new TreeMap<>();
        CsvRowSink.earlierIds(golden.resolve("crosswalk.csv")).read(rows::put);
        return rows;
    }

    /** When the record was seen that the id of another one was made from. */
    private static long firstSeen(RecordRef ref, Map<RecordRef, GoldenId> ids, Map<RecordRef, Long> seen) {
        return seen.entrySet().stream()
                .filter(one -> GoldenId.foundedBy(one.getKey()).equals(ids.get(ref)))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    /**
     * The engine knows when it first saw each record; a merge of files knows the crosswalk only. Where each change is to
     * golden records of their own, and those that are joined were made in one merge, both say the same.
     */
    @Test
    @Tag("R9")
    void theIdsAreThoseOfTheEngine() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            Map<RecordRef, SourceRecord> records = new TreeMap<>();
            Map<RecordRef, GoldenId> before = Map.of();
            Map<RecordRef, Long> seen = new HashMap<>();
            List<Link> links = new ArrayList<>();
            int keys = 0;
            try (IncrementalMerge engine = IncrementalMerge.of(PEOPLE)) {
                for (int round = 1; round <= 4; round++) {
                    List<SourceRecord> changed = new ArrayList<>();
                    List<RecordRef> removed = new ArrayList<>();
                    List<Link> joins = new ArrayList<>();
                    Map<GoldenId, List<RecordRef>> clusters = new TreeMap<>(Comparator.naturalOrder());
                    before.forEach((ref, id) -> clusters.computeIfAbsent(id, none -> new ArrayList<>())
                            .add(ref));
                    Map<RecordRef, GoldenId> known = before;
                    RecordRef last = null;
                    for (List<RecordRef> cluster : clusters.values()) {
                        RecordRef any = cluster.get(random.nextInt(cluster.size()));
                        // a cluster whose first record is gone is left alone: nobody knows what that one would be
                        // joined to
                        boolean isWhole = cluster.stream()
                                .anyMatch(ref -> GoldenId.foundedBy(ref).equals(known.get(ref)));
                        boolean isLinked = links.stream()
                                .anyMatch(link -> cluster.contains(link.first()) || cluster.contains(link.second()));
                        int what = isWhole && !isLinked ? random.nextInt(6) : 5;
                        if (what == 0) {
                            removed.add(any);
                        } else if (what == 1) {
                            changed.add(person(any, "new" + keys++ + "@x.example", "Eve"));
                        } else if (what == 2) {
                            RecordRef lesser = ref("a", "" + random.nextInt(1_000));
                            if (!seen.containsKey(lesser)) {
                                changed.add(person(
                                        lesser,
                                        records.get(any)
                                                .rawValues()
                                                .text("email")
                                                .known()
                                                .orElseThrow(),
                                        "Ada"));
                            }
                        } else if (what == 3 && last == null) {
                            last = any;
                        } else if (what == 3 && firstSeen(last, known, seen) == firstSeen(any, known, seen)) {
                            joins.add(new Link(last, any, Link.Origin.STEWARD));
                            last = null;
                        }
                    }
                    for (int i = 0; i < 12; i++) {
                        RecordRef ref = ref(random.nextBoolean() ? "m" : "z", "" + random.nextInt(1_000));
                        if (!seen.containsKey(ref)) {
                            changed.add(person(ref, "r" + round + "-" + random.nextInt(6) + "@x.example", "Ada"));
                        }
                    }
                    long now = round;
                    changed.forEach(record -> seen.putIfAbsent(record.ref(), now));
                    engine.upsert(changed.stream()
                            .map(record -> record.firstSeenAt(seen.get(record.ref())))
                            .toList());
                    engine.remove(removed);
                    engine.link(joins.toArray(Link[]::new));
                    changed.forEach(record -> records.put(record.ref(), record));
                    removed.forEach(records::remove);
                    links.addAll(joins);

                    Map<RecordRef, GoldenId> found = merge(
                            LocalBulk.of(PEOPLE).linkedBy(links).shards(3).keeping(earlier(before)),
                            records.values().toArray(SourceRecord[]::new));

                    assertThat(found).as("seed %d, round %d", seed, round).isEqualTo(crosswalk(engine.goldens()));
                    before = found;
                }
            }
        }
    }

    @Test
    @Tag("R38")
    void whatRefersToAKeptGoldenRecordHasItsKeptId() {
        TypePolicy companies = TypePolicy.defaults(Organisation.SCHEMA);
        RecordRef b = RecordRef.of("crm", EntityType.ORGANISATION, "b");
        RecordRef a = RecordRef.of("crm", EntityType.ORGANISATION, "a");
        List<SourceRecord> firms = new ArrayList<>();
        for (RecordRef ref : List.of(b, a)) {
            firms.add(SourceRecord.of(
                    ref,
                    Fields.builder(Organisation.SCHEMA).text("name", "Acme").build()));
        }
        SourceRecord ada = SourceRecord.of(
                ref("crm", "1"),
                Fields.builder(Person.SCHEMA)
                        .text("email", "a@x.example")
                        .text("organisation", "b")
                        .build());
        Goldens sink = new Goldens();

        LocalBulk.of(PEOPLE, companies)
                .keeping(earlier(Map.of(b, GoldenId.foundedBy(b))))
                .merge(
                        directory,
                        List.of(
                                new ListSource("p.csv", EntityType.PERSON, List.of(ada)),
                                new ListSource("o.csv", EntityType.ORGANISATION, firms)),
                        sink);

        assertThat(sink.goldens).hasSize(2);
        assertThat(crosswalk(sink.goldens)).containsEntry(a, GoldenId.foundedBy(b));
        assertThat(sink.goldens.get(1).values().slot(Person.SCHEMA.indexOf("organisation")))
                .hasToString("organisation/" + GoldenId.foundedBy(b).value());
    }

    @Test
    void aCrosswalkThatIsCutOrNoneIsRefusedByItsLineWithoutAValue() throws IOException {
        Path file = directory.resolve("crosswalk.csv");
        String header = "type,golden_id,system,id\n";
        String id = founded("1").value();
        for (String[] wrong : new String[][] {
            {"", "line 1", "the file is empty"},
            {"id,email\n", "line 1", "its columns are others"},
            {header + "person," + id + ",crm,\"a\nsecret\"\nperson," + id + ",crm", "line 4", "it is cut off"},
            {header + "person," + id + ",crm,\"secret", "line 2", "it is cut off"},
            {header + "person," + id + ",crm\n", "line 2", "it has 3 cells"},
            {header + "person,secret,crm,1\n", "line 2", "its golden id is none of Talk's"},
            {header + "person," + id + ",No System,1\n", "line 2", "it names no record"},
            {header + "person," + id + ",crm,\n", "line 2", "it names no record"}
        }) {
            Files.writeString(file, wrong[0]);
            assertThatThrownBy(() -> merge(
                            LocalBulk.of(PEOPLE).keeping(CsvRowSink.earlierIds(file)), person("1", "a@x.example")))
                    .as(Arrays.toString(wrong))
                    .isInstanceOf(TalkException.class)
                    .hasMessageContaining("crosswalk.csv, " + wrong[1] + " is no row of a crosswalk: " + wrong[2])
                    .hasMessageNotContaining("secret");
        }
        Files.delete(file);
        assertThatThrownBy(() ->
                        merge(LocalBulk.of(PEOPLE).keeping(CsvRowSink.earlierIds(file)), person("1", "a@x.example")))
                .isInstanceOf(TalkException.class)
                .hasMessageContaining("the crosswalk of the earlier merge cannot be read (NoSuchFileException)");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void idsThatLostTheirFirstRecordAreHeldInTheMemoryThatIsGivenOnly() {
        List<SourceRecord> records = new ArrayList<>();
        Map<RecordRef, GoldenId> before = new TreeMap<>();
        for (int i = 0; i < 1_000; i++) {
            records.add(person("" + i, "p" + i + "@x.example"));
            before.put(ref("crm", "" + i), founded("gone" + i));
        }
        LocalBulk merge = LocalBulk.of(PEOPLE).keeping(earlier(before));
        assertThat(merge(merge, records.toArray(SourceRecord[]::new))).isEqualTo(before);
        assertThatThrownBy(() -> merge(merge.memory(40_000), records.toArray(SourceRecord[]::new)))
                .isInstanceOf(TalkException.class)
                .hasMessageContaining(
                        "more than 500 golden ids of the earlier merge of the type person lost the record");
    }
}
