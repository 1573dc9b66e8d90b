package io.sesam.talk.bulk.work;

import io.sesam.talk.spi.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbered files of frames: some bytes after their length.
 *
 * <p>Any thread may add to any file; a frame stays whole. A file is read after {@link #finish()}. Its beginning lies in
 * memory as long as the budget lasts.
 */
public final class SpillFiles implements AutoCloseable {
    private static final int BUFFER = 1 << 15;

    private final Path directory;
    private final Spill[] spills;

    /** One file; made when the first frame comes. */
    private static final class Spill {
        private final Path path;
        private final MemoryBudget budget;
        private final List<byte[]> held = new ArrayList<>();
        private final List<Integer> heldLengths = new ArrayList<>();
        private long heldBytes;
        private byte @Nullable [] buffer;
        private int filled;
        private long bytes;
        private @Nullable OutputStream out;

        Spill(Path path, MemoryBudget budget) {
            this.path = path;
            this.budget = budget;
        }

        synchronized void add(byte[] frame, int from, int length) throws IOException {
            byte[] room = buffer;
            if (room == null) {
                room = new byte[BUFFER];
                buffer = room;
            }
            if (filled + length + Integer.BYTES > room.length) {
                flush();
                room = buffer == null ? new byte[BUFFER] : buffer;
                buffer = room;
            }
            room[filled++] = (byte) (length >>> 24);
            room[filled++] = (byte) (length >>> 16);
            room[filled++] = (byte) (length >>> 8);
            room[filled++] = (byte) length;
            if (length > room.length - filled) {
                out().write(room, 0, filled); // what lies in memory comes first
                filled = 0;
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
                if (out == null && budget.take(room.length)) {
                    held.add(room);
                    heldLengths.add(filled);
                    heldBytes += filled;
                    buffer = null;
                } else {
                    out().write(room, 0, filled);
                }
                filled = 0;
            }
        }

        synchronized void drop() throws IOException {
            held.forEach(room -> budget.give(room.length));
            held.clear();
            heldLengths.clear();
            if (out != null) {
                Files.deleteIfExists(path);
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

    /** Creates files in a directory of their own, and none of it in memory. */
    public SpillFiles(Path directory, int count) {
        this(directory, count, new MemoryBudget(0));
    }

    /** Creates files in a directory of their own; their beginning lies in memory as long as the budget lasts. */
    public SpillFiles(Path directory, int count, MemoryBudget budget) {
        this.directory = directory;
        this.spills = new Spill[count];
        for (int i = 0; i < count; i++) {
            spills[i] = new Spill(directory.resolve("part-" + i), budget);
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
        Spill spill = spills[file];
        return FrameReader.of(spill.held, spill.heldLengths, spill.path, spill.bytes - spill.heldBytes);
    }

    /** Deletes a file that is not needed any more. */
    public void drop(int file) {
        try {
            spills[file].drop();
        } catch (IOException e) {
            throw WorkDirectory.unwritable(directory, e);
        }
    }

    @Override
    public void close() {
        finish();
    }
}
