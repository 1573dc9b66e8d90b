package io.sesam.talk.enricher.opensesam;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.sqlite.SQLiteConfig;

/**
 * Makes an index of the register's bulk file: a list of entities in JSON, packed or not, read one by one. The index takes the
 * place of the one before at once, when it is whole; memory does not grow with the file.
 */
final class BrregIndexBuilder {
    static final String INSERT = "insert or replace into entities (number, name, entity) values (?, ?, ?)";

    private static final int BATCH = 2_000;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private BrregIndexBuilder() {}

    /** Whether an entity belongs in the index: sole proprietors are people, and what is struck off is nobody. */
    static boolean isKept(Entity entity) {
        return !entity.person() && entity.deleted().isEmpty();
    }

    static void bind(PreparedStatement insert, Entity entity) throws SQLException {
        insert.setLong(1, Long.parseLong(entity.id()));
        insert.setLong(2, BrregIndex.hash(LegalNames.key(entity.name())));
        insert.setString(3, EntityText.write(entity));
    }

    /**
     * Makes the index.
     *
     * @param asOf when the bulk file was made
     * @return how many entities it holds
     * @throws TalkException UNREADABLE when the file is cut, or something else; the index before stays then
     */
    static long build(Path bulk, Path index, Instant asOf) {
        Path making = index.resolveSibling(index.getFileName() + ".making");
        try {
            Files.deleteIfExists(making);
            try {
                long count = fill(bulk, making, asOf);
                Files.move(making, index, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                return count;
            } finally {
                Files.deleteIfExists(making);
            }
        } catch (IOException | SQLException e) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    "no index could be made of the register's bulk file ("
                            + e.getClass().getSimpleName() + ": " + firstLine(e)
                            + "); the one before, if any, is kept, and the next run tries again",
                    e);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static long fill(Path bulk, Path making, Instant asOf) throws IOException, SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.OFF);
        config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
        config.setCacheSize(-16_384);
        try (Connection connection = config.createConnection("jdbc:sqlite:" + making);
                Statement statement = connection.createStatement()) {
            statement.execute("create table meta (name text primary key, value text not null)");
            statement.execute("create table entities (number integer primary key, name integer not null, entity text)");
            connection.setAutoCommit(false);
            long count;
            try (PreparedStatement insert = connection.prepareStatement(INSERT);
                    InputStream file = unpacked(bulk);
                    JsonParser parser = MAPPER.createParser(file)) {
                count = insertAll(parser, insert);
            }
            statement.execute("create index entities_by_name on entities (name)");
            try (PreparedStatement meta = connection.prepareStatement("insert into meta values (?, ?)")) {
                note(meta, "version", "1");
                note(meta, "as of", asOf.toString());
            }
            connection.commit();
            return count;
        }
    }

    private static void note(PreparedStatement meta, String name, String value) throws SQLException {
        meta.setString(1, name);
        meta.setString(2, value);
        meta.executeUpdate();
    }

    private static long insertAll(JsonParser parser, PreparedStatement insert) throws IOException, SQLException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw new IOException("it is no list of entities");
        }
        long count = 0;
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            JsonNode node = MAPPER.readTree(parser);
            Optional<Entity> entity = BrregEntity.read(node).filter(BrregIndexBuilder::isKept);
            if (entity.isPresent()) {
                bind(insert, entity.get());
                insert.addBatch();
                if (++count % BATCH == 0) {
                    insert.executeBatch();
                    stopIfWished();
                }
            }
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
            throw new IOException("it ends in the middle of the list");
        }
        if (count == 0) {
            throw new IOException("there is not one entity in it");
        }
        insert.executeBatch();
        return count;
    }

    /** Making an index takes seconds, and a host that wishes to stop is not to wait for it. */
    private static void stopIfWished() {
        if (Thread.currentThread().isInterrupted()) {
            throw new TalkException(ErrorCode.CANCELLED, "the run was cancelled");
        }
    }

    private static InputStream unpacked(Path bulk) throws IOException {
        BufferedInputStream file = new BufferedInputStream(Files.newInputStream(bulk), 1 << 16);
        file.mark(2);
        boolean packed = file.read() == 0x1f && file.read() == 0x8b;
        file.reset();
        return packed ? new GZIPInputStream(file, 1 << 16) : file;
    }
}
