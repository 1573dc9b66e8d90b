package io.sesam.talk.bulk.work;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The frames of a file, one after another. For one thread. */
public final class FrameReader implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final InputStream in;
    private byte[] buffer;
    private int start;
    private int end;
    private int at;
    private int length;
    /** All frames are in the buffer, which is not the reader's own. */
    private boolean isWhole;

    private FrameReader(Path path, InputStream in, byte[] buffer) {
        this.path = path;
        this.in = in;
        this.buffer = buffer;
    }

    static FrameReader of(Path path, long bytes) {
        try {
            InputStream in = bytes == 0 ? InputStream.nullInputStream() : Files.newInputStream(path);
            return new FrameReader(path, in, new byte[(int) Math.max(16, Math.min(BUFFER, bytes))]);
        } catch (IOException e) {
            throw WorkDirectory.unreadable(path, e);
        }
    }

    /** Reads frames that are in memory, where they are. */
    static FrameReader over(Path path, byte[] array, int from, int length) {
        FrameReader reader = new FrameReader(path, InputStream.nullInputStream(), array);
        reader.start = from;
        reader.end = from + length;
        reader.isWhole = true;
        return reader;
    }

    static TalkException cutOff(Path path, EOFException cause) {
        return new TalkException(
                ErrorCode.UNREADABLE,
                path + " was cut off or changed by another program while the merge ran; run the merge again",
                cause);
    }

    /** Goes to the next frame; false at the end. */
    public boolean next() {
        try {
            if (!fill(Integer.BYTES)) {
                return false;
            }
            length = word(start);
            if (length < 0) {
                throw new EOFException();
            }
            start += Integer.BYTES;
            if (length > 0 && !fill(length)) {
                throw new EOFException();
            }
            at = start;
            start += length;
            return true;
        } catch (EOFException e) {
            throw cutOff(path, e);
        } catch (IOException e) {
            throw WorkDirectory.unreadable(path, e);
        }
    }

    /** Makes some bytes available from the start on; false when the file ends there. */
    private boolean fill(int wanted) throws IOException {
        if (end - start >= wanted) {
            return true;
        }
        if (isWhole) {
            if (start < end) {
                throw new EOFException();
            }
            return false;
        }
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
        if (wanted > buffer.length) {
            buffer = Arrays.copyOf(buffer, wanted);
        }
        end += in.readNBytes(buffer, end, buffer.length - end);
        if (end > 0 && end < wanted) {
            throw new EOFException();
        }
        return end >= wanted;
    }

    /** Returns the array that holds the frame until {@link #next()}. */
    public byte[] array() {
        return buffer;
    }

    /** Returns the place of the frame in the array. */
    public int offset() {
        return at;
    }

    public int length() {
        return length;
    }

    public byte octet(int index) {
        return buffer[at + index];
    }

    public int number(int index) {
        return word(at + index);
    }

    public long bits(int index) {
        return Frames.bitsAt(buffer, at + index);
    }

    private int word(int from) {
        return Frames.numberAt(buffer, from);
    }

    /** Copies the frame from an index on. */
    public byte[] rest(int index) {
        return Arrays.copyOfRange(buffer, at + index, at + length);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw WorkDirectory.unreadable(path, e);
        }
    }
}
