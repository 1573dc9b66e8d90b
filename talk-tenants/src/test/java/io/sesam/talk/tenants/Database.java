package io.sesam.talk.tenants;

import static org.junit.jupiter.api.Assumptions.abort;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The PostgreSQL server of the tests of this JVM; it ends with the JVM. */
final class Database {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static EmbeddedPostgres server;

    private Database() {}

    /** Makes an empty database; returns its address, with user and password. Skips the test where the server cannot start. */
    static synchronized String create() {
        try {
            if (server == null) {
                server = EmbeddedPostgres.builder()
                        // these tests never kill the server
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("max_connections", "200")
                        .start();
            }
            String name = "tenants_" + NUMBER.incrementAndGet();
            run(server.getJdbcUrl("postgres", "postgres"), "create database " + name);
            return server.getJdbcUrl("postgres", name);
        } catch (IOException | RuntimeException | SQLException e) {
            return abort("PostgreSQL does not start here: " + e);
        }
    }

    /** A pool as a host has it. */
    static HikariDataSource pool(String url, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(20_000);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** Runs statements. Returns the first column of the last result. */
    static List<String> run(String url, String... statements) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
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
