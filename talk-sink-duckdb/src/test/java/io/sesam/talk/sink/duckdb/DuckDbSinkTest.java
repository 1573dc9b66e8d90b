package io.sesam.talk.sink.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.sink.AnalyticTables;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkBatch;
import io.sesam.talk.spi.sink.SinkMark;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.testkit.sink.SinkSamples;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of this sink, beside the contract. */
final class DuckDbSinkTest {
    @TempDir
    private Path directory;

    private DuckDbPlace place;

    @BeforeEach
    void choosePlace() {
        place = new DuckDbPlace(directory.resolve("analytics.duckdb"));
    }

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(SinkPlugin.class))
                .extracting(plugin -> plugin.spec().name())
                .contains("duckdb");
    }

    @Test
    @Tag("R32")
    void aRunWithoutChangesNeedsNoLookIntoTheFile() {
        SinkSamples.fill(place, SinkSamples.person("1", "Ann", 1));
        try (Sink sink = place.open(SinkSamples.context())) {
            sink.prepare();
            assertThat(sink.fingerprint()).as("while the file is open").isEmpty();
            sink.release();
            Optional<String> after = sink.fingerprint();
            assertThat(after).isPresent();
            try (Sink later = place.open(SinkSamples.context())) {
                assertThat(later.fingerprint())
                        .as("of another process, before it opens the file")
                        .isEqualTo(after);
            }
        }
    }

    @Test
    @Tag("R32")
    void whatOthersDoToTheFileChangesItsFingerprint() throws IOException {
        SinkSamples.fill(place, SinkSamples.person("1", "Ann", 1));
        Path copy = Files.copy(place.path(), directory.resolve("copy"));
        try (Sink sink = place.open(SinkSamples.context())) {
            Set<Optional<String>> seen = new HashSet<>(Set.of(sink.fingerprint()));
            place.change("UPDATE person SET firstname = 'Bo'");
            assertThat(seen.add(sink.fingerprint())).as("a changed row").isTrue();
            FileTime time = Files.getLastModifiedTime(place.path());
            place.change("UPDATE person SET firstname = 'Cy'");
            Files.setLastModifiedTime(place.path(), time);
            assertThat(seen.add(sink.fingerprint()))
                    .as("a changed row, with the time of before")
                    .isTrue();
            Files.writeString(directory.resolve("analytics.duckdb.wal"), "a log");
            assertThat(sink.fingerprint()).as("with a log").isEmpty();
            Files.delete(directory.resolve("analytics.duckdb.wal"));
            Files.delete(place.path());
            assertThat(sink.fingerprint()).as("without the file").isEmpty();
            Files.copy(copy, place.path());
            assertThat(seen.add(sink.fingerprint())).as("a restored copy").isTrue();
        }
        DuckDbPlace other = new DuckDbPlace(place.path(), Map.of("schema", "reports"));
        try (Sink sink = place.open(SinkSamples.context());
                Sink elsewhere = other.open(SinkSamples.context());
                Sink wider = place.open(SinkSamples.context(Person.SCHEMA.with(Property.text("phone"))))) {
            assertThat(Set.of(sink.fingerprint(), elsewhere.fingerprint(), wider.fingerprint()))
                    .as("other tables in the same file")
                    .hasSize(3);
        }
    }

    @Test
    void tablesAndColumnsAreExplainedInTheFile() {
        SinkSamples.fill(place, SinkSamples.person("1", "Ann", 1));
        assertThat(place.query("SELECT table_name FROM duckdb_tables() WHERE comment IS NULL"))
                .isEmpty();
        assertThat(place.query("SELECT comment FROM duckdb_columns() WHERE table_name = 'crosswalk'"
                        + " AND column_name = 'golden_id'"))
                .hasToString("[[the golden record it belongs to]]");
    }

    @Test
    void propertiesNamedAsOurOwnColumnsGetAnUnderscore() {
        Schema schema = Schema.of(
                new EntityType("table"), Property.text("id"), Property.text("version"), Property.text("version_"));
        assertThat(AnalyticTables.of(schema).columns())
                .extracting(AnalyticTables.Column::name)
                .containsExactly("id", "id_", "version__", "version_", "version");
    }

    @Test
    void typesNamedAsOurOwnTablesAreRefused() {
        Schema crosswalk = Schema.of(new EntityType("crosswalk"), Property.text("name"));
        assertThatThrownBy(() -> place.open(SinkSamples.context(crosswalk)))
                .isInstanceOf(TalkException.class)
                .hasMessageContaining("crosswalk");
    }

    @Test
    void allProblemsOfTheSettingsAreToldAtOnce() {
        DuckDbPlace wrong =
                new DuckDbPlace(directory.resolve("a;b"), Map.of("schema", "pg_catalog", "memory", 5, "threads", 0));
        assertThatThrownBy(() -> wrong.open(SinkSamples.context()))
                .isInstanceOfSatisfying(TalkException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.CONFIGURATION);
                    assertThat(refusal.problems()).hasSize(4);
                });
    }

    @Test
    void timesThatDoNotFitAreCutToTheFirstAndTheLast() {
        SinkSamples.fill(
                place,
                SinkSamples.person("1", "Ann", Instant.MIN.plusSeconds(1), 1),
                SinkSamples.person("2", "Bea", Instant.MAX, 2));
        assertThat(place.query("SELECT DISTINCT said_at::VARCHAR FROM provenance"
                        + " WHERE isfinite(said_at) AND year(said_at) = 294247"))
                .hasSize(1);
        assertThat(place.query("FROM provenance WHERE said_at IS NOT NULL AND NOT isfinite(said_at)"))
                .isEmpty();
    }

    @Test
    void halfACharacterIsKeptAsAQuestionMark() {
        SinkSamples.fill(place, SinkSamples.person("1", "Ann \uD83D", 1));
        assertThat(place.query("SELECT firstname FROM person")).hasToString("[[Ann ?]]");
    }

    @Test
    @Tag("R32")
    void tableOfATypeNoLongerDeclaredGoesWithTheRebuild() {
        SinkSamples.fill(place, SinkSamples.person("1", "Ann", 1));
        try (Sink sink = place.open(SinkSamples.context(Person.SCHEMA))) {
            assertThat(sink.prepare()).isEmpty();
            SinkSamples.rebuild(sink, SinkSamples.person("1", "Ann", 1));
            assertThat(sink.prepare()).contains(SinkSamples.mark(1));
        }
        assertThat(place.query("SELECT table_name FROM duckdb_tables() ORDER BY 1"))
                .hasToString("[[crosswalk], [person], [provenance], [talk_removed], [talk_state]]");
    }

    @Test
    @Tag("R32")
    void columnOfAPropertyNoLongerDeclaredGoesWithTheRebuild() {
        SinkSamples.fill(place, SinkSamples.person("1", "Ann", 1));
        place.run("ALTER TABLE person ADD COLUMN mine VARCHAR");
        try (Sink sink = place.open(SinkSamples.context())) {
            assertThat(sink.prepare()).isEmpty();
            SinkSamples.rebuild(sink, SinkSamples.person("1", "Ann", 1));
            assertThat(sink.prepare()).contains(SinkSamples.mark(1));
        }
    }

    @Test
    @Tag("R32")
    void changesAreRefusedWhereWhatCameBeforeIsNotThere() {
        try (Sink sink = place.open(SinkSamples.context())) {
            sink.prepare();
            assertBug(() -> sink.apply(SinkSamples.batch(SinkSamples.person("1", "Ann", 1))), "rebuild them");
            SinkSamples.rebuild(sink, SinkSamples.person("1", "Ann", 1));
            SinkMark theirs = new SinkMark("another store's", 2);
            assertBug(() -> sink.apply(new SinkBatch(List.of(SinkSamples.person("1", "Bea", 2)), theirs)), "rebuild");
        }
    }

    @Test
    @Tag("R32")
    void goldenRecordThatComesTwiceIntoARebuildIsRefused() {
        SinkSamples.fill(place, SinkSamples.person("1", "Ann", 1));
        try (Sink sink = place.open(SinkSamples.context())) {
            sink.prepare();
            assertBug(
                    () -> SinkSamples.rebuild(
                            sink, SinkSamples.person("1", "Ann", 1), SinkSamples.person("1", "Bea", 2)),
                    "was added twice");
            assertThat(sink.prepare()).contains(SinkSamples.mark(1));
        }
    }

    @Test
    void nothingElseIsDoneWhileARebuildIsNotOver() {
        try (Sink sink = place.open(SinkSamples.context())) {
            sink.prepare();
            Sink.Rebuild rebuild = sink.rebuild();
            assertBug(sink::prepare, "still in progress");
            assertBug(sink::rebuild, "still in progress");
            assertBug(() -> sink.apply(SinkSamples.batch(SinkSamples.person("1", "Ann", 1))), "still in progress");
            rebuild.finish(SinkSamples.mark(0));
            rebuild.close();
            assertBug(() -> rebuild.finish(SinkSamples.mark(1)), "has already ended");
            assertThat(sink.prepare()).contains(SinkSamples.mark(0));
        }
    }

    @Test
    @Tag("R36")
    void rebuildThatIsClosedAfterItsSinkDoesNoHarm() {
        SinkSamples.fill(place, SinkSamples.person("1", "Ann", 1));
        Sink sink = place.open(SinkSamples.context());
        sink.prepare();
        Sink.Rebuild rebuild = sink.rebuild();
        rebuild.add(SinkSamples.batch(SinkSamples.person("1", "Bea", 2)));
        sink.close();
        rebuild.close();
        assertThat(place.query("SELECT firstname FROM person")).hasToString("[[Ann]]");
    }

    @Test
    @Tag("R36")
    void twoSinksOnTwoFilesDoNotDisturbEachOther() {
        DuckDbPlace other = new DuckDbPlace(directory.resolve("other.duckdb"));
        try (Sink one = place.open(SinkSamples.context());
                Sink two = other.open(SinkSamples.context())) {
            one.prepare();
            two.prepare();
            SinkSamples.rebuild(one, SinkSamples.person("1", "Ann", 1));
            SinkSamples.rebuild(two, SinkSamples.person("1", "Bea", 1));
        }
        assertThat(place.query("SELECT firstname FROM person")).hasToString("[[Ann]]");
        assertThat(other.query("SELECT firstname FROM person")).hasToString("[[Bea]]");
    }

    @Test
    @Tag("R37")
    void brokenRuleOfAnotherMakerIsToldWithoutTheValueThatBrokeIt() {
        SinkSamples.fill(place, SinkSamples.person("1", "Ann", 1));
        try (Sink sink = place.open(SinkSamples.context())) {
            sink.prepare();
            place.run("CREATE UNIQUE INDEX mine ON person (firstname)");
            assertFailsWithoutValue(sink, "a unique index");
            place.run("DROP INDEX mine");
            sink.apply(SinkSamples.batch(SinkSamples.person("2", "Ann", 2)));
        }
    }

    @Test
    @Tag("R37")
    void rowThatDoesNotFitIsNamedByItsIdAndNotByItsValue() {
        SinkSamples.fill(place, SinkSamples.person("1", "5", 1));
        try (Sink sink = place.open(SinkSamples.context())) {
            sink.prepare();
            place.run("ALTER TABLE person ALTER firstname TYPE INTEGER");
            String id = SinkSamples.person("2", "Ann", 2).id().value();
            assertFailsWithoutValue(sink, "table person, column 2, row " + id);
            assertThat(sink.prepare()).as("the tables ask for a rebuild").isEmpty();
        }
    }

    private static void assertFailsWithoutValue(Sink sink, String words) {
        assertThatThrownBy(() -> sink.apply(SinkSamples.batch(SinkSamples.person("2", "Ann", 2))))
                .isInstanceOfSatisfying(TalkException.class, failure -> {
                    StringWriter all = new StringWriter();
                    failure.printStackTrace(new PrintWriter(all));
                    assertThat(failure.code()).isEqualTo(ErrorCode.UNWRITABLE);
                    assertThat(failure.getMessage()).contains(words);
                    assertThat(all.toString()).doesNotContain("Ann");
                });
    }

    private static void assertBug(Runnable call, String words) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(TalkException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.BUG);
            assertThat(refusal.getMessage()).contains(words);
        });
    }
}
