package io.sesam.talk.bulk.work;

import io.sesam.talk.spi.PrivateFiles;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbered files of frames: some bytes after their length.
 *
 * <p>Each thread adds to them with a {@link Writer} of its own; a frame stays whole. A file is read after {@link
 * #finish()}.
 */
public final class SpillFiles implements AutoCloseable {
    private static final int LEAST_BUFFER = 1 << 12;
    private static final byte[] NONE = new byte[0];
    private static final int MOST_BUFFER = 1 << 14;

    private final Path directory;
    private final Spill[] spills;
    private final int buffer;
    private final Writer shared;

    /** One file; made when the first frames come. */
    private static final class Spill {
        private final Path path;
        private long bytes;
        private @Nullable FileChannel out;

        Spill(Path path) {
            this.path = path;
        }

        synchronized void add(byte[] frames, int length) throws IOException {
            FileChannel open = out;
            if (open == null) {
                PrivateFiles.create(path);
                open = FileChannel.open(path, StandardOpenOption.WRITE);
                out = open;
            }
            ByteBuffer left = ByteBuffer.wrap(frames, 0, length);
            while (left.hasRemaining()) {
                open.write(left);
            }
            bytes += length;
        }

        synchronized void finish() throws IOException {
            if (out != null) {
                out.close();
            }
        }
    }

    /** Adds frames to all files. For one thread. */
    public final class Writer implements AutoCloseable {
        private final byte[][] buffers = new byte[spills.length][];
        private final int[] filled = new int[spills.length];

        private Writer() {
            Arrays.fill(buffers, NONE);
        }

        /** Adds a frame to a file. */
        public void add(int file, byte[] frame, int from, int length) {
            byte[] room = buffers[file];
            if (room.length - filled[file] < length + Integer.BYTES) {
                flush(file);
                if (room.length < length + Integer.BYTES) {
                    room = new byte[Math.max(buffer, length + Integer.BYTES)];
                    buffers[file] = room;
                }
            }
            int at = filled[file];
            Frames.number(room, at, length);
            System.arraycopy(frame, from, room, at + Integer.BYTES, length);
            filled[file] = at + Integer.BYTES + length;
        }

        private void flush(int file) {
            if (filled[file] > 0) {
                try {
                    spills[file].add(buffers[file], filled[file]);
                } catch (IOException e) {
                    throw WorkDirectory.unwritable(directory, e);
                }
                filled[file] = 0;
            }
        }

        /** Writes what is left. */
        @Override
        public void close() {
            for (int i = 0; i < buffers.length; i++) {
                flush(i);
                buffers[i] = NONE;
            }
        }
    }

    /**
     * Creates files in a directory of their own.
     *
     * @param memory about so many bytes are for the buffers of a writer
     */
    public SpillFiles(Path directory, int count, long memory) {
        this.directory = directory;
        this.buffer = (int) Math.max(LEAST_BUFFER, Math.min(MOST_BUFFER, memory / count));
        this.spills = new Spill[count];
        for (int i = 0; i < count; i++) {
            spills[i] = new Spill(directory.resolve("part-" + i));
        }
        this.shared = new Writer();
    }

    public int count() {
        return spills.length;
    }

    /** Returns a writer for a thread of its own. */
    public Writer writer() {
        return new Writer();
    }

    /** Adds a frame to a file, for any thread; slower than a {@link Writer}. */
    public void add(int file, byte[] frame, int from, int length) {
        synchronized (shared) {
            shared.add(file, frame, from, length);
        }
    }

    /** Ends writing; releases the buffers. All writers are closed before. */
    public void finish() {
        synchronized (shared) {
            shared.close();
        }
        try {
            for (Spill spill : spills) {
                spill.finish();
            }
        } catch (IOException e) {
            throw WorkDirectory.unwritable(directory, e);
        }
    }

    /** Returns the size of a file in bytes. */
    public long bytes(int file) {
        return spills[file].bytes;
    }

    /** Opens the frames of a file, in the order in which they came. */
    public FrameReader open(int file) {
        return FrameReader.of(spills[file].path, spills[file].bytes);
    }

    /** Reads all frames of a file, which has less than 2 GB, into an array, where they are read. */
    public FrameReader load(int file, byte[] into, int at) {
        Spill spill = spills[file];
        int length = Math.toIntExact(spill.bytes);
        if (length > 0) {
            ByteBuffer left = ByteBuffer.wrap(into, at, length);
            try (FileChannel in = FileChannel.open(spill.path, StandardOpenOption.READ)) {
                while (left.hasRemaining()) {
                    if (in.read(left) < 0) {
                        throw new EOFException();
                    }
                }
            } catch (EOFException e) {
                throw FrameReader.cutOff(spill.path, e);
            } catch (IOException e) {
                throw WorkDirectory.unreadable(spill.path, e);
            }
        }
        return FrameReader.over(spill.path, into, at, length);
    }

    /** Deletes a file that is not needed any more. */
    public void drop(int file) {
        try {
            if (spills[file].bytes > 0) {
                Files.deleteIfExists(spills[file].path);
            }
        } catch (IOException e) {
            throw WorkDirectory.unwritable(directory, e);
        }
    }

    @Override
    public void close() {
        finish();
    }
}
