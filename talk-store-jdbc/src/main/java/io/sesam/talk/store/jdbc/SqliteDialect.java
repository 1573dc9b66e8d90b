package io.sesam.talk.store.jdbc;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/** SQLite: how its file is opened, and what its failures mean. */
record SqliteDialect(Path file) implements SqlDialect {
    private static final List<String> SETTINGS = List.of(
            // Someone who looks into the file with a tool may hold it for a moment.
            "pragma busy_timeout = 10000",
            // Most of what a commit touches is scattered over indexes: small pages, small log. Counts for a new file
            // only.
            "pragma page_size = 4096",
            "pragma journal_mode = wal",
            // What is deleted is overwritten, so that nobody who was erased can be found in the file.
            "pragma secure_delete = on",
            // A commit is on the disk when it returns.
            "pragma synchronous = full",
            // 64 MB, whatever the size of the file.
            "pragma cache_size = -65536",
            "pragma temp_store = memory",
            // Pages of the log before it is worked into the file: 128 MB. With fewer, a first run takes twice as long.
            "pragma wal_autocheckpoint = 32000");

    private static final int BUSY = 5;
    private static final int READ_ONLY = 8;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANNOT_OPEN = 14;
    private static final int CONSTRAINT = 19;
    private static final int NO_DATABASE = 26;

    /** Opens the file as it is, and makes it when it is missing. */
    @Override
    public Connection connect() throws SQLException {
        return open(file);
    }

    /** Makes a connection fit for a store; some of it changes the file, so first make sure that it is ours. */
    static void configure(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String setting : SETTINGS) {
                statement.execute(setting);
            }
        }
    }

    /** A connection as it is; a path as a URI may hold any character, also those that the driver takes for settings. */
    static Connection open(Path file) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("transaction_mode", "IMMEDIATE");
        return JDBC.createConnection("jdbc:sqlite:" + file.toUri().toASCIIString(), settings);
    }

    @Override
    public String name() {
        return "the store " + file;
    }

    /** The log still holds pages as they were. */
    @Override
    public List<String> leavingNoTraces() {
        return List.of("pragma wal_checkpoint(truncate)");
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

    /** A file does not go away. */
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
            case BUSY -> "is held by another program; close what has it open, then start again";
            case READ_ONLY ->
                "cannot be written; give the user who runs this the right to write the file and its directory";
            case CORRUPT -> "is damaged; restore a backup";
            case FULL ->
                "cannot grow: the disk is full; make room, then start again. Nothing of the last commit was kept";
            case CANNOT_OPEN -> "cannot be opened; look whether the path is a file in a directory that may be written";
            case CONSTRAINT ->
                "was asked to hold what contradicts itself (" + failure.getMessage()
                        + "); nothing of the commit was kept";
            case NO_DATABASE -> "is a file, but no SQLite database; nothing was changed. Set another path";
            default -> "failed (" + failure.getMessage() + "); nothing of the last commit was kept";
        };
    }
}
