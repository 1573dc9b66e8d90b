package io.sesam.talk.sink.duckdb;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** The database file with its only connection. Opened on first use. */
final class DuckDbDatabase implements AutoCloseable {
    /** The body of a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T apply(Sql sql, DuckDbNames names) throws SQLException;
    }

    private final DuckDbSettings settings;
    private @Nullable DuckDBConnection connection;
    private @Nullable DuckDbNames names;

    DuckDbDatabase(DuckDbSettings settings) {
        this.settings = settings;
    }

    Path path() {
        return settings.path();
    }

    boolean isOpen() {
        return connection != null;
    }

    /** Runs a body as one atomic transaction. */
    <T> T inTransaction(String what, Work<T> work) {
        begin(what);
        try {
            T result = inside(what, work);
            commit(what);
            return result;
        } catch (RuntimeException | Error e) {
            rollback();
            throw e;
        }
    }

    /** Runs a body in the current transaction. */
    <T> T inside(String what, Work<T> work) {
        try {
            return work.apply(new Sql(open()), Objects.requireNonNull(names));
        } catch (SQLException e) {
            throw DuckDbFailures.of(path(), what, e);
        }
    }

    void begin(String what) {
        try {
            open().setAutoCommit(false);
        } catch (SQLException e) {
            throw DuckDbFailures.of(path(), what, e);
        }
    }

    void commit(String what) {
        try {
            open().commit();
            open().setAutoCommit(true);
        } catch (SQLException e) {
            throw DuckDbFailures.of(path(), what, e);
        }
    }

    /** Rolls back; never fails. A connection that cannot roll back is closed, and the next call opens another. */
    void rollback() {
        DuckDBConnection open = connection;
        if (open == null) {
            return;
        }
        try {
            open.rollback();
            open.setAutoCommit(true);
        } catch (SQLException e) {
            close();
        }
    }

    private DuckDBConnection open() throws SQLException {
        DuckDBConnection open = connection;
        if (open == null) {
            makeDirectories();
            open = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + path());
            connection = open;
            names = start(open);
        }
        return open;
    }

    /**
     * Configures the session. Options are set here and not while connecting, because DuckDB refuses a second connection
     * with other options, and the host may want to read the tables. Extensions are never downloaded.
     */
    private DuckDbNames start(DuckDBConnection open) throws SQLException {
        Sql sql = new Sql(open);
        try {
            sql.run("SET autoinstall_known_extensions = false");
            sql.run("SET memory_limit = '" + settings.memory() + "MB'");
            sql.run("SET threads = " + settings.threads());
            sql.run("SET preserve_insertion_order = false");
            Increment.makeStaging(sql);
            return new DuckDbNames(sql.texts("SELECT current_database()").get(0), settings.schema());
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    private void makeDirectories() {
        Path parent = path().getParent();
        try {
            if (parent != null) {
                Files.createDirectories(parent);
            }
        } catch (IOException e) {
            throw new TalkException(
                    ErrorCode.UNWRITABLE,
                    "the directory " + parent + " is missing and cannot be created; create it, or set another path",
                    e);
        }
    }

    @Override
    public void close() {
        DuckDBConnection open = connection;
        connection = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException e) {
            // Committed data is in the file or its log; DuckDB recovers it when the file is opened again.
            DuckDbFailures.of(path(), "closing", e);
        }
    }
}
