package io.sesam.talk.bulk.work;

import io.sesam.talk.spi.PrivateFiles;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of a number and the place where it was seen.
 *
 * <p>Says which numbers were seen more than once, and at which places, in the memory of one part. Any thread may add
 * pairs.
 */
public final class PairFiles {
    private static final int PAIR = 2 * Long.BYTES;
    private static final int BUFFER = 1024 * PAIR;

    private final Path directory;
    private final Part[] parts;

    /** Is told about a number that was seen again. */
    @FunctionalInterface
    public interface Again {
        /** Takes a number with the place where it was first seen and the present one; they may be the same. */
        void seen(long number, long first, long place);
    }

    private static final class Part {
        private final Path path;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        private @Nullable FileChannel channel;
        private long pairs;

        Part(Path path) {
            this.path = path;
        }

        synchronized void add(long number, long place) throws IOException {
            if (!buffer.hasRemaining()) {
                flush();
            }
            buffer.putLong(number).putLong(place);
            pairs++;
        }

        synchronized void flush() throws IOException {
            FileChannel open = channel;
            if (open == null) {
                PrivateFiles.create(path);
                open = FileChannel.open(path, StandardOpenOption.WRITE);
                channel = open;
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                open.write(buffer);
            }
            buffer.clear();
        }

        synchronized void finish() throws IOException {
            if (pairs > 0) {
                flush();
            }
            if (channel != null) {
                channel.close();
            }
        }
    }

    /** Creates files in a directory of their own. */
    public PairFiles(Path directory, int count) {
        this.directory = directory;
        this.parts = new Part[count];
        for (int i = 0; i < count; i++) {
            parts[i] = new Part(directory.resolve("pairs-" + i));
        }
    }

    /** Adds a pair. */
    public void add(long number, long place) {
        try {
            parts[(int) Long.remainderUnsigned(number * 0x9E3779B97F4A7C15L >>> 7, parts.length)].add(number, place);
        } catch (IOException e) {
            throw WorkDirectory.unwritable(directory, e);
        }
    }

    /** Ends writing, finds the numbers seen again, and deletes the files. */
    public void seenAgain(Again listener) {
        try {
            for (Part part : parts) {
                part.finish();
                if (part.pairs > 0) {
                    find(part, listener);
                    Files.delete(part.path);
                }
            }
        } catch (IOException e) {
            throw WorkDirectory.unreadable(directory, e);
        }
    }

    private static void find(Part part, Again listener) throws IOException {
        LongMap places = new LongMap((int) Math.min(1 << 28, part.pairs));
        try (FileChannel in = FileChannel.open(part.path, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            for (long left = part.pairs; left > 0; ) {
                if (in.read(buffer) < 0) {
                    throw new EOFException();
                }
                buffer.flip();
                while (buffer.remaining() >= PAIR) {
                    find(buffer.getLong(), buffer.getLong(), places, listener);
                    left--;
                }
                buffer.compact();
            }
        }
    }

    private static void find(long number, long place, LongMap places, Again listener) {
        int known = places.slot(number);
        if (known >= 0) {
            listener.seen(number, places.value(known), place);
        } else {
            places.put(number, place);
        }
    }
}
