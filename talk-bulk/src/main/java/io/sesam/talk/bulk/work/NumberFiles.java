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
 * <p>Any thread may add numbers.
 */
public final class NumberFiles {
    private static final int BUFFER = 1 << 14;

    private final Path directory;
    private final Part[] parts;

    private static final class Part {
        private final Path path;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        private @Nullable FileChannel channel;
        private long count;

        Part(Path path) {
            this.path = path;
        }

        synchronized void add(long number) throws IOException {
            if (!buffer.hasRemaining()) {
                flush();
            }
            buffer.putLong(number);
            count++;
        }

        private void flush() throws IOException {
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

        /** Finds the numbers seen again; forgets all. */
        synchronized void seenAgain(LongConsumer listener) throws IOException {
            Seen seen = new Seen((int) Math.min(1 << 29, count), listener);
            buffer.flip();
            seen.take(buffer);
            if (channel != null) {
                channel.close();
                read(seen);
                Files.delete(path);
            }
        }

        private void read(Seen seen) throws IOException {
            buffer.clear();
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

    /** Creates files in a directory of their own. */
    public NumberFiles(Path directory, int count) {
        this.directory = directory;
        this.parts = new Part[count];
        for (int i = 0; i < count; i++) {
            parts[i] = new Part(directory.resolve("numbers-" + i));
        }
    }

    /** Adds a number. */
    public void add(long number) {
        try {
            parts[(int) Long.remainderUnsigned(number * 0x9E3779B97F4A7C15L >>> 7, parts.length)].add(number);
        } catch (IOException e) {
            throw WorkDirectory.unwritable(directory, e);
        }
    }

    /** Ends writing and tells each number as often as it was seen again; deletes the files. */
    public void seenAgain(LongConsumer listener) {
        try {
            for (Part part : parts) {
                part.seenAgain(listener);
            }
        } catch (IOException e) {
            throw WorkDirectory.unreadable(directory, e);
        }
    }
}
