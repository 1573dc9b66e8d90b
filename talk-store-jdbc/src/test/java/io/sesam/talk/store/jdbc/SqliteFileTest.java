package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StorePlugin;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.testkit.TestClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of opening a file, its problems and messages. */
final class SqliteFileTest {
    private static final Map<EntityType, Schema> SCHEMAS = Map.of(EntityType.PERSON, Person.SCHEMA);

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("talk.db");
    }

    private Store open() {
        return SqliteStorePlugin.at(file, SCHEMAS);
    }

    private static StoredRecord ada(String id) {
        RecordRef ref = RecordRef.of("crm", EntityType.PERSON, id);
        SourceRecord record = SourceRecord.remembered(
                ref, Person.of("Ada", "", "ada@example.org").toFields(), 1_767_355_200_000_000L, 1, 2, null);
        Set<MatchKey> keys = Set.of(new MatchKey("email", "ada@example.org"));
        return new StoredRecord(record, StoredRecord.Status.LIVE, null, keys, false, null, 1);
    }

    private List<String> look(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = SqliteDialect.open(file);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    private void refused(ErrorCode code, String... words) {
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(this::open)
                .withMessageContainingAll(words)
                .matches(refusal -> refusal.code() == code);
    }

    @Test
    void isFoundByNameAndOpenedWithSettings() {
        StorePlugin plugin = ServiceLoader.load(StorePlugin.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(one -> one.spec().name().equals("sqlite"))
                .findFirst()
                .orElseThrow();
        List<String> problems = new ArrayList<>();
        Settings.read("store", directory, Map.of(), plugin.spec().settings(), problems);
        assertThat(problems).singleElement().asString().contains("store.path is missing");
        Settings settings = Settings.read(
                "store", directory, Map.of("path", "talk.db"), plugin.spec().settings(), new ArrayList<>());
        PluginContext context =
                PluginContext.of(new SystemName("store"), TestClock.create(), new SplittableRandom(1), SCHEMAS);
        try (Store store = plugin.open(settings, context)) {
            assertThat(store.history()).hasSize(32);
        }
        assertThat(file).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b.db", "what?cache=shared.db", "100%25 #1.db", "Ærlig 😀.db", "file:x.db", "'\"; --.db"})
    void takesAnyFileName(String name) {
        file = directory.resolve(name);
        try (Store store = open()) {
            store.commit(new Commit().put(StateKey.token("a"), new EngineState.IssuedToken("b")));
        }
        assertThat(file).exists();
        try (Store store = open()) {
            assertThat(store.state(StateKey.token("a"))).contains(new EngineState.IssuedToken("b"));
        }
    }

    @Test
    void canBeLookedIntoWhileItIsOpen() throws SQLException {
        try (Store store = open()) {
            store.commit(new Commit().put(ada("17")));
            assertThat(look("select said from records"))
                    .containsExactly("{\"firstname\":\"Ada\",\"lastname\":\"\",\"email\":\"ada@example.org\"}");
            assertThat(look("select modified from record_overview")).containsExactly("2026-01-02T12:00:00.000Z");
            assertThat(look("select keys from records")).containsExactly("[\"email\",\"ada@example.org\"]");
            assertThat(look("select sql from sqlite_master where name = 'records'"))
                    .singleElement()
                    .asString()
                    .contains("-- live or gone");
        }
    }

    @Test
    void leavesNothingBehindButItsFileAndTheLock() throws IOException {
        open().close();
        try (var files = Files.list(directory)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("talk.db", "talk.db.lock");
        }
        assertThat(Files.size(directory.resolve("talk.db.lock"))).isZero();
    }

    @Test
    @Tag("R27")
    void nothingOfWhomWasForgottenIsLeftInItsFilesEvenWhileItIsOpen() throws IOException {
        try (Store store = open()) {
            for (int i = 0; i < 50; i++) {
                store.commit(new Commit().put(ada(String.valueOf(i))));
            }
            assertThat(bytes()).contains("ada@example.org");
            Commit commit = new Commit();
            store.recordsAfter(new SystemName("crm"), EntityType.PERSON, null, 100)
                    .forEach(record -> commit.forget(record.ref()));
            store.commit(commit);

            assertThat(bytes()).doesNotContain("ada@example.org");
        }
    }

    @Test
    @Tag("R27")
    @Tag("R46")
    void aLogThatAnotherProgramReadsIsNamedAndEmptiedByTheNextErasure() throws Exception {
        try (Store store = open()) {
            store.commit(new Commit().put(ada("1")).put(ada("2")));
            try (Connection reader = SqliteDialect.open(file);
                    Statement statement = reader.createStatement()) {
                statement.execute("pragma busy_timeout = 0");
                statement.execute("begin deferred");
                statement.executeQuery("select count(*) from sqlite_master").next();

                forgetFirst(store);

                assertThat(store.traces()).singleElement().asString().contains("talk.db-wal", "another program");
            }
            forgetFirst(store);

            assertThat(store.traces()).isEmpty();
            assertThat(bytes()).doesNotContain("ada@example.org");
        }
    }

    private static void forgetFirst(Store store) {
        store.commit(new Commit()
                .forget(store.recordsAfter(new SystemName("crm"), EntityType.PERSON, null, 1)
                        .get(0)
                        .ref()));
    }

    private String bytes() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path one : files.toList()) {
                all.append(Files.readString(one, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    @Test
    @Tag("R46")
    void allItsFilesAreTheirOwnersAlone() throws IOException {
        try (Store store = open()) {
            store.commit(new Commit().put(ada("17")));
            try (var files = Files.list(directory)) {
                assertThat(files.toList())
                        .hasSizeGreaterThan(2)
                        .allSatisfy(
                                made -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                                        .as(made.toString())
                                        .isEqualTo("rw-------"));
            }
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        open().close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .as("what exists is not changed")
                .isEqualTo("rw-r--r--");
    }

    @Test
    @Tag("R46")
    void aLockFileThatIsSomethingElseIsNamedAsItself() throws IOException {
        Path lock = directory.resolve("talk.db.lock");
        Files.writeString(lock, "garbage ".repeat(1000));
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(this::open)
                .withMessageContaining("the lock file " + lock.toRealPath())
                .withMessageContaining("Move it away");
        assertThat(lock).content().startsWith("garbage");
        Files.delete(lock);
        Files.createDirectory(lock);
        assertThatExceptionOfType(TalkException.class).isThrownBy(this::open).withMessageContaining("a directory");
        Files.delete(lock);
        open().close();
    }

    @Test
    void saysThatTheDirectoryIsMissing() {
        file = directory.resolve("nowhere").resolve("talk.db");
        refused(ErrorCode.STORE_FAILED, "cannot be created: the directory", "nowhere", "create it");
    }

    @Test
    void saysThatThePathIsADirectory() {
        file = directory;
        refused(ErrorCode.STORE_FAILED, "is a directory");
    }

    @Test
    void saysThatTheFileCannotBeWritten() throws IOException {
        Files.createFile(file);
        assumeFalse(!file.toFile().setWritable(false) || Files.isWritable(file), "this user may write everything");
        refused(ErrorCode.STORE_FAILED, "is not writable", "the permission to write");
    }

    @Test
    void saysThatTheFileIsNoDatabaseAndLeavesItAlone() throws IOException {
        String words = "Dear diary, ".repeat(1_000);
        Files.writeString(file, words);
        refused(ErrorCode.STORE_FAILED, "not a SQLite database", "another path");
        assertThat(file).hasContent(words);
    }

    @Test
    void saysThatTheDatabaseIsOfSomethingElseAndLeavesItAlone() throws SQLException, IOException {
        try (Connection connection = SqliteDialect.open(file);
                Statement statement = connection.createStatement()) {
            statement.execute("create table customers (name text)");
        }
        byte[] before = Files.readAllBytes(file);
        refused(ErrorCode.STORE_FAILED, "database of another application", "another path");
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void saysThatANewerTalkWroteIt() throws SQLException {
        open().close();
        try (Connection connection = SqliteDialect.open(file);
                Statement statement = connection.createStatement()) {
            statement.execute("insert into talk_migrations values (99, '2030-01-01T00:00:00Z')");
        }
        refused(ErrorCode.STORE_NEWER, "newer Talk", "version 99");
        refused(ErrorCode.STORE_NEWER, "newer Talk", "version 99");
    }

    @Test
    void saysWhatCannotBeReadAndNothingOfWhatItSays() throws SQLException {
        try (Store store = open()) {
            store.commit(new Commit().put(ada("17")));
            try (Connection connection = SqliteDialect.open(file);
                    Statement statement = connection.createStatement()) {
                statement.execute("update records set said = 'ada@example.org'");
            }
            assertThatExceptionOfType(TalkException.class)
                    .isThrownBy(() -> store.records(List.of(ada("17").ref())))
                    .withMessageContainingAll("talk.db", "cannot be read")
                    .withMessageNotContaining("ada")
                    .matches(refusal -> refusal.code() == ErrorCode.STORE_FAILED);
        }
    }

    @Test
    void keepsNothingOfACommitThatFindsTheDiskFullAndGoesOnWhenThereIsRoom() throws SQLException {
        SqliteDialect dialect = new SqliteDialect(file);
        Connection connection = dialect.connect();
        SqliteDialect.configure(connection);
        SqliteFile.MIGRATIONS.run(connection, dialect, TestClock.create());
        StoreDatabase database = new StoreDatabase(connection, dialect, OwnershipGuard.NONE);
        try (Store store = new JdbcStore(database, Schemas.load(database, SCHEMAS), ClusterCache.inHeap(), () -> {})) {
            allow(connection, 60);
            Commit page = new Commit();
            for (int i = 0; i < 2_000; i++) {
                page.put(ada("r" + i));
            }
            page.put(StateKey.token("page"), new EngineState.IssuedToken("1"));
            assertThatExceptionOfType(TalkException.class)
                    .isThrownBy(() -> store.commit(page))
                    .withMessageContaining("the disk is full")
                    .matches(failure -> failure.code() == ErrorCode.STORE_FAILED);
            assertThat(store.counts()).isEmpty();
            assertThat(store.state(StateKey.token("page"))).isEmpty();
            allow(connection, 100_000);
            store.commit(page);
            assertThat(store.counts()).hasSize(1);
        }
    }

    /** Limits the growth of the file, like a full disk. */
    private static void allow(Connection connection, int pages) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma max_page_count = " + pages);
        }
    }
}
