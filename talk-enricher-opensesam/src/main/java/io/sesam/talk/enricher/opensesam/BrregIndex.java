package io.sesam.talk.enricher.opensesam;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
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
import org.sqlite.SQLiteConfig;

/**
 * Norway's register in one SQLite file on this machine: by number, and by the hash of its name. Sole proprietors are people,
 * and are not in it. For one thread at a time.
 */
final class BrregIndex implements Entities, AutoCloseable {
    private static final String VERSION = "1";

    private final Path file;
    private Optional<Open> open = Optional.empty();

    /** An open file with the questions that are asked often. */
    private record Open(Connection connection, PreparedStatement byNumber, PreparedStatement byName) {}

    /** A statement that may fail, and what it answers. */
    @FunctionalInterface
    private interface Work<T> {
        T with(Open database) throws SQLException;
    }

    /** An index in a file; nothing is opened yet. */
    BrregIndex(Path file) {
        this.file = file;
    }

    /** Whether there is an index that this version can read. */
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

    /** As of when the register was when the file was made; news count from before then. */
    Instant asOf() {
        return ask(database -> Instant.parse(meta(database, "as of").orElseThrow()));
    }

    /** How many entities there are. */
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

    /** The file is locked for other processes that write, and looked at for changes, once for all questions. */
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

    /** Takes what has become of some numbers: those that are not among the entities are gone. */
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
                    "the index " + file + " cannot be read (" + e.getMessage() + "); delete the file, and the next run"
                            + " makes it anew",
                    e);
        }
    }

    private static Open open(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(10_000);
        config.setCacheSize(-16_384);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
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

    /** Eight bytes of SHA-256: two names of one hash are told apart by looking. */
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
            // what was committed stays
            open = Optional.empty();
        }
        open = Optional.empty();
    }
}
