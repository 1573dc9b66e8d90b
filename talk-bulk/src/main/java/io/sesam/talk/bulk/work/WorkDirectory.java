package io.sesam.talk.bulk.work;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** A private directory for one merge. Deleted when it is closed. */
public final class WorkDirectory implements AutoCloseable {
    private final Path path;

    private WorkDirectory(Path path) {
        this.path = path;
    }

    /** Creates a directory of an unused name beside others. */
    public static WorkDirectory in(Path parent, String prefix) {
        try {
            PrivateFiles.createDirectories(parent);
            return new WorkDirectory(Files.createTempDirectory(parent, prefix));
        } catch (IOException e) {
            throw unwritable(parent, e);
        }
    }

    public Path path() {
        return path;
    }

    /** Creates a subdirectory. */
    public Path directory(String name) {
        try {
            Path made = path.resolve(name);
            PrivateFiles.createDirectories(made);
            return made;
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    /** Returns the failure of a write. */
    public static TalkException unwritable(Path where, IOException cause) {
        String reason = cause.getMessage() == null || !cause.getMessage().contains("space")
                ? cause.getClass().getSimpleName()
                : "no space is left";
        return new TalkException(
                ErrorCode.UNWRITABLE,
                where + " cannot be written (" + reason + "). A merge needs about three times the size of its input"
                        + " there; make room, or name another directory",
                cause);
    }

    /** Returns the failure of a read. */
    public static TalkException unreadable(Path where, IOException cause) {
        return new TalkException(
                ErrorCode.UNREADABLE,
                where + " cannot be read (" + cause.getClass().getSimpleName() + "); run the merge again",
                cause);
    }

    /** Deletes a directory with all it holds; links are deleted and not followed. */
    public static void delete(Path directory) throws IOException {
        if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                for (Path entry : entries) {
                    delete(entry);
                }
            }
        }
        Files.delete(directory);
    }

    @Override
    public void close() {
        try {
            delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException("the directory " + path + " is left behind; delete it", e);
        }
    }
}
