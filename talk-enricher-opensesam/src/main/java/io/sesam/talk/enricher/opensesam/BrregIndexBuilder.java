package io.sesam.talk.enricher.opensesam;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.PrivateFiles;
import io.sesam.talk.spi.UnpackedLibraries;
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
 * A streaming builder of the index. Reads the bulk file, a JSON list that may be compressed, entity by entity. A
 * complete index replaces the previous one atomically; memory use does not grow with the file.
 */
final class BrregIndexBuilder {
    static final String INSERT = "insert or replace into entities (number, name, entity) values (?, ?, ?)";

    private static final int BATCH = 2_000;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private BrregIndexBuilder() {}

    /**
     * Reports whether an entity belongs in the index. Sole proprietors are natural persons, and deleted entities are of
     * no use.
     */
    static boolean isKept(Entity entity) {
        return !entity.person() && entity.deleted().isEmpty();
    }

    static void bind(PreparedStatement insert, Entity entity) throws SQLException {
        insert.setLong(1, Long.parseLong(entity.id()));
        insert.setLong(2, BrregIndex.hash(LegalNames.key(entity.name())));
        insert.setString(3, EntityText.write(entity));
    }

    /**
     * Builds the index.
     *
     * @param asOf the time when the bulk file was made
     * @return the number of entities
     * @throws TalkException UNREADABLE when the file is truncated or has another format; the previous index stays then
     */
    static long build(Path bulk, Path index, Instant asOf) {
        Path temporary = index.resolveSibling(index.getFileName() + ".making");
        try {
            Files.deleteIfExists(temporary);
            try {
                long count = fill(bulk, temporary, asOf);
                Files.move(temporary, index, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                return count;
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException | SQLException e) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    "cannot build an index from the register's bulk file ("
                            + e.getClass().getSimpleName() + ": " + firstLine(e)
                            + "); the previous index, if any, is kept, and the next run tries again",
                    e);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static long fill(Path bulk, Path temporary, Instant asOf) throws IOException, SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.OFF);
        config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
        config.setCacheSize(-16_384);
        PrivateFiles.create(temporary);
        try (Connection connection = config.createConnection("jdbc:sqlite:" + temporary);
                Statement statement = connection.createStatement()) {
            UnpackedLibraries.remove(BrregIndex.LIBRARY);
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
                putMeta(meta, "version", "1");
                putMeta(meta, "as of", asOf.toString());
            }
            connection.commit();
            return count;
        }
    }

    private static void putMeta(PreparedStatement meta, String name, String value) throws SQLException {
        meta.setString(1, name);
        meta.setString(2, value);
        meta.executeUpdate();
    }

    private static long insertAll(JsonParser parser, PreparedStatement insert) throws IOException, SQLException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw new IOException("the file is not a list of entities");
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
                    stopIfCancelled();
                }
            }
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
            throw new IOException("the file ends in the middle of the list");
        }
        if (count == 0) {
            throw new IOException("the file contains no entities");
        }
        insert.executeBatch();
        return count;
    }

    /** Stops when the run is cancelled. Building an index takes seconds, and a stopping host must not wait for it. */
    private static void stopIfCancelled() {
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
