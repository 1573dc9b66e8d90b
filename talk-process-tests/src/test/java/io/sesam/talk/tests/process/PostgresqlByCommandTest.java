package io.sesam.talk.tests.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The talk command with its memory in a PostgreSQL server instead of a file. */
@Tag("slow")
@Tag("R18")
final class PostgresqlByCommandTest {
    /** As with a file: what Windows-1252 cannot spell, and a mailbox that too many share. */
    private static final int SOMETHING_PARKED = 3;

    @TempDir
    private Path directory;

    @Test
    void theSecondRunFindsNothingToDoAndTheLeaseIsGivenBack() throws Exception {
        Spreadsheets sheets = Spreadsheets.copyTo(directory);
        try (EmbeddedPostgres server = start()) {
            String url = server.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
            Path settings = directory.resolve("talk.yaml");
            String yaml = Files.readString(settings);
            Files.writeString(
                    settings,
                    yaml.replaceFirst(
                            "(?m)^store: .*$",
                            "store: { kind: postgresql, url: '" + url
                                    + "', user: postgres, password: postgres, schema: by_command }"));

            JsonNode first = sheets.sync(SOMETHING_PARKED);
            Map<String, ByteBuffer> bytes = sheets.bytes();
            JsonNode second = sheets.sync(SOMETHING_PARKED);

            assertThat(directory.resolve("talk.db")).doesNotExist();
            assertThat(first.at("/golden/person/total").asLong())
                    .isPositive()
                    .isEqualTo(count(
                            url, "select count(*) from by_command.goldens where type = 'person' and removed = 0"));
            assertThat(second.at("/golden/person/updated").asLong()).isZero();
            assertThat(sheets.bytes()).isEqualTo(bytes);
        }
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        } catch (IOException | RuntimeException e) {
            return Assumptions.abort("PostgreSQL does not start here: " + e);
        }
    }

    private static long count(String url, String select) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(select)) {
            result.next();
            return result.getLong(1);
        }
    }
}
