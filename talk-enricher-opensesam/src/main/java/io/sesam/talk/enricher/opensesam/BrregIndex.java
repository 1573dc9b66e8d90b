package io.sesam.talk.enricher.opensesam;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.UnpackedLibraries;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConfig;

/**
 * A local SQLite index of Norway's register. Finds entities by number and by the hash of their name. Without sole
 * proprietors, because they are natural persons. For one thread at a time.
 */
final class BrregIndex implements Entities, AutoCloseable {
    /** What SQLite's driver unpacks. */
    static final Pattern LIBRARY = Pattern.compile("sqlite-[0-9.]+-[0-9a-f-]{36}-.*sqlitejdbc\\.\\w+");

    private static final String VERSION = "1";

    private final Path file;
    private Optional<Open> open = Optional.empty();

    /** An open file with its prepared statements. */
    private record Open(Connection connection, PreparedStatement byNumber, PreparedStatement byName) {}

    /** A query that may fail. */
    @FunctionalInterface
    private interface Work<T> {
        T with(Open database) throws SQLException;
    }

    /** Creates an index without opening its file. */
    BrregIndex(Path file) {
        this.file = file;
    }

    /** Reports whether a readable index of this version exists. */
    boolean isThere() {
        if (open.isPresent()) {
            return true;
        }
        boolean isOurs = Files.exists(file)
                && ask(database ->
                        meta(database, "version").filter(VERSION::equals).isPresent());
        if (!isOurs) {
            close();
        }
        return isOurs;
    }

    /** Returns the time of the register's content. The update feed is read from before that time. */
    Instant asOf() {
        return ask(database -> Instant.parse(meta(database, "as of").orElseThrow()));
    }

    /** Returns the number of entities. */
    long size() {
        return ask(database -> {
            try (PreparedStatement count = database.connection().prepareStatement("select count(*) from entities");
                    ResultSet row = count.executeQuery()) {
                return row.getLong(1);
            }
        });
    }

    @Override
    public Numbered byNumber(String number) {
        return ask(database -> {
            database.byNumber().setLong(1, Long.parseLong(number));
            try (ResultSet row = database.byNumber().executeQuery()) {
                return new Numbered(
                        row.next() ? List.of(EntityText.read(number, row.getString(1))) : List.of(), List.of());
            }
        });
    }

    @Override
    public Found byName(String name) {
        String key = LegalNames.key(name);
        return ask(database -> {
            List<Entity> found = new ArrayList<>();
            database.byName().setLong(1, hash(key));
            try (ResultSet row = database.byName().executeQuery()) {
                while (row.next()) {
                    Entity entity = EntityText.read("%09d".formatted(row.getLong(1)), row.getString(2));
                    if (LegalNames.key(entity.name()).equals(key)) {
                        found.add(entity);
                    }
                }
            }
            return new Found(found, found.size(), true);
        });
    }

    /**
     * Runs several queries in one transaction. The file is locked against other writing processes and checked for
     * changes once for all of them.
     */
    @Override
    public <T> T together(Supplier<T> questions) {
        if (open.isEmpty()) {
            return questions.get();
        }
        setAutoCommit(false);
        try {
            return questions.get();
        } finally {
            setAutoCommit(true);
        }
    }

    private void setAutoCommit(boolean each) {
        ask(database -> {
            database.connection().setAutoCommit(each);
            return each;
        });
    }

    /** Replaces the entities of some numbers. A number without an entity is removed. */
    void put(Collection<String> numbers, Map<String, Entity> entities) {
        ask(database -> {
            database.connection().setAutoCommit(false);
            try (PreparedStatement delete =
                            database.connection().prepareStatement("delete from entities where number = ?");
                    PreparedStatement insert = database.connection().prepareStatement(BrregIndexBuilder.INSERT)) {
                for (String number : numbers) {
                    delete.setLong(1, Long.parseLong(number));
                    delete.executeUpdate();
                    Entity entity = entities.get(number);
                    if (entity != null && BrregIndexBuilder.isKept(entity)) {
                        BrregIndexBuilder.bind(insert, entity);
                        insert.executeUpdate();
                    }
                }
                database.connection().commit();
            } catch (SQLException e) {
                database.connection().rollback();
                throw e;
            } finally {
                database.connection().setAutoCommit(true);
            }
            return numbers.size();
        });
    }

    private static Optional<String> meta(Open database, String name) throws SQLException {
        try (PreparedStatement select =
                database.connection().prepareStatement("select value from meta where name = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    private <T> T ask(Work<T> work) {
        try {
            if (open.isEmpty()) {
                open = Optional.of(open(file));
            }
            return work.with(open.get());
        } catch (SQLException e) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    "the index " + file + " cannot be read (" + e.getMessage()
                            + "); delete the file, and the next run builds it again",
                    e);
        }
    }

    private static Open open(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(10_000);
        config.setCacheSize(-16_384);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        UnpackedLibraries.remove(LIBRARY);
        try {
            return new Open(
                    connection,
                    connection.prepareStatement("select entity from entities where number = ?"),
                    connection.prepareStatement("select number, entity from entities where name = ?"));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Returns eight bytes of a SHA-256 hash. Names with equal hashes are compared in full. */
    static long hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            long hash = 0;
            for (int i = 0; i < 8; i++) {
                hash = hash << 8 | digest[i] & 0xff;
            }
            return hash;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    @Override
    public void close() {
        try {
            if (open.isPresent()) {
                open.get().connection().close();
            }
        } catch (SQLException e) {
            // committed data stays
            open = Optional.empty();
        }
        open = Optional.empty();
    }
}
