package io.sesam.talk.store.jdbc;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;

/** PostgreSQL: how a schema is reached, and what its failures mean. */
record PostgresqlDialect(PostgresqlSettings settings) implements SqlDialect {
    private static final List<String> SESSION = List.of(
            // A commit is on the disk when it returns, whatever the server's habit; what is stricter stays.
            "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'",
            // Whoever waits for the lease of another sees who has it then.
            "set session characteristics as transaction isolation level read committed",
            // Every question is for a few rows, and there is an index for it. Without these, a plan made while a table
            // was empty reads all of it when it has grown.
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
            // An engine that falls asleep in the middle of a commit must not hold the lease for much longer than it
            // lasts. Where the server does not call that idle, the next engine ends it (Lease).
            statement.execute("set idle_in_transaction_session_timeout = "
                    + settings.longestChange().toMillis());
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Not through the {@code DriverManager}, which looks with the eyes of whoever calls. */
    private Driver driver() throws SQLException {
        for (Driver driver : ServiceLoader.load(Driver.class, PostgresqlDialect.class.getClassLoader())) {
            if (driver.acceptsURL(settings.url())) {
                return driver;
            }
        }
        throw new TalkException(
                ErrorCode.STORE_FAILED,
                name() + " cannot be reached without a driver; put org.postgresql:postgresql on the path");
    }

    /** An underscore stands for any letter in a pattern. */
    @Override
    public String schemaPattern() {
        return settings.schema().replace("_", "\\_");
    }

    @Override
    public KeySearch keySearch() {
        return new PostgresqlKeySearch();
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
            return "cannot be reached (" + failure.getMessage() + "); see that the server runs and that store.url is"
                    + " right, then start again. Of the last commit everything was kept or nothing";
        }
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "28" ->
                "does not let the user " + settings.user() + " in (" + failure.getMessage()
                        + "); look at store.user and store.password";
            case "3D" -> "is not there: the server has no such database; make it, or look at store.url";
            case "42" ->
                "cannot be used by " + settings.user() + " (" + failure.getMessage()
                        + "); make the schema, and let that user own it";
            case "53" ->
                "has no room (" + failure.getMessage() + "); make room on the server, then start again. Nothing of"
                        + " the last commit was kept";
            case "54" ->
                "cannot hold an id of that length (" + failure.getMessage() + "); nothing of the commit was kept."
                        + " Shorten it over there, or use a SQLite store";
            case "23" ->
                "was asked to hold what contradicts itself (" + failure.getMessage()
                        + "); nothing of the commit was kept";
            default -> "failed (" + failure.getMessage() + "); nothing of the last commit was kept";
        };
    }
}
