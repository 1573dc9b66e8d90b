package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.query.GoldenSearch;
import io.sesam.talk.query.GoldenSystems;
import io.sesam.talk.query.SearchText;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Position;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.testkit.TestClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests that stores of an earlier version open and continue. With the files they belong to; see
 * {@link UpgradeStoreMaker}.
 */
@Tag("R23")
final class UpgradeTest {
    private static final Instant BEGUN = Instant.parse("2026-03-02T08:05:00Z");
    private static final Instant LAST = Instant.parse("2026-03-02T09:45:00Z");
    private static final SystemName CRM = new SystemName("crm");
    private static final SystemName ERP = new SystemName("erp");
    private static final SystemName PAYROLL = new SystemName("payroll");
    private static final SystemName REGISTER = new SystemName("register");

    @TempDir
    private Path directory;

    /** The location of a kept store. */
    private interface Kept {
        Store open();

        Connection look() throws SQLException;

        default List<String> run(String... statements) throws SQLException {
            List<String> found = new ArrayList<>();
            try (Connection connection = look();
                    Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    found.clear();
                    if (statement.execute(sql)) {
                        try (ResultSet rows = statement.getResultSet()) {
                            while (rows.next()) {
                                found.add(rows.getString(1));
                            }
                        }
                    }
                }
            }
            return found;
        }
    }

    /** The kinds of database of kept stores. */
    enum Kind {
        SQLITE,
        POSTGRESQL
    }

    private Kept keep(Kind kind) throws IOException, SQLException {
        return kind == Kind.SQLITE ? sqlite() : postgresql();
    }

    private Kept sqlite() throws IOException {
        copy("upgrade/sqlite");
        Path file = directory.resolve("talk.db");
        Files.move(directory.resolve("store.bin"), file);
        return new Kept() {
            @Override
            public Store open() {
                return SqliteStorePlugin.at(file, UpgradeScene.SCHEMAS);
            }

            @Override
            public Connection look() throws SQLException {
                return SqliteDialect.open(file);
            }
        };
    }

    private Kept postgresql() throws IOException, SQLException {
        copy("upgrade/postgresql");
        Map<String, Object> settings = Postgres.settings("PT1M");
        Kept kept = new Kept() {
            @Override
            public Store open() {
                return Postgres.open(settings, UpgradeScene.SCHEMAS);
            }

            @Override
            public Connection look() throws SQLException {
                return DriverManager.getConnection(
                        Postgres.url() + "?currentSchema=" + settings.get("schema"), "postgres", "postgres");
            }
        };
        kept.run(
                "create schema " + settings.get("schema"),
                "create table talk_migrations (version integer not null primary key, applied text not null)",
                script("postgresql-1.sql"),
                script("postgresql-2.sql"),
                Files.readString(directory.resolve("store.sql")));
        return kept;
    }

    private static String script(String name) throws IOException {
        try (InputStream script = Objects.requireNonNull(Migrations.class.getResourceAsStream(name))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Copies a kept store, including hidden directories. */
    private void copy(String resource) throws IOException {
        try {
            Path from = Path.of(Objects.requireNonNull(UpgradeTest.class.getResource(resource))
                    .toURI());
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path to = directory.resolve(from.relativize(file).toString());
                    Files.createDirectories(Objects.requireNonNull(to.getParent()));
                    Files.copy(file, to);
                }
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private Map<String, String> csv() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (String name : List.of("crm/person", "crm/organisation", "erp/person", "erp/organisation")) {
            texts.put(name, Files.readString(directory.resolve(name + ".csv")));
        }
        return texts;
    }

    private static Map<GoldenId, Fields> goldens(Kept kept) {
        Map<GoldenId, Fields> goldens = new TreeMap<>();
        try (Store store = kept.open()) {
            store.goldensAfter(0, 1_000).stream()
                    .filter(golden -> !golden.removed())
                    .forEach(golden -> goldens.put(golden.id(), golden.values()));
        }
        return goldens;
    }

    @ParameterizedTest
    @EnumSource
    void everythingThatWasNotedIsThere(Kind kind) throws Exception {
        Kept kept = keep(kind);
        try (Store store = kept.open()) {
            assertThat(store.state(StateKey.suppressionKey()))
                    .contains(new EngineState.SuppressionKey(
                            "987768b2f6fab2ab17b84bf7c3f2b000945785bd446de416c99eb343de6427cc"));
            assertThat(store.state(StateKey.heldPlan(CRM, EntityType.ORGANISATION)))
                    .contains(new EngineState.PlanHold(4, 0, LAST, false));
            assertThat(store.state(StateKey.restoredRecord(RecordRef.of("erp", EntityType.PERSON, "e2"))))
                    .isPresent();
            assertThat(store.state(StateKey.targets(EntityType.PERSON)))
                    .contains(new EngineState.TargetSystems(List.of(CRM, ERP, PAYROLL)));
            assertThat(store.state(StateKey.targets(EntityType.PRODUCT)))
                    .contains(new EngineState.TargetSystems(List.of()));
            assertThat(store.state(StateKey.policy(EntityType.PRODUCT)))
                    .contains(new EngineState.AppliedPolicy("[MatchRule[name=name, properties=[name]]]-[]<50<20"
                            + " product[name] [crm, erp, payroll] [newest]"));
            assertThat(store.state(StateKey.sinkPromise(new SystemName("warehouse"))))
                    .contains(new EngineState.SinkPromise(store.lastSequence()));
            assertThat(store.state(StateKey.answerExpiry(REGISTER, EntityType.ORGANISATION)))
                    .contains(new EngineState.ExpirySweep(
                            BEGUN.plus(Duration.ofDays(14)), BEGUN.plus(Duration.ofDays(14)), null));
            assertThat(store.state(StateKey.firstWrite(ERP, EntityType.PERSON)))
                    .contains(new EngineState.Moment(BEGUN));
            assertThat(store.state(StateKey.fields(ERP, EntityType.PERSON)))
                    .contains(new EngineState.CoveredFields(
                            Set.of("email", "firstname", "lastname", "phone"), 2, Set.of("phone")));
            assertThat(store.state(StateKey.fields(CRM, EntityType.ORGANISATION)))
                    .contains(new EngineState.CoveredFields(Set.of("country", "name"), 0, Set.of()));
            assertThat(store.state(StateKey.news(REGISTER)))
                    .contains(new EngineState.NewsPosition(new Position.Token("2")));
            assertThat(store.state(StateKey.enrichment(REGISTER)))
                    .contains(new EngineState.EnrichmentMark(store.lastSequence(), "0"));
            assertThat(store.state(StateKey.listed(PAYROLL, EntityType.PERSON)))
                    .contains(new EngineState.Moment(BEGUN));
            assertThat(store.state(StateKey.listingBegun(PAYROLL, EntityType.PERSON)))
                    .contains(new EngineState.Moment(BEGUN));
            assertThat(store.state(StateKey.token("payroll")))
                    .contains(new EngineState.IssuedToken("sealed token of the payroll"));
            assertThat(store.state(StateKey.token("payroll/next")))
                    .contains(new EngineState.IssuedToken("second line\nof a token 😀"));
            assertThat(store.state(StateKey.comparison(CRM, EntityType.PERSON)))
                    .as("compared once more by the next run")
                    .isEmpty();
            assertThat(store.goldens(EntityType.PERSON)).isEqualTo(4);
            assertThat(store.audit(0, 100)).isNotEmpty();
        }
        assertThat(kept.run("select distinct kind from engine_state")).hasSize(14);
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> kept.run("select text from notes"));
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> kept.run("select winners from goldens"));
    }

    @ParameterizedTest
    @EnumSource
    void theNextRunsWriteNothing(Kind kind) throws Exception {
        Kept kept = keep(kind);
        Map<String, String> before = csv();
        Map<GoldenId, Fields> goldens = goldens(kept);
        UpgradeScene scene = new UpgradeScene(directory, kept::open, LAST.plus(Duration.ofMinutes(10)));
        long[] sequences = new long[3];
        for (int run = 0; run < 3; run++) {
            SyncReport report = scene.sync();
            try (Store store = kept.open()) {
                sequences[run] = store.lastSequence();
            }
            assertThat(report.paused()).isEmpty();
            assertThat(report.writes()).as("writes of run %s", run).isZero();
            assertThat(report.goldenChanges()).isZero();
            assertThat(report.enriched().get(REGISTER))
                    .isNotNull()
                    .matches(enriched -> enriched.asked() == 0 && enriched.waiting() == 0);
            assertThat(report.heldPlans()).extracting(HeldPlan::changes).containsExactly(4L);
        }
        assertThat(csv()).isEqualTo(before);
        assertThat(goldens(kept)).isEqualTo(goldens);
        assertThat(sequences[2]).as("merged anew by the first run alone").isEqualTo(sequences[0]);
        scene.withTalk(talk -> assertThat(scene.tokens().read("payroll")).contains("sealed token of the payroll"));
        try (Store store = kept.open()) {
            assertThat(store.state(StateKey.comparison(CRM, EntityType.PERSON))).isPresent();
            assertThat(store.audit(0, 100)).noneMatch(entry -> entry.time().isAfter(LAST));
        }
    }

    /** Erased persons are still recognised: the key of the suppression list is the same. */
    @ParameterizedTest
    @EnumSource
    @Tag("R27")
    void whoWasErasedDoesNotComeBack(Kind kind) throws Exception {
        Kept kept = keep(kind);
        Path people = directory.resolve("crm/person.csv");
        Files.writeString(
                people,
                Files.readString(people).stripTrailing().replace("\r\n", "\n")
                        + "\nc9,Forgotten,Example,forgotten@example.org,2026-03-02T09:50:00Z\n");
        UpgradeScene scene = new UpgradeScene(directory, kept::open, LAST.plus(Duration.ofMinutes(10)));
        SyncReport report = scene.sync();
        assertThat(report.writes()).isZero();
        assertThat(report.erasures()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aNoteThatCannotBeReadLeavesTheStoreAsItWas(Kind kind) throws Exception {
        Kept kept = keep(kind);
        List<String> notes =
                kept.run("update notes set text = 'secret' where name = 'sunk/warehouse'", "select name from notes");
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(kept::open)
                .withMessageContainingAll("sunk/warehouse", "Nothing was changed", "restore a backup")
                .withMessageNotContaining("secret")
                .matches(refusal -> refusal.code() == ErrorCode.STORE_FAILED);
        assertThat(kept.run("select name from notes")).containsExactlyInAnyOrderElementsOf(notes);
        assertThat(kept.run("select winners from goldens")).isNotEmpty();
        kept.run("update notes set text = '43' where name = 'sunk/warehouse'");
        kept.open().close();
    }

    @ParameterizedTest
    @EnumSource
    void stateOfAnotherVersionIsRefusedWithWhatToDo(Kind kind) throws Exception {
        Kept kept = keep(kind);
        kept.open().close();
        kept.run("update engine_state set value = '2 since=secret' where kind = 'held_plan'");
        try (Store store = kept.open()) {
            assertThatExceptionOfType(TalkException.class)
                    .isThrownBy(() -> store.state(StateKey.heldPlan(CRM, EntityType.ORGANISATION)))
                    .withMessageContainingAll("held_plan crm/organisation", "version 2", "restore a backup")
                    .withMessageNotContaining("secret")
                    .matches(refusal -> refusal.code() == ErrorCode.STORE_FAILED);
        }
    }

    /** Every golden record is found by each of its words, and has the systems of its records. */
    @ParameterizedTest
    @EnumSource
    void goldenRecordsOfAnEarlierVersionAreSearched(Kind kind) throws Exception {
        Kept kept = keep(kind);
        try (Store store = kept.open()) {
            assertAllAreFound(store);
        }
        kept.run("update about set value = '' where name = 'search'", "delete from search where entry > 'person'");
        try (Store store = kept.open()) {
            assertAllAreFound(store);
        }
    }

    private static void assertAllAreFound(Store store) {
        List<StoredGolden> goldens = store.goldensAfter(0, 1_000).stream()
                .filter(golden -> !golden.removed())
                .toList();
        assertThat(goldens).isNotEmpty();
        for (StoredGolden golden : goldens) {
            List<RecordRef> records = store.members(List.of(golden.id())).stream()
                    .filter(StoredRecord::isLive)
                    .map(StoredRecord::ref)
                    .toList();
            assertThat(golden.systems()).isEqualTo(GoldenSystems.of(records));
            for (String word : SearchText.words(golden.values())) {
                GoldenSearch search = new GoldenSearch(
                        golden.values().schema().type(),
                        List.of(word),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        null,
                        100);
                assertThat(store.search(search).goldens()).contains(golden.id());
            }
            GoldenSearch all = new GoldenSearch(
                    golden.values().schema().type(), List.of(), Optional.empty(), Optional.empty(), false, null, 100);
            assertThat(store.search(all).goldens()).contains(golden.id());
        }
    }

    /** Ends the process after all work but before the commit. */
    static final class Killed {
        private Killed() {}

        public static void main(String... arguments) throws SQLException {
            SqliteDialect dialect = new SqliteDialect(Path.of(arguments[0]));
            Connection connection = dialect.connect();
            SqliteDialect.configure(connection);
            SqliteFile.MIGRATIONS
                    .after(
                            Integer.parseInt(arguments[1]),
                            same -> Runtime.getRuntime().halt(9))
                    .run(connection, dialect, TestClock.create());
        }
    }

    @Test
    void aKillInTheMiddleLeavesTheOldStore() throws Exception {
        Kept kept = sqlite();
        for (String version : List.of("6", "7")) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Killed.class.getName(),
                            directory.resolve("talk.db").toString(),
                            version)
                    .inheritIO()
                    .start();
            assertThat(process.waitFor()).isEqualTo(9);
            assertThat(kept.run("select max(version) from talk_migrations")).containsExactly("5");
            assertThat(kept.run("select count(*) from notes")).containsExactly("30");
        }
        try (Store store = kept.open()) {
            assertThat(store.state(StateKey.token("payroll"))).isPresent();
        }
    }
}
