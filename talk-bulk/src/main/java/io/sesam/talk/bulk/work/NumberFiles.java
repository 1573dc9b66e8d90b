package io.sesam.talk.bulk.work;

import io.sesam.talk.spi.PrivateFiles;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Files of numbers, which say which of them were added more than once, in the memory of one part.
 *
 * <p>Each thread adds numbers with a {@link Writer} of its own.
 */
public final class NumberFiles {
    private static final int BUFFER = 1 << 12;
    private static final int READ = 1 << 16;

    private final Path directory;
    private final Part[] parts;

    private static final class Part {
        private final Path path;
        private @Nullable FileChannel channel;
        private long count;

        Part(Path path) {
            this.path = path;
        }

        synchronized void add(ByteBuffer numbers) throws IOException {
            FileChannel open = channel;
            if (open == null) {
                PrivateFiles.create(path);
                open = FileChannel.open(path, StandardOpenOption.WRITE);
                channel = open;
            }
            count += numbers.remaining() / Long.BYTES;
            while (numbers.hasRemaining()) {
                open.write(numbers);
            }
        }

        /** Finds the numbers seen again; forgets all. */
        synchronized void seenAgain(LongConsumer listener) throws IOException {
            Seen seen = new Seen((int) Math.min(1 << 29, count), listener);
            if (channel != null) {
                channel.close();
                read(seen);
                Files.delete(path);
            }
        }

        private void read(Seen seen) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(READ);
            try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
                for (long left = Files.size(path); left > 0; ) {
                    int read = in.read(buffer);
                    if (read < 0) {
                        throw new EOFException();
                    }
                    left -= read;
                    buffer.flip();
                    seen.take(buffer);
                    buffer.compact();
                }
            }
        }
    }

    /** A set of the numbers of a part. */
    private static final class Seen {
        private final LongConsumer listener;
        private final long[] table;
        private boolean zero;

        Seen(int count, LongConsumer listener) {
            int capacity = Math.max(16, Integer.highestOneBit(Math.max(1, count)) << 1);
            capacity = capacity - (capacity >> 2) < count ? capacity << 1 : capacity;
            this.table = new long[capacity];
            this.listener = listener;
        }

        void take(ByteBuffer numbers) {
            while (numbers.remaining() >= Long.BYTES) {
                take(numbers.getLong());
            }
        }

        private void take(long number) {
            if (number == 0) {
                if (zero) {
                    listener.accept(0);
                }
                zero = true;
                return;
            }
            int mask = table.length - 1;
            int slot = (int) (number * 0x9E3779B97F4A7C15L >>> 32) & mask;
            while (table[slot] != 0 && table[slot] != number) {
                slot = slot + 1 & mask;
            }
            if (table[slot] == number) {
                listener.accept(number);
            }
            table[slot] = number;
        }
    }

    /** Adds numbers. For one thread. */
    public final class Writer implements AutoCloseable {
        private final byte[][] buffers = new byte[parts.length][BUFFER];
        private final int[] filled = new int[parts.length];

        private Writer() {}

        /** Adds a number. */
        public void add(long number) {
            int part = (int) ((number * 0x9E3779B97F4A7C15L >>> 33) * parts.length >>> 31);
            int at = filled[part];
            Frames.bits(buffers[part], at, number);
            filled[part] = at + Long.BYTES;
            if (at + Long.BYTES == BUFFER) {
                flush(part);
            }
        }

        private void flush(int part) {
            try {
                parts[part].add(ByteBuffer.wrap(buffers[part], 0, filled[part]));
            } catch (IOException e) {
                throw WorkDirectory.unwritable(directory, e);
            }
            filled[part] = 0;
        }

        /** Writes what is left. */
        @Override
        public void close() {
            for (int i = 0; i < parts.length; i++) {
                if (filled[i] > 0) {
                    flush(i);
                }
            }
        }
    }

    /** Creates files in a directory of their own. */
    public NumberFiles(Path directory, int count) {
        this.directory = directory;
        this.parts = new Part[count];
        for (int i = 0; i < count; i++) {
            parts[i] = new Part(directory.resolve("numbers-" + i));
        }
    }

    /** Returns a writer for a thread of its own. */
    public Writer writer() {
        return new Writer();
    }

    /** Returns the number of parts. */
    public int parts() {
        return parts.length;
    }

    /** Tells each number of a part as often as it was seen again; deletes its file. All writers are closed before. */
    public void seenAgain(int part, LongConsumer listener) {
        try {
            parts[part].seenAgain(listener);
        } catch (IOException e) {
            throw WorkDirectory.unreadable(directory, e);
        }
    }
}
