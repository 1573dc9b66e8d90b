package io.sesam.talk.store.jdbc;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.PrivateFiles;
import io.sesam.talk.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The opening of a store file. Checks the path, locks it, checks the tables and migrates them. */
final class SqliteFile {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteFile.class);

    static final Migrations MIGRATIONS = Migrations.ofResources(
                    "sqlite-1.sql",
                    "sqlite-2.sql",
                    "sqlite-3.sql",
                    "sqlite-4.sql",
                    "sqlite-5.sql",
                    "sqlite-6.sql",
                    "sqlite-7.sql",
                    "sqlite-8.sql",
                    "sqlite-9.sql",
                    "sqlite-10.sql",
                    "sqlite-11.sql")
            .after(6, LegacyNotes::carryOver);

    private SqliteFile() {}

    static Store open(Path path, Map<EntityType, Schema> schemas, Clock clock, RandomGenerator random) {
        Path file = realPath(path);
        SqliteDialect dialect = new SqliteDialect(file);
        try {
            SqliteLock lock = SqliteLock.take(file);
            try {
                makePrivate(file);
                return open(dialect, lock, schemas, clock, random);
            } catch (SQLException | RuntimeException e) {
                release(lock);
                throw e;
            }
        } catch (SQLException e) {
            throw dialect.failure(e);
        }
    }

    private static Store open(
            SqliteDialect dialect,
            SqliteLock lock,
            Map<EntityType, Schema> schemas,
            Clock clock,
            RandomGenerator random)
            throws SQLException {
        Connection connection = dialect.connect();
        try {
            MIGRATIONS.check(connection, dialect);
            SqliteDialect.configure(connection);
            MIGRATIONS.run(connection, dialect, clock);
            return JdbcStore.open(
                    new StoreDatabase(connection, dialect, OwnershipGuard.NONE), schemas, random, () -> release(lock));
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Creates a missing file so that only its owner can read it. Its log gets the same permissions from SQLite. */
    private static void makePrivate(Path file) {
        try {
            if (!PrivateFiles.create(file)) {
                PrivateFiles.warning(file).ifPresent(LOG::warn);
            }
        } catch (IOException e) {
            throw new TalkException(
                    ErrorCode.STORE_FAILED,
                    "the store " + file + " cannot be created (" + e.getClass().getSimpleName()
                            + "); check its directory, or set another path",
                    e);
        }
    }

    /** Returns the real path. Two names of one file must share one lock. */
    private static Path realPath(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (Files.isDirectory(absolute)) {
            throw failed(absolute, "is a directory; append a file name to the path");
        }
        Path directory = Objects.requireNonNull(absolute.getParent());
        if (!Files.isDirectory(directory)) {
            throw failed(
                    absolute,
                    "cannot be created: the directory " + directory
                            + " does not exist; create it, or set another path");
        }
        if (!Files.isWritable(directory) || Files.exists(absolute) && !Files.isWritable(absolute)) {
            throw failed(
                    absolute,
                    "is not writable; give the user of this process the permission to write the file and its"
                            + " directory, or set another path");
        }
        try {
            return Files.exists(absolute)
                    ? absolute.toRealPath()
                    : directory.toRealPath().resolve(Objects.requireNonNull(absolute.getFileName()));
        } catch (IOException e) {
            throw new TalkException(ErrorCode.STORE_FAILED, "the store " + absolute + " cannot be reached: " + e, e);
        }
    }

    private static TalkException failed(Path file, String why) {
        return new TalkException(ErrorCode.STORE_FAILED, "the store " + file + " " + why);
    }

    private static void release(SqliteLock lock) {
        try {
            lock.close();
        } catch (SQLException e) {
            LOG.warn("A lock could not be released; it ends with this process: {}", e.getMessage());
        }
    }
}
