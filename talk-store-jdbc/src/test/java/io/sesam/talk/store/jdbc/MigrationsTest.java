package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.testkit.TestClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the migration runner with small scripts. */
final class MigrationsTest {
    private static final String ONE =
            "-- the first\ncreate table a (x text); -- done\n\ninsert into a values ('a; b');\n";
    private static final String TWO = "alter table a add column y text;\nupdate a set y = 'new';";
    private static final String BROKEN = "create table b (x text);\nupdate nothing set x = 1;\n";

    @TempDir
    private Path directory;

    private SqliteDialect dialect;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        dialect = new SqliteDialect(directory.resolve("talk.db"));
        connection = dialect.connect();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void run(String... scripts) throws SQLException {
        new Migrations(List.of(scripts)).run(connection, dialect, TestClock.create());
    }

    private List<String> ask(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    @Test
    void makesAllVersionsOfAnEmptyFile() throws SQLException {
        run(ONE, TWO);
        assertThat(ask("select x || y from a")).containsExactly("a; bnew");
        assertThat(ask("select version || ' ' || applied from talk_migrations order by version"))
                .containsExactly("1 2026-01-01T12:00:00.000000000Z", "2 2026-01-01T12:00:00.000000000Z");
    }

    @Test
    void bringsAnOlderFileUpToDateAndLeavesItAloneAfterwards() throws SQLException {
        run(ONE);
        run(ONE, TWO);
        run(ONE, TWO);
        assertThat(ask("select x || y from a")).containsExactly("a; bnew");
        assertThat(ask("select version from talk_migrations")).containsExactly("1", "2");
    }

    @Test
    void leavesAFileAsItWasWhenAMigrationFails() throws SQLException {
        run(ONE);
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> run(ONE, TWO, BROKEN));
        assertThat(ask("select version from talk_migrations")).containsExactly("1");
        assertThat(ask("select name from pragma_table_info('a')")).containsExactly("x");
        run(ONE, TWO);
        assertThat(ask("select version from talk_migrations")).containsExactly("1", "2");
    }

    @Test
    void refusesAFileOfANewerVersionAndSaysWhatToDo() throws SQLException {
        run(ONE, TWO);
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> run(ONE))
                .withMessageContainingAll("talk.db", "version 2", "supports versions up to 1", "restore a backup")
                .matches(refusal -> refusal.code() == ErrorCode.STORE_NEWER);
    }

    @Test
    void refusesADatabaseOfSomethingElseAndLeavesItAlone() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table customers (name text)");
        }
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> run(ONE))
                .withMessageContaining("database of another application")
                .matches(refusal -> refusal.code() == ErrorCode.STORE_FAILED);
        assertThat(ask("select name from sqlite_master")).containsExactly("customers");
    }
}
