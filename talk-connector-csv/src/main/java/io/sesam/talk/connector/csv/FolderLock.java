package io.sesam.talk.connector.csv;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A lock on one CSV file, for the moment of replacing it. Held against other processes and other connectors. */
final class FolderLock implements AutoCloseable {
    /** The files that connectors of this process hold; operating systems lock between processes only. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final @Nullable FileChannel channel;
    private final boolean held;

    private FolderLock(Path path, @Nullable FileChannel channel, boolean held) {
        this.path = path;
        this.channel = channel;
        this.held = held;
    }

    /** Takes the lock of a file without waiting. */
    static FolderLock of(Path file, String name) throws IOException {
        Path directory =
                Objects.requireNonNull(file.toAbsolutePath().getParent()).resolve(".talk");
        PrivateFiles.createDirectory(directory);
        Path path = directory.toRealPath().resolve(name + ".lock");
        if (!HELD.add(path)) {
            return new FolderLock(path, null, false);
        }
        try {
            FileChannel channel = PrivateFiles.open(path);
            return new FolderLock(path, channel, channel.tryLock() != null);
        } catch (IOException e) {
            HELD.remove(path);
            throw e;
        }
    }

    boolean isHeld() {
        return held;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            try {
                channel.close(); // releases the lock
            } finally {
                HELD.remove(path);
            }
        }
    }
}
