package io.sesam.talk.store.jdbc;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;

/** The PostgreSQL connection, session settings and error messages. */
record PostgresqlDialect(PostgresqlSettings settings) implements SqlDialect {
    /** Larger tables are not rewritten after an erasure. */
    private static final long LARGEST_REWRITTEN = 64L * 1024 * 1024;

    private static final List<String> SESSION = List.of(
            // A commit is durable on return, whatever the server's default; a stricter setting stays.
            "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'",
            // A transaction that waited for the lease must see its new owner.
            "set session characteristics as transaction isolation level read committed",
            // Every query reads few rows through an index. Without these settings, a plan made while a table was empty
            // would scan
            // the whole table after it has grown.
            "set enable_seqscan = off",
            "set enable_hashjoin = off",
            "set enable_mergejoin = off",
            "set jit = off");

    @Override
    public String name() {
        return "the store at " + settings;
    }

    @Override
    public String elsewhere() {
        return "another schema";
    }

    @Override
    public Connection connect() throws SQLException {
        Connection connection = driver().connect(settings.url(), settings.properties());
        try (Statement statement = connection.createStatement()) {
            statement.execute("set search_path to \"" + settings.schema() + "\"");
            for (String setting : SESSION) {
                statement.execute(setting);
            }
            // An engine that stalls inside a commit must not hold the lease for much longer than its length. Where the
            // server does
            // not count it as idle, the next engine ends it (Lease).
            statement.execute("set idle_in_transaction_session_timeout = "
                    + settings.longestChange().toMillis());
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Loads the driver directly. The {@code DriverManager} searches only the caller's class loader. */
    private Driver driver() throws SQLException {
        for (Driver driver : ServiceLoader.load(Driver.class, PostgresqlDialect.class.getClassLoader())) {
            if (driver.acceptsURL(settings.url())) {
                return driver;
            }
        }
        throw new TalkException(
                ErrorCode.STORE_FAILED,
                name() + " cannot be reached without a JDBC driver; add org.postgresql:postgresql to the class path");
    }

    /** Escapes underscores, which are wildcards in a pattern. */
    @Override
    public String schemaPattern() {
        return settings.schema().replace("_", "\\_");
    }

    @Override
    public KeySearch keySearch() {
        return new PostgresqlKeySearch();
    }

    /**
     * Rewrites the tables, because a deleted row stays in its page otherwise. Large ones are only vacuumed, as rewriting
     * locks them for long.
     */
    @Override
    public List<String> purge(Connection connection) throws SQLException {
        List<String> remains = new ArrayList<>();
        List<String> large = new ArrayList<>();
        List<String> foreign = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            Map<String, Long> tables = new LinkedHashMap<>();
            try (ResultSet rows = statement.executeQuery(
                    "select c.relname, pg_total_relation_size(c.oid), pg_has_role(c.relowner, 'USAGE')"
                            + " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                            + " where n.nspname = current_schema() and c.relkind = 'r' order by c.relname")) {
                while (rows.next()) {
                    if (rows.getBoolean(3)) {
                        tables.put(rows.getString(1), rows.getLong(2));
                    } else {
                        foreign.add(rows.getString(1));
                    }
                }
            }
            for (Map.Entry<String, Long> table : tables.entrySet()) {
                boolean isLarge = table.getValue() > LARGEST_REWRITTEN;
                statement.execute("vacuum " + (isLarge ? "" : "full ") + '"' + table.getKey() + '"');
                if (isLarge) {
                    large.add(table.getKey());
                }
            }
        }
        if (!foreign.isEmpty()) {
            remains.add("pages of the tables " + foreign + " of " + name()
                    + ", which belong to another user; run VACUUM" + " FULL as that user");
        }
        if (!large.isEmpty()) {
            remains.add("free space of the tables " + large + " of " + name() + " until it is used again; VACUUM FULL"
                    + " rewrites them, and locks them meanwhile");
        }
        remains.add("the write-ahead log, replicas and backups of the server of " + name()
                + ", as long as the server keeps them");
        return remains;
    }

    @Override
    public boolean isLost(SQLException failure) {
        String state = state(failure);
        return state.startsWith("08") || state.startsWith("57P") || state.equals("25P03");
    }

    @Override
    public TalkException failure(SQLException failure) {
        ErrorCode kind = state(failure).startsWith("23") ? ErrorCode.BUG : ErrorCode.STORE_FAILED;
        return new TalkException(kind, name() + " " + sentence(failure), failure);
    }

    static String state(SQLException failure) {
        return Objects.requireNonNullElse(failure.getSQLState(), "");
    }

    private String sentence(SQLException failure) {
        String state = state(failure);
        if (isLost(failure)) {
            return "cannot be reached (" + failure.getMessage()
                    + "); check that the server is running and that store.url is correct, then start again."
                    + " The last commit was kept completely or not at all";
        }
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "28" ->
                "refuses access to the user " + settings.user() + " (" + failure.getMessage()
                        + "); check store.user and store.password";
            case "3D" -> "does not exist: the server has no such database; create it, or correct store.url";
            case "42" ->
                "cannot be used by the user " + settings.user() + " (" + failure.getMessage()
                        + "); create the schema and make that user its owner";
            case "53" ->
                "has no free space (" + failure.getMessage()
                        + "); free space on the server, then start again. Nothing of the last commit was kept";
            case "54" ->
                "cannot store an id of that length (" + failure.getMessage()
                        + "); nothing of the commit was kept. Shorten the id in its system, or use a SQLite store";
            case "23" -> "refused inconsistent data (" + failure.getMessage() + "); nothing of the commit was kept";
            default -> "failed (" + failure.getMessage() + "); nothing of the last commit was kept";
        };
    }
}
