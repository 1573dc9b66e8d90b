package io.sesam.talk.store.jdbc;

import static org.junit.jupiter.api.Assumptions.abort;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.store.Store;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL server for the tests of this JVM. It ends with the JVM. */
final class Postgres {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static @Nullable EmbeddedPostgres server;

    private Postgres() {}

    /** Returns the address of the database. Skips the test where the server cannot start. */
    static synchronized String url() {
        if (server == null) {
            try {
                server = EmbeddedPostgres.builder()
                        // These tests never kill the server.
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        .start();
            } catch (IOException | RuntimeException e) {
                return abort("PostgreSQL does not start here: " + e);
            }
        }
        return server.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
    }

    /** Returns settings with an unused schema. */
    static Map<String, Object> settings(String lease) {
        return settings(url(), newSchema(), lease);
    }

    static Map<String, Object> settings(String url, String schema, String lease) {
        return new HashMap<>(
                Map.of("url", url, "user", "postgres", "password", "postgres", "schema", schema, "lease", lease));
    }

    /** Returns an unused schema name. */
    static String newSchema() {
        return "talk_" + SCHEMAS.incrementAndGet();
    }

    static Store open(Map<String, ?> raw, Map<EntityType, Schema> schemas) {
        PostgresqlStorePlugin plugin = new PostgresqlStorePlugin();
        List<String> problems = new ArrayList<>();
        Settings settings =
                Settings.read("store", Path.of("."), raw, plugin.spec().settings(), problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
        return plugin.open(
                settings,
                PluginContext.of(new SystemName("store"), Clock.systemUTC(), new SplittableRandom(), schemas));
    }

    /** Runs statements on another connection. Returns the first column of the last result. */
    static List<String> run(String... statements) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url(), "postgres", "postgres");
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
