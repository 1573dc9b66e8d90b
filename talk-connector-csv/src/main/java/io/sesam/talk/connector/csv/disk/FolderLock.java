package io.sesam.talk.connector.csv.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Objects;

/** A lock on one CSV file, for the moment of replacing it. Held against other processes and other connectors. */
public final class FolderLock implements AutoCloseable {
    private final FileChannel channel;
    private final boolean held;

    private FolderLock(FileChannel channel, boolean held) {
        this.channel = channel;
        this.held = held;
    }

    /** Takes the lock of a file without waiting. */
    public static FolderLock of(Path file, String name) throws IOException {
        Path directory =
                Objects.requireNonNull(file.toAbsolutePath().getParent()).resolve(".talk");
        PrivateFiles.createDirectory(directory);
        Path path = directory.toRealPath().resolve(name + ".lock");
        FileChannel channel = PrivateFiles.open(path);
        try {
            return new FolderLock(channel, channel.tryLock() != null);
        } catch (OverlappingFileLockException e) {
            return new FolderLock(channel, false); // another connector of this process
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    public boolean isHeld() {
        return held;
    }

    @Override
    public void close() throws IOException {
        channel.close(); // releases the lock
    }
}
