package io.sesam.talk.store.jdbc;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * An exclusive lock against other engines. Tools that only read are not locked out.
 *
 * <p>It is SQLite's own exclusive lock on an empty file beside the store, so it ends with the process, however that
 * ends. A {@code FileLock} would not work: when a second instance in the same process is refused and closes its
 * channel, Linux releases the lock of the first one.
 */
final class SqliteLock implements AutoCloseable {
    private static final int BUSY = 5;
    private static final int NO_DATABASE = 26;

    private final Connection connection;

    private SqliteLock(Connection connection) {
        this.connection = connection;
    }

    /** Acquires the lock, or refuses at once. The empty file beside the store is left behind. */
    static SqliteLock take(Path store) throws SQLException {
        Path file = store.resolveSibling(store.getFileName() + ".lock");
        if (Files.isDirectory(file)) {
            throw unusable(file, "a directory", null);
        }
        try {
            PrivateFiles.create(file);
        } catch (IOException e) {
            throw new TalkException(
                    ErrorCode.STORE_FAILED,
                    "the lock file " + file + " cannot be created ("
                            + e.getClass().getSimpleName() + "); check its directory",
                    e);
        }
        Connection connection = SqliteDialect.open(file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 0");
            statement.execute("pragma journal_mode = memory");
            statement.execute("begin exclusive");
            return new SqliteLock(connection);
        } catch (SQLException e) {
            connection.close();
            if ((e.getErrorCode() & 0xff) == BUSY) {
                throw inUse(store, e);
            }
            if ((e.getErrorCode() & 0xff) == NO_DATABASE) {
                throw unusable(file, "no lock file of Talk", e);
            }
            throw e;
        }
    }

    private static TalkException unusable(Path file, String what, @Nullable Throwable cause) {
        return new TalkException(
                ErrorCode.STORE_FAILED,
                "the lock file " + file + " cannot be used, because it is " + what
                        + "; nothing was changed. Move it away, then start again",
                cause);
    }

    private static TalkException inUse(Path store, SQLException cause) {
        return new TalkException(
                ErrorCode.STORE_IN_USE,
                "the store " + store
                        + " is in use by another engine, in this process or another one on this machine; close"
                        + " that engine, or set another path for this one",
                cause);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
