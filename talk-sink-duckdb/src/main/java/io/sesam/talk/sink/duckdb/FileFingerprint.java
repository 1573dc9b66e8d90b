package io.sesam.talk.sink.duckdb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A fingerprint of a database file, made without DuckDB.
 *
 * <p>DuckDB writes what was committed to a log beside the file, or into the file at a checkpoint, which it counts in the headers at
 * the beginning of the file. So where there is no log, equal headers mean an equal content. Size and time of the file are in the
 * fingerprint too: they tell copies apart that took different ways after the same checkpoint.
 */
final class FileFingerprint {
    /** The main header and the two headers of checkpoints, 4,096 bytes each. */
    private static final int HEADERS = 3 * 4096;

    private FileFingerprint() {}

    /**
     * Makes the fingerprint of a closed file. Empty where there is none, or a log of it, or it cannot be read.
     *
     * @param with what else has to be equal
     */
    static Optional<String> of(Path file, String with) {
        try {
            if (Files.notExists(file) || Files.exists(file.resolveSibling(file.getFileName() + ".wal"))) {
                return Optional.empty();
            }
            String around = Files.size(file) + " " + Files.getLastModifiedTime(file) + " " + with;
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(around.getBytes(StandardCharsets.UTF_8));
            try (InputStream in = Files.newInputStream(file)) {
                digest.update(in.readNBytes(HEADERS));
            }
            return Optional.of(HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            return Optional.empty(); // opening the file says what is wrong with it
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
