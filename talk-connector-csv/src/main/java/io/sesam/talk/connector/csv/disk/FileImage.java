package io.sesam.talk.connector.csv.disk;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file at one moment.
 *
 * <p>A small file is held in memory. Of a large one, only a hash and a survey of its bytes are; parts are read again
 * when they are needed, and the reader of a part checks that it is still the same.
 */
public final class FileImage {
    private static final long GREATEST = 1L << 30;
    /** The size up to which a file is held in memory. */
    public static final int SMALL = 4 << 20;

    private static final int ATTEMPTS = 5;
    private static final int PART = 1 << 18;
    /** File systems keep times in steps; two changes within one step may look like one. */
    private static final Duration TICK = Duration.ofSeconds(3);

    private final Path path;
    private final Stamp stamp;
    private final boolean settled;
    private final byte @Nullable [] held;
    private final ByteSurvey survey;

    private FileImage(Path path, Stamp stamp, boolean settled, byte @Nullable [] held, ByteSurvey survey) {
        this.path = path;
        this.stamp = stamp;
        this.settled = settled;
        this.held = held;
        this.survey = survey;
    }

    /**
     * The file attributes that reveal a change. They differ after nearly every change.
     *
     * @param size its size
     * @param modified its time of modification
     * @param key its inode, where the file system has inodes
     */
    public record Stamp(
            long size, FileTime modified, @Nullable Object key) {
        static Stamp of(Path path) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        }

        /** Reports whether a later change would be seen in the time of modification. */
        private boolean isSettled(Instant now) {
            return modified.toInstant().isBefore(now.minus(TICK));
        }
    }

    /** Reads a file; repeats if it changes meanwhile. */
    public static FileImage read(Path path, String name) throws IOException {
        return read(path, name, null, SMALL);
    }

    /**
     * Reads a file unless it is unchanged; repeats if it changes meanwhile.
     *
     * @param known an earlier image, returned when the file's attributes prove that it still holds
     * @param small the size up to which the file is held in memory
     */
    public static FileImage read(Path path, String name, @Nullable FileImage known, int small) throws IOException {
        return read(path, name, known, small, true);
    }

    /** Reads a file that is not compared with another image later; a large one is not hashed. */
    public static FileImage readOnce(Path path, String name) throws IOException {
        return read(path, name, null, SMALL, false);
    }

    private static FileImage read(Path path, String name, @Nullable FileImage known, int small, boolean hashing)
            throws IOException {
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
            if (known != null && known.settled && known.path.equals(real) && known.stamp.equals(before)) {
                return known;
            }
            boolean settled = before.size > small && before.isSettled(Instant.now());
            byte[] held = before.size > small ? null : content(real, (int) before.size);
            ByteSurvey survey = held == null ? ByteSurvey.of(real, hashing) : ByteSurvey.of(held);
            if (before.equals(Stamp.of(real)) && survey.size() == before.size) {
                return new FileImage(real, before, settled, held, survey);
            }
        }
        throw new TalkException(
                ErrorCode.UNREACHABLE,
                name + " is being written by another program all the time, so that it cannot be read; the next"
                        + " run tries again");
    }

    /** Reads at most one byte more than expected; a file that grows is read again. */
    private static byte[] content(Path path, int size) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(size + 1);
        }
    }

    /** Returns the path with links resolved. */
    public Path path() {
        return path;
    }

    public int size() {
        return (int) stamp.size;
    }

    /** Returns what the bytes say about their encoding. */
    public ByteSurvey survey() {
        return survey;
    }

    /** Reports whether the content is in memory, so that later changes of the file do not touch it. */
    public boolean isHeld() {
        return held != null;
    }

    /** Returns some bytes. Of a large file, those that it has now; none after its end. */
    public byte[] bytes(int from, int to) {
        if (held != null) {
            return Arrays.copyOfRange(held, from, to);
        }
        ByteBuffer bytes = ByteBuffer.allocate(to - from);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            int read = 0;
            while (bytes.hasRemaining() && read >= 0) {
                read = channel.read(bytes, (long) from + bytes.position());
            }
        } catch (IOException e) {
            throw FileErrors.unreadable(String.valueOf(path.getFileName()), e);
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** Opens the bytes from an offset on. */
    public InputStream open(int from) throws IOException {
        if (held != null) {
            return new ByteArrayInputStream(held, from, held.length - from);
        }
        InputStream in = Files.newInputStream(path);
        try {
            in.skipNBytes(from);
            return in;
        } catch (EOFException e) {
            in.close();
            return InputStream.nullInputStream();
        }
    }

    /** Begins to read the file from its beginning to its end. */
    public Pass pass() throws IOException {
        return new Pass(open(0), Math.min(PART, size() + 1));
    }

    /** One pass over the bytes of a file. After its end, it gives no more bytes. */
    public static final class Pass implements AutoCloseable {
        private final InputStream in;
        private final byte[] part;
        private int at;

        private Pass(InputStream in, int length) {
            this.in = in;
            this.part = new byte[length];
        }

        /** Copies the bytes up to an offset. */
        public void copy(int to, OutputStream out) throws IOException {
            while (at < to) {
                int wanted = Math.min(part.length, to - at);
                out.write(part, 0, in.readNBytes(part, 0, wanted));
                at += wanted;
            }
        }

        /** Returns the bytes up to an offset. */
        public byte[] read(int to) throws IOException {
            byte[] bytes = in.readNBytes(to - at);
            at = to;
            return bytes;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Returns a hash of the content, followed by some other bytes. */
    public byte[] hashWith(byte[] other) {
        try {
            MessageDigest state = (MessageDigest) survey.digest().clone();
            return state.digest(other);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the SHA-256 of this Java runtime cannot be copied", e);
        }
    }

    /** Reports whether the file is unchanged since; reads it again. */
    public boolean isCurrent() throws IOException {
        return Stamp.of(path).equals(stamp) && holds();
    }

    /** Reports whether the file is unchanged since; reads it again only where its attributes leave a doubt. */
    public boolean isProbablyCurrent() throws IOException {
        return settled ? Stamp.of(path).equals(stamp) : isCurrent();
    }

    private boolean holds() throws IOException {
        byte[] part = new byte[Math.min(PART, size() + 1)];
        MessageDigest now = Fingerprint.sha256();
        int at = 0;
        try (ReadableByteChannel in = Files.newByteChannel(path)) {
            ByteBuffer buffer = ByteBuffer.wrap(part);
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer.clear())) {
                int end = at + read;
                if (end > stamp.size || held != null && !Arrays.equals(part, 0, read, held, at, end)) {
                    return false;
                }
                if (held == null) {
                    now.update(part, 0, read);
                }
                at = end;
            }
        }
        return at == stamp.size && (held != null || Arrays.equals(now.digest(), hashWith(new byte[0])));
    }

    public boolean holdsTheSameAs(FileImage other) {
        if (this == other) {
            return true;
        }
        return path.equals(other.path)
                && stamp.size == other.stamp.size
                && (held != null
                        ? Arrays.equals(held, other.held)
                        : Arrays.equals(hashWith(new byte[0]), other.hashWith(new byte[0])));
    }
}
