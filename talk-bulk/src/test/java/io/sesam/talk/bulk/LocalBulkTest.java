package io.sesam.talk.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.MatchRule;
import io.sesam.talk.policy.MatchRules;
import io.sesam.talk.policy.TypePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input has a clear end, memory has bounds, and nothing is left behind. */
final class LocalBulkTest {
    private static final TypePolicy PEOPLE = TypePolicy.defaults(Person.SCHEMA, "crm", "erp");

    @TempDir
    private Path directory;

    private static SourceRecord person(String system, String id, String firstname, String email) {
        return SourceRecord.at(
                RecordRef.of(system, EntityType.PERSON, id),
                Fields.builder(Person.SCHEMA)
                        .text("firstname", firstname)
                        .text("email", email)
                        .build(),
                7);
    }

    private static RecordSource source(String name, List<SourceRecord> records) {
        return new ListSource(name, EntityType.PERSON, records);
    }

    private static List<SourceRecord> people(int count) {
        List<SourceRecord> people = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            people.add(person("crm", "" + i, "Ada", "p" + i + "@x.example"));
        }
        return people;
    }

    private static Refused refusing(int sound, int refused) {
        return new Refused(sound, refused);
    }

    /** A source some of whose rows are no records. */
    private record Refused(int sound, int refused) implements RecordSource {
        @Override
        public String name() {
            return "crm.csv";
        }

        @Override
        public EntityType type() {
            return EntityType.PERSON;
        }

        @Override
        public void read(Rows rows) {
            people(sound).forEach(person -> rows.record(person, 0));
            for (int i = 0; i < refused; i++) {
                rows.refused(i + 2L, "it has no id; add one");
            }
        }
    }

    @Test
    void aHundredRefusedRowsOrOnePercentAreReportedAndMoreEndTheMerge() {
        for (int[] fine : new int[][] {{10, 100}, {20_000, 200}}) {
            Collected sink = new Collected();
            BulkReport report = LocalBulk.of(PEOPLE).merge(directory, List.of(refusing(fine[0], fine[1])), sink);
            assertThat(report.refused()).isEqualTo(fine[1]);
            assertThat(sink.refusals).hasSize(fine[1]);
            assertThat(sink.committed).isTrue();
        }
        Collected sink = new Collected();
        assertThatThrownBy(() -> LocalBulk.of(PEOPLE).merge(directory, List.of(refusing(10, 101)), sink))
                .isInstanceOf(TalkException.class)
                .hasMessageContaining("101 of 111 rows cannot be merged")
                .hasMessageContaining("crm.csv, row 2: it has no id; add one");
        assertThat(sink.committed).isFalse();
        assertThat(sink.closed).isTrue();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    @Tag("R7")
    void ofRowsWithOneReferenceTheOthersAreRefusedByPlaceInAnyOrder() {
        SourceRecord old = person("crm", "1", "Eve", "eve@x.example");
        SourceRecord now = SourceRecord.at(old.ref(), old.rawValues(), 8);
        for (List<SourceRecord> rows : List.of(List.of(old, now, old), List.of(old, old, now))) {
            Collected sink = new Collected();
            LocalBulk.of(PEOPLE).shards(7).merge(directory, List.of(source("crm.csv", rows)), sink);
            assertThat(sink.sorted()).hasSize(1);
            assertThat(sink.refusals).hasSize(2).allSatisfy(refusal -> {
                assertThat(refusal.source()).isEqualTo("crm.csv");
                assertThat(rows.get((int) refusal.position() - 2)).isEqualTo(old);
                assertThat(refusal.reason()).contains("given more than once").doesNotContain("eve");
            });
        }
    }

    @Test
    @Tag("R11")
    void aCrowdLargerThanTheMemoryIsParkedAsItComes() {
        List<SourceRecord> crowd = new ArrayList<>(people(500));
        for (int i = 0; i < 20_000; i++) {
            crowd.add(person(i % 2 == 0 ? "crm" : "erp", "c" + i, "Ada", "info@x.example"));
        }
        // a linked one among them
        List<Link> links = List.of(new Link(
                RecordRef.of("crm", EntityType.PERSON, "c0"),
                RecordRef.of("crm", EntityType.PERSON, "7"),
                Link.Origin.STEWARD));
        Collected sink = new Collected();
        BulkReport report = LocalBulk.of(PEOPLE)
                .linkedBy(links)
                .memory(600_000) // 60,000 bytes of records on disk: some 500 of them
                .shards(4)
                .merge(directory, List.of(source("crm.csv", crowd)), sink);
        assertThat(report.parked()).isEqualTo(20_001);
        assertThat(sink.sorted())
                .isEqualTo(
                        World.rows(
                                        io.sesam.talk.merge.BulkMerge.of(PEOPLE)
                                                .linkedBy(links)
                                                .merge(crowd),
                                        PEOPLE)
                                .stream()
                                .sorted()
                                .toList());
    }

    @Test
    void aGroupTooLargeToHoldAndNoCrowdIsRefusedWithTheReason() {
        List<SourceRecord> people = people(2_000);
        List<Link> chain = new ArrayList<>();
        for (int i = 1; i < people.size(); i++) {
            chain.add(new Link(people.get(i - 1).ref(), people.get(i).ref(), Link.Origin.STEWARD));
        }
        Collected sink = new Collected();
        LocalBulk merge = LocalBulk.of(PEOPLE).linkedBy(chain).shards(3);

        merge.merge(directory, List.of(source("crm.csv", people)), sink);
        assertThat(sink.sorted()).hasSize(1);

        Collected none = new Collected();
        assertThatThrownBy(() -> merge.memory(400_000).merge(directory, List.of(source("crm.csv", people)), none))
                .isInstanceOf(TalkException.class)
                .hasMessageContaining("about 2,000 records of the type person are joined")
                .hasMessageContaining("-Xmx");
        assertThat(none.committed).isFalse();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void anAtlasAboveItsLimitIsRefusedWithTheReason() {
        List<SourceRecord> people = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            people.add(person("crm", "" + i, "Ada" + i / 2, "p" + i + "@x.example"));
        }
        TypePolicy two = PEOPLE.rules(
                MatchRules.defaultsFor(EntityType.PERSON).by(MatchRule.same("email"), MatchRule.same("firstname")));
        Collected sink = new Collected();
        assertThatThrownBy(() ->
                        LocalBulk.of(two).memory(20_000).merge(directory, List.of(source("crm.csv", people)), sink))
                .isInstanceOf(TalkException.class)
                .hasMessageContaining("more than 250 groups of records are joined")
                .hasMessageContaining("match by fewer rules");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aKeyThatNobodyElseHasTakesNoPlaceInTheAtlas() {
        TypePolicy two = PEOPLE.rules(
                MatchRules.defaultsFor(EntityType.PERSON).by(MatchRule.same("email"), MatchRule.same("firstname")));
        List<SourceRecord> people = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            people.add(person("crm", "" + i, "Ada" + i, "p" + i + "@x.example"));
        }
        Collected sink = new Collected();
        // room for 1,000 homes only
        LocalBulk.of(two).memory(80_000).shards(64).merge(directory, List.of(source("crm.csv", people)), sink);
        assertThat(sink.sorted()).hasSize(2_000);
    }

    @Test
    void aFailingSourceAndACancelledMergeLeaveNothingBehind() {
        RecordSource broken = new RecordSource() {
            @Override
            public String name() {
                return "broken.csv";
            }

            @Override
            public EntityType type() {
                return EntityType.PERSON;
            }

            @Override
            public void read(Rows rows) throws IOException {
                rows.record(person("crm", "1", "Ada", "ada@x.example"), 1);
                throw new IOException("a value that must not be shown");
            }
        };
        Collected sink = new Collected();
        assertThatThrownBy(() -> LocalBulk.of(PEOPLE).merge(directory, List.of(broken), sink))
                .isInstanceOf(TalkException.class)
                .hasMessageContaining("broken.csv cannot be read (IOException)")
                .hasMessageNotContaining("must not be shown");
        assertThat(sink.closed && !sink.committed).isTrue();
        assertThatThrownBy(() -> LocalBulk.of(PEOPLE)
                        .until(() -> true)
                        .merge(directory, List.of(source("crm.csv", people(10))), new Collected()))
                .isInstanceOfSatisfying(
                        TalkException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CANCELLED));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aTypeWithoutAPolicyIsRefusedBeforeAnythingIsRead() {
        assertThatThrownBy(() -> LocalBulk.of(TypePolicy.defaults(Organisation.SCHEMA))
                        .merge(directory, List.of(source("crm.csv", people(1))), new Collected()))
                .hasMessageContaining("crm.csv has records of the type person, for which the merge has no policy");
    }

    @Test
    @Tag("R46")
    void theFilesOfAResultArePrivateAndReplaceAnEarlierResultOnly() throws IOException {
        Path golden = directory.resolve("golden");
        List<SourceRecord> people = List.of(
                person("crm", "1", "Ada", "ada@x.example"),
                SourceRecord.at(
                        RecordRef.of("erp", EntityType.PERSON, "a \"7\", b"),
                        Fields.builder(Person.SCHEMA)
                                .text("firstname", "Ada, \"the\"\nfirst")
                                .text("lastname", "")
                                .text("email", "ADA@x.example")
                                .build(),
                        1_000_000));
        for (int round = 0; round < 2; round++) {
            LocalBulk.of(PEOPLE)
                    .merge(
                            directory,
                            List.of(source("crm.csv", people)),
                            CsvRowSink.into(golden, List.of(Person.SCHEMA)));
            String id =
                    Files.readAllLines(golden.resolve("crosswalk.csv")).get(1).split(",", -1)[1];
            assertThat(golden.resolve("person.csv"))
                    .hasContent("golden_id,records,firstname,lastname,email,gender,organisation\n" + id
                            + ",2,\"Ada, \"\"the\"\"\nfirst\",\"\",ADA@x.example,,\n");
            assertThat(golden.resolve("crosswalk.csv"))
                    .hasContent("type,golden_id,system,id\nperson," + id + ",crm,1\nperson," + id
                            + ",erp,\"a \"\"7\"\", b\"\n");
            assertThat(golden.resolve("provenance.csv"))
                    .content()
                    .contains(
                            "person," + id
                                    + ",firstname,won,\"Ada, \"\"the\"\"\nfirst\",erp,\"a \"\"7\"\", b\",1970-01-01T00:00:01Z,newest\n")
                    .contains("person," + id + ",firstname,lost,Ada,crm,1,1970-01-01T00:00:00.000007Z,newest\n")
                    .doesNotContain("email,lost");
            assertThat(Files.readString(golden.resolve("parked.csv"))).isEqualTo("type,golden_id,system,id\n");
            assertThat(Files.readString(golden.resolve("refused.csv"))).isEqualTo("source,position,reason\n");
        }
        try (Stream<Path> files = Files.list(golden)) {
            assertThat(files.toList())
                    .hasSize(5)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(golden)))
                .isEqualTo("rwx------");
        Files.writeString(golden.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> CsvRowSink.into(golden, List.of(Person.SCHEMA)))
                .hasMessageContaining("no result of an earlier merge; name another directory");
        assertThat(directory.toFile().list()).containsExactly("golden");
    }

    @Test
    void aMergeThatFailsLeavesTheEarlierResultAsItIs() throws IOException {
        Path golden = directory.resolve("golden");
        LocalBulk.of(PEOPLE)
                .merge(
                        directory,
                        List.of(source("crm.csv", people(3))),
                        CsvRowSink.into(golden, List.of(Person.SCHEMA)));
        String before = Files.readString(golden.resolve("person.csv"));
        assertThatThrownBy(() -> LocalBulk.of(PEOPLE)
                        .merge(directory, List.of(refusing(1, 200)), CsvRowSink.into(golden, List.of(Person.SCHEMA))))
                .isInstanceOf(TalkException.class);
        assertThat(Files.readString(golden.resolve("person.csv"))).isEqualTo(before);
        assertThat(directory.toFile().list()).containsExactly("golden");
    }

    @Test
    void theReportNamesTheLargestClustersAndWhatLostMost() {
        List<SourceRecord> people = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            for (int j = 0; j <= i % 4; j++) {
                people.add(person("s" + j, "" + i, "Ada" + j, "p" + i + "@x.example"));
            }
        }
        BulkReport report = LocalBulk.of(PEOPLE).merge(directory, List.of(source("crm.csv", people)), new Collected());
        assertThat(report.goldens()).isEqualTo(30);
        assertThat(report.merged()).isEqualTo(22);
        assertThat(report.largest()).hasSize(10);
        assertThat(report.largest().stream().map(BulkReport.Cluster::size))
                .containsExactly(4, 4, 4, 4, 4, 4, 4, 3, 3, 3);
        assertThat(report.lost()).containsExactly(java.util.Map.entry("person.firstname", (long) people.size() - 30));
    }
}
