package io.sesam.talk.store.jdbc;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.UnpackedLibraries;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/** The SQLite connection, settings and error messages. */
record SqliteDialect(Path file) implements SqlDialect {
    private static final String BUSY_TIMEOUT = "pragma busy_timeout = 10000";
    private static final List<String> SETTINGS = List.of(
            // A tool that reads the file may lock it for a moment.
            BUSY_TIMEOUT,
            // A commit touches pages scattered over indexes: small pages keep the log small. Applies to a new file
            // only.
            "pragma page_size = 4096",
            "pragma journal_mode = wal",
            // Deleted data is overwritten, so that data of erased persons cannot be recovered from the file.
            "pragma secure_delete = on",
            // A commit is durable on return.
            "pragma synchronous = full",
            // 64 MB, whatever the size of the file.
            "pragma cache_size = -65536",
            "pragma temp_store = memory",
            // The pages of the log before a checkpoint: 128 MB. With fewer, a first run takes twice as long.
            "pragma wal_autocheckpoint = 32000");

    private static final Pattern LIBRARY = Pattern.compile("sqlite-[0-9.]+-[0-9a-f-]{36}-.*sqlitejdbc\\.\\w+");
    private static final int BUSY = 5;
    private static final int READ_ONLY = 8;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANNOT_OPEN = 14;
    private static final int CONSTRAINT = 19;
    private static final int NO_DATABASE = 26;

    /** Opens the file unconfigured; creates it if missing. */
    @Override
    public Connection connect() throws SQLException {
        return open(file);
    }

    /**
     * Configures a connection for a store. Some settings change the file, so the caller first checks that it is Talk's.
     */
    static void configure(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String setting : SETTINGS) {
                statement.execute(setting);
            }
        }
    }

    /**
     * Opens an unconfigured connection. A path as a URI may contain any character, also those that the driver would
     * read as settings.
     */
    static Connection open(Path file) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("transaction_mode", "IMMEDIATE");
        Connection connection =
                JDBC.createConnection("jdbc:sqlite:" + file.toUri().toASCIIString(), settings);
        UnpackedLibraries.remove(LIBRARY);
        return connection;
    }

    @Override
    public String name() {
        return "the store " + file;
    }

    /** Empties the log, which still contains the old pages. Another program that reads the file prevents that. */
    @Override
    public List<String> purge(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Long reads of other programs are not waited for.
            statement.execute("pragma busy_timeout = 500");
            boolean isBusy = isBusy(statement);
            statement.execute(BUSY_TIMEOUT);
            return isBusy
                    ? List.of(
                            "the log " + file + "-wal, because another program reads the store; it is emptied when Talk"
                                    + " closes the store, or by the next erasure")
                    : List.of();
        }
    }

    private static boolean isBusy(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("pragma wal_checkpoint(truncate)")) {
            return result.next() && result.getInt(1) != 0;
        }
    }

    @Override
    public String elsewhere() {
        return "another path";
    }

    @Override
    public @Nullable String schemaPattern() {
        return null;
    }

    @Override
    public KeySearch keySearch() {
        return new SqliteKeySearch();
    }

    /** A file connection does not break. */
    @Override
    public boolean isLost(SQLException failure) {
        return false;
    }

    @Override
    public TalkException failure(SQLException failure) {
        int code = failure.getErrorCode() & 0xff;
        ErrorCode kind = code == CONSTRAINT ? ErrorCode.BUG : ErrorCode.STORE_FAILED;
        return new TalkException(kind, name() + " " + sentence(code, failure), failure);
    }

    private static String sentence(int code, SQLException failure) {
        return switch (code) {
            case BUSY -> "is locked by another program; close that program, then start again";
            case READ_ONLY ->
                "is read-only; give the user of this process the permission to write the file and its" + " directory";
            case CORRUPT -> "is damaged; restore a backup";
            case FULL ->
                "cannot grow: the disk is full; free space, then start again. Nothing of the last commit" + " was kept";
            case CANNOT_OPEN -> "cannot be opened; check that the path is a file in a writable directory";
            case CONSTRAINT ->
                "refused inconsistent data (" + failure.getMessage() + "); nothing of the commit was kept";
            case NO_DATABASE -> "is not a SQLite database; nothing was changed. Set another path";
            default -> "failed (" + failure.getMessage() + "); nothing of the last commit was kept";
        };
    }
}
