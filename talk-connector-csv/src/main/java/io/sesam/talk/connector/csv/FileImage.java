package io.sesam.talk.connector.csv;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file at one moment.
 *
 * @param path the path with links resolved
 * @param bytes the whole content; never changed
 * @param stamp the attributes in the file system
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are compared explicitly where needed, and never changed
record FileImage(Path path, byte[] bytes, Stamp stamp) {
    private static final long GREATEST = 1L << 30;
    private static final long SMALL = 10L << 20;
    /** The bytes, the text, and an index of the rows. */
    private static final int COPIES = 3;

    private static final int ATTEMPTS = 5;
    private static final int PART = 1 << 16;

    /**
     * The file attributes that reveal a change. They differ after nearly every change.
     *
     * @param size its size
     * @param modified its time of modification
     * @param key its inode, where the file system has inodes
     */
    record Stamp(long size, FileTime modified, @Nullable Object key) {
        static Stamp of(Path path) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        }
    }

    /** Reads a file; repeats if it changes meanwhile. */
    static FileImage read(Path path, String name) throws IOException {
        Path real = path.toRealPath();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Stamp before = Stamp.of(real);
            if (!Files.isRegularFile(real)) {
                throw FileErrors.unreadable(
                        name + " is no regular file, but a directory, device or pipe; put a CSV file in its place");
            }
            if (before.size > GREATEST) {
                throw FileErrors.unreadable(name + " is larger than 1 GiB; split it");
            }
            refuseIfTooLarge(name, before.size);
            byte[] bytes = content(real, name, before.size);
            Stamp after = Stamp.of(real);
            if (before.equals(after) && bytes.length == after.size) {
                return new FileImage(real, bytes, after);
            }
        }
        throw new TalkException(
                ErrorCode.UNREACHABLE,
                name + " is being written by another program all the time, so that it cannot be read; the next"
                        + " run tries again");
    }

    /** Refuses a file whose reading cannot fit into the memory of this process. */
    static void refuseIfTooLarge(String name, long size) {
        if (size > SMALL && size > Runtime.getRuntime().maxMemory() / COPIES) {
            throw FileErrors.tooLarge(name, size);
        }
    }

    /** Reads at most one byte more than expected; a file that grows is read again. */
    private static byte[] content(Path path, String name, long size) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes((int) size + 1);
        } catch (OutOfMemoryError e) {
            throw FileErrors.tooLarge(name, size);
        }
    }

    /** Reports whether the file is unchanged since. */
    boolean isCurrent() throws IOException {
        return Stamp.of(path).equals(stamp) && holds(path, bytes);
    }

    private static boolean holds(Path path, byte[] bytes) throws IOException {
        byte[] part = new byte[PART];
        int at = 0;
        try (InputStream in = Files.newInputStream(path)) {
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                int end = at + read;
                if (end > bytes.length || !Arrays.equals(part, 0, read, bytes, at, end)) {
                    return false;
                }
                at = end;
            }
        }
        return at == bytes.length;
    }

    boolean holdsTheSameAs(FileImage other) {
        return path.equals(other.path) && Arrays.equals(bytes, other.bytes);
    }
}
