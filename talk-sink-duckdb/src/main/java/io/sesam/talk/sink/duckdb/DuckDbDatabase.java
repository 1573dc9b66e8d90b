package io.sesam.talk.sink.duckdb;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.PrivateFiles;
import io.sesam.talk.spi.UnpackedLibraries;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.security.CodeSource;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database file with its only connection. Opened on first use. */
final class DuckDbDatabase implements AutoCloseable {
    /** The body of a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T apply(Sql sql, DuckDbNames names) throws SQLException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(DuckDbDatabase.class);

    private static final Pattern LIBRARY = Pattern.compile("libduckdb_java\\d+\\.so");

    private final DuckDbSettings settings;
    private boolean holdsRemoved;
    private @Nullable DuckDBConnection connection;
    private @Nullable DuckDbNames names;

    DuckDbDatabase(DuckDbSettings settings) {
        this.settings = settings;
    }

    Path path() {
        return settings.path();
    }

    /** Identifies the content of the closed file; empty while it is open, and while bytes of removed rows are in it. */
    Optional<String> fingerprint(String tables) {
        return isOpen() || Files.exists(note())
                ? Optional.empty()
                : FileFingerprint.of(path(), settings.schema() + " " + tables);
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
            protectLog();
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
            boolean isNew = Files.notExists(path());
            open = connect();
            connection = open;
            UnpackedLibraries.remove(LIBRARY);
            holdsRemoved |= Files.exists(note());
            if (isNew) {
                makePrivate();
            }
            names = start(open);
        }
        return open;
    }

    private DuckDBConnection connect() throws SQLException {
        return connect("jdbc:duckdb:" + path(), new Properties());
    }

    private static DuckDBConnection connect(String url, Properties options) throws SQLException {
        requireLibrary();
        try {
            return (DuckDBConnection) DriverManager.getConnection(url, options);
        } catch (LinkageError e) {
            throw DuckDbFailures.ofLibrary(platform());
        }
    }

    /** Opens a database without a file, whose results are streamed. */
    static DuckDBConnection inMemory(int megabytes, int threads) throws SQLException {
        Properties options = new Properties();
        options.setProperty("jdbc_stream_results", "true");
        DuckDBConnection made = connect("jdbc:duckdb:", options);
        UnpackedLibraries.remove(LIBRARY);
        try {
            Sql sql = new Sql(made);
            sql.run("SET autoinstall_known_extensions = false");
            sql.run("SET autoload_known_extensions = false");
            sql.run("SET temp_directory = ''");
            sql.run("SET memory_limit = '" + megabytes + "MB'");
            sql.run("SET threads = " + threads);
            sql.run("SET TimeZone = 'UTC'");
            return made;
        } catch (SQLException e) {
            made.close();
            throw e;
        }
    }

    /**
     * Refuses where DuckDB's native library is in none of the places in which its driver looks. A small jar of Talk's comes
     * without it. The driver itself prints a stack trace and fails with an {@code Error}.
     */
    static void requireLibrary() {
        String name = "libduckdb_java.so_" + platform();
        boolean found = DuckDBConnection.class.getResource("/" + name) != null
                || besideDriver(name)
                || Stream.of(System.getProperty("java.library.path", "").split(Pattern.quote(File.pathSeparator)))
                        .anyMatch(directory -> Files.exists(Path.of(directory, System.mapLibraryName("duckdb_java"))));
        if (!found) {
            throw DuckDbFailures.ofLibrary(platform());
        }
    }

    private static boolean besideDriver(String name) {
        try {
            CodeSource source = DuckDBConnection.class.getProtectionDomain().getCodeSource();
            return source != null
                    && Files.exists(Path.of(source.getLocation().toURI()).resolveSibling(name));
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return false;
        }
    }

    /** This machine, in the words of DuckDB's file names. */
    private static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String os = system.startsWith("windows") ? "windows" : system.startsWith("mac") ? "macos" : "linux";
        return os + "_" + (processor.matches("x86_64|amd64") ? "amd64" : processor.replace("aarch64", "arm64"));
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

    /** DuckDB makes the file itself, and does not accept an empty one. Nothing is in it yet. */
    private void makePrivate() {
        try {
            PrivateFiles.restrict(path());
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be restricted to its owner: {}",
                    path(),
                    e.getClass().getSimpleName());
        }
    }

    /** The log lives as long as the database is open; it gets the permissions of the database. */
    private void protectLog() {
        Path log = path().resolveSibling(path().getFileName() + ".wal");
        try {
            if (Files.exists(log)) {
                takePermissions(log);
            }
        } catch (IOException e) {
            LOG.debug(
                    "the log of {} keeps its permissions: {}",
                    path(),
                    e.getClass().getSimpleName());
        }
    }

    private void takePermissions(Path other) throws IOException {
        if (Files.getFileStore(other).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(other, Files.getPosixFilePermissions(path()));
        }
    }

    /**
     * Notes that rows are removed: their bytes stay in the file until it is rewritten (R46). The note is a file beside it,
     * made before the removal is committed, so that a process which is killed leaves it to the next one.
     */
    void removesRows() {
        try {
            if (Files.notExists(note())) {
                Files.createFile(note());
                takePermissions(note());
            }
        } catch (IOException e) {
            LOG.warn(
                    "the note {} was not made ({}); if this process is killed, bytes of removed rows stay until the next"
                            + " removal",
                    note(),
                    e.getClass().getSimpleName());
        }
        holdsRemoved = true;
    }

    private Path note() {
        return path().resolveSibling(path().getFileName() + ".holds-removed");
    }

    /**
     * Rewrites the file without the bytes of removed rows, and closes it. DuckDB only marks their blocks as free. The copy
     * replaces the file in one step; where that fails, the file stays as it is, and the next removal tries again.
     */
    private void rewrite(DuckDBConnection open) {
        Path copy = path().resolveSibling(path().getFileName() + ".rewriting");
        try {
            Files.deleteIfExists(copy);
            Sql sql = new Sql(open);
            sql.run("CHECKPOINT");
            String database = sql.texts("SELECT current_database()").get(0);
            sql.run("ATTACH " + text(copy.toString()) + " AS talk_rewritten");
            takePermissions(copy);
            sql.run("COPY FROM DATABASE " + DuckDbNames.quoted(database) + " TO talk_rewritten");
            sql.run("DETACH talk_rewritten");
            takePermissions(copy);
            Files.move(copy, path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(note());
            holdsRemoved = false;
        } catch (SQLException | IOException e) {
            LOG.warn(
                    "{} was not rewritten ({}); bytes of removed rows stay in it until the next removal",
                    path(),
                    e.getClass().getSimpleName());
        }
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    private void makeDirectories() {
        Path parent = path().getParent();
        try {
            if (parent != null) {
                PrivateFiles.createDirectories(parent);
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
                if (holdsRemoved) {
                    rewrite(open);
                }
                open.close();
            }
        } catch (SQLException e) {
            // Committed data is in the file or its log; DuckDB recovers it when the file is opened again.
            DuckDbFailures.of(path(), "closing", e);
        }
    }
}
