package io.sesam.talk.bulk.work;

import io.sesam.talk.spi.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Numbered files of frames: some bytes after their length.
 *
 * <p>Any thread may add to any file; a frame stays whole. A file is read after {@link #finish()}.
 */
public final class SpillFiles implements AutoCloseable {
    private static final int BUFFER = 1 << 15;

    private final Path directory;
    private final Spill[] spills;

    /** One file; made when the first frame comes. */
    private static final class Spill {
        private final Path path;
        private byte @Nullable [] buffer;
        private int filled;
        private long bytes;
        private @Nullable OutputStream out;

        Spill(Path path) {
            this.path = path;
        }

        synchronized void add(byte[] frame, int from, int length) throws IOException {
            byte[] room = buffer;
            if (room == null) {
                room = new byte[BUFFER];
                buffer = room;
            }
            if (filled + length + Integer.BYTES > room.length) {
                flush();
            }
            room[filled++] = (byte) (length >>> 24);
            room[filled++] = (byte) (length >>> 16);
            room[filled++] = (byte) (length >>> 8);
            room[filled++] = (byte) length;
            if (length > room.length - filled) {
                flush();
                out().write(frame, from, length);
            } else {
                System.arraycopy(frame, from, room, filled, length);
                filled += length;
            }
            bytes += length + Integer.BYTES;
        }

        private OutputStream out() throws IOException {
            OutputStream open = out;
            if (open == null) {
                PrivateFiles.create(path);
                open = Files.newOutputStream(path, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
                out = open;
            }
            return open;
        }

        private void flush() throws IOException {
            byte[] room = buffer;
            if (room != null && filled > 0) {
                out().write(room, 0, filled);
                filled = 0;
            }
        }

        synchronized void finish() throws IOException {
            flush();
            buffer = null;
            if (out != null) {
                out.close();
            }
        }
    }

    /** Creates files in a directory of their own. */
    public SpillFiles(Path directory, int count) {
        this.directory = directory;
        this.spills = new Spill[count];
        for (int i = 0; i < count; i++) {
            spills[i] = new Spill(directory.resolve("part-" + i));
        }
    }

    public int count() {
        return spills.length;
    }

    /** Adds a frame to a file. */
    public void add(int file, byte[] frame, int from, int length) {
        try {
            spills[file].add(frame, from, length);
        } catch (IOException e) {
            throw WorkDirectory.unwritable(directory, e);
        }
    }

    /** Ends writing; releases the buffers. */
    public void finish() {
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

    /** Deletes a file that is not needed any more. */
    public void drop(int file) {
        try {
            Files.deleteIfExists(spills[file].path);
        } catch (IOException e) {
            throw WorkDirectory.unwritable(directory, e);
        }
    }

    @Override
    public void close() {
        finish();
    }
}
