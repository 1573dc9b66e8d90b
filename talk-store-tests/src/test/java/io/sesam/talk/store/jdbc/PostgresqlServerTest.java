package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of server problems and their messages. */
@Tag("slow")
final class PostgresqlServerTest {
    private static final String SECRET = "correct horse";

    private final Map<String, Object> settings = Postgres.settings("PT10M");

    private Store open() {
        return Postgres.open(settings, OtherEngine.SCHEMAS);
    }

    private String schema() {
        return settings.get("schema").toString();
    }

    private static void refused(ErrorCode code, ThrowingCallable action, String... words) {
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(action)
                .withMessageContainingAll(words)
                .matches(refusal -> refusal.code() == code)
                .satisfies(refusal -> assertThat(everythingSaidBy(refusal))
                        .doesNotContain(SECRET)
                        .doesNotContain("ada@example.org"));
    }

    private static String everythingSaidBy(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static StoredGolden ada(String id) {
        RecordRef ref = RecordRef.of("crm", EntityType.PERSON, id);
        return new StoredGolden(
                GoldenId.foundedBy(ref), Person.of("Ada", "", "ada@example.org").toFields(), 1, 1, false);
    }

    @Test
    void canBeLookedIntoWhileItIsOpen() throws SQLException {
        try (Store store = open()) {
            store.commit(OtherEngine.page(0));
            assertThat(Postgres.run("select said from " + schema() + ".records where id = 'r7'"))
                    .singleElement()
                    .asString()
                    .contains("\"firstname\":\"Ada 7\"");
            assertThat(Postgres.run("select count(*) from " + schema() + ".crosswalk"))
                    .containsExactly("200");
        }
    }

    @Test
    void goesOnWithANewConnectionWhenTheOldOneBroke() throws SQLException {
        try (Store store = open()) {
            store.commit(new Commit().put(StateKey.token("a"), new EngineState.IssuedToken("b")));
            endAllSessions();
            assertThat(store.state(StateKey.token("a"))).contains(new EngineState.IssuedToken("b"));
            endAllSessions();
            store.commit(new Commit().put(StateKey.token("a"), new EngineState.IssuedToken("c")));
            assertThat(store.state(StateKey.token("a"))).contains(new EngineState.IssuedToken("c"));
        }
    }

    private static void endAllSessions() throws SQLException {
        Postgres.run("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'talk'");
    }

    @Test
    void saysThatNobodyAnswers() throws IOException {
        settings.put("url", "jdbc:postgresql://localhost:" + freePort() + "/talk?connectTimeout=1");
        settings.put("password", SECRET);
        refused(ErrorCode.STORE_FAILED, this::open, "cannot be reached", "store.url", "localhost", "/talk, schema");
    }

    private static int freePort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            return taken.getLocalPort();
        }
    }

    @Test
    void saysThatThePasswordIsWrongAndNotWhatItIs() throws SQLException {
        String user = "u" + schema();
        Postgres.run("create role " + user + " login password 'other'");
        settings.put("user", user);
        settings.put("password", SECRET);
        boolean trusted = Postgres.run("select count(*) from pg_hba_file_rules where auth_method = 'trust'").stream()
                .noneMatch("0"::equals);
        if (trusted) {
            // The test server accepts every user, but this one owns nothing.
            refused(
                    ErrorCode.STORE_FAILED,
                    this::open,
                    "cannot be used by the user " + user,
                    "make that user its owner");
        } else {
            refused(ErrorCode.STORE_FAILED, this::open, "refuses access to the user", "store.password");
        }
    }

    @Test
    void saysThatThereIsNoSuchDatabase() {
        settings.put("url", Postgres.url().replaceFirst("/[^/]*$", "/nowhere"));
        refused(ErrorCode.STORE_FAILED, this::open, "no such database", "create it");
    }

    @Test
    void saysThatTheSchemaIsOfSomethingElseAndLeavesItAlone() throws SQLException {
        Postgres.run("create schema " + schema(), "create table " + schema() + ".customers (name text)");
        refused(ErrorCode.STORE_FAILED, this::open, "database of another application", "another schema");
        assertThat(Postgres.run(
                        "select table_name from information_schema.tables where table_schema = '" + schema() + "'"))
                .containsExactly("customers");
    }

    @Test
    void saysThatANewerTalkWroteIt() throws SQLException {
        open().close();
        Postgres.run("insert into " + schema() + ".talk_migrations values (99, '2030-01-01T00:00:00Z')");
        refused(ErrorCode.STORE_NEWER, this::open, "newer Talk", "version 99");
    }

    @Test
    void refusesADatabaseThatCannotHoldEveryName() throws SQLException {
        Postgres.run("create database latin_" + schema()
                + " encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0");
        settings.put("url", Postgres.url().replaceFirst("/[^/]*$", "/latin_" + schema()));
        refused(ErrorCode.STORE_FAILED, this::open, "LATIN1", "UTF8");
    }

    /** The driver would quote the row, and the server the values. */
    @Test
    @Tag("R37")
    void saysNothingOfPeopleWhenACommitContradictsItself() {
        try (Store store = open()) {
            store.commit(new Commit().put(ada("1")));
            refused(
                    ErrorCode.BUG,
                    () -> store.commit(new Commit().put(ada("2"))),
                    "refused inconsistent data",
                    "nothing of the commit was kept");
            assertThat(store.goldens(EntityType.PERSON)).isEqualTo(1);
        }
    }

    @Test
    @Tag("R37")
    void takesNoUserAndNoPasswordInTheAddressAndShowsNone() {
        for (String url : List.of(
                "jdbc:postgresql://localhost/talk?password=" + SECRET,
                "jdbc:postgresql://ada:" + SECRET + "@localhost/talk",
                "postgresql://localhost/talk?user=ada&PASSWORD=" + SECRET,
                "jdbc:postgresql://localhost/talk?currentSchema=x",
                "jdbc:mysql://localhost/talk")) {
            settings.put("url", url);
            refused(ErrorCode.CONFIGURATION, this::open, "store.url must");
        }
        settings.put("url", Postgres.url());
        settings.put("schema", "x; drop schema y");
        settings.put("lease", "PT0S");
        refused(ErrorCode.CONFIGURATION, this::open, "store.schema must be a plain name", "store.lease is too short");
    }

    @Test
    @Tag("R37")
    void neverPrintsItsPassword() {
        List<String> problems = new ArrayList<>();
        settings.put("password", SECRET);
        Settings read = Settings.read(
                "store",
                Path.of("."),
                settings,
                new PostgresqlStorePlugin().spec().settings(),
                problems);
        assertThat(problems).isEmpty();
        assertThat(read.toString()).doesNotContain(SECRET);
        PostgresqlSettings own = new PostgresqlSettings(
                settings.get("url").toString(),
                "postgres",
                Optional.of(Secret.of(SECRET)),
                "talk",
                Duration.ofMinutes(1));
        assertThat(own.toString() + new PostgresqlDialect(own)).doesNotContain(SECRET);
    }

    /** The driver uses one JDK {@code Cleaner} thread for all connections of a JVM. */
    @Test
    @Tag("R36")
    void leavesNoThreadBehind() {
        open().close();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        for (int i = 0; i < 3; i++) {
            try (Store store = open()) {
                store.commit(OtherEngine.page(i));
                assertThat(Thread.getAllStackTraces().keySet()).isSubsetOf(before);
            }
        }
        assertThat(Thread.getAllStackTraces().keySet()).isSubsetOf(before);
    }

    @Test
    @Tag("R27")
    @Tag("R46")
    void nothingOfWhoWasErasedIsLeftInTheTablesAndTheRestIsNamed() throws Exception {
        RecordRef ref = RecordRef.of("crm", EntityType.PERSON, "1");
        String unusual = "quintessence-of-" + schema() + "@one.example";
        try (Store store = open()) {
            SourceRecord record =
                    SourceRecord.of(ref, Person.of("Ada", "", unusual).toFields());
            MatchKey key = new MatchKey("email", unusual);
            store.commit(new Commit()
                    .put(new StoredRecord(record, StoredRecord.Status.LIVE, null, Set.of(key), false, null, 1)));
            assertThat(filesWith(unusual)).isNotEmpty();

            store.commit(new Commit().forget(ref));

            assertThat(filesWith(unusual)).isEmpty();
            assertThat(store.traces()).singleElement().asString().contains("write-ahead log", "backups");
            assertThat(store.withKeys(EntityType.PERSON, List.of(key), 9)).isEmpty();
        }
    }

    /** The files of tables and indexes that hold a text. */
    private static List<Path> filesWith(String text) throws SQLException, IOException {
        Path data = Path.of(Postgres.run("checkpoint", "show data_directory").get(0), "base");
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    /** PostgreSQL indexes at most 2,700 bytes; some names are longer. */
    @Test
    void findsRecordsByKeysOfAnyLength() {
        StringBuilder text = new StringBuilder();
        new SplittableRandom(7).ints(4_000, 'a', 'z').forEach(letter -> text.append((char) letter));
        MatchKey key = new MatchKey("name", text.toString());
        MatchKey other = new MatchKey("name", text + "x");
        RecordRef ref = RecordRef.of("crm", EntityType.PERSON, "1");
        SourceRecord record = SourceRecord.of(ref, Person.of("Ada", "", "").toFields());
        try (Store store = open()) {
            store.commit(new Commit()
                    .put(new StoredRecord(record, StoredRecord.Status.LIVE, null, Set.of(key), false, null, 1)));
            assertThat(store.withKeys(EntityType.PERSON, List.of(key, other), 9))
                    .singleElement()
                    .matches(found -> found.keys().equals(Set.of(key)));
            assertThat(store.withKeys(EntityType.PERSON, List.of(other), 9)).isEmpty();
        }
    }
}
