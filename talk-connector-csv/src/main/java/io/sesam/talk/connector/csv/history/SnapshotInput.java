package io.sesam.talk.connector.csv.history;

import io.sesam.talk.connector.csv.table.IdIndex;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** What {@link java.io.DataInputStream} reads, with a checksum of it: in blocks, because a snapshot has millions of rows. */
final class SnapshotInput {
    /** An id in modified UTF-8 has at most so many bytes, and two for their number. */
    private static final int BLOCK = 1 << 17;

    private final InputStream in;
    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK).limit(0);
    private int counted;

    SnapshotInput(InputStream in) {
        this.in = in;
    }

    int readInt() throws IOException {
        need(Integer.BYTES);
        return block.getInt();
    }

    long readLong() throws IOException {
        need(Long.BYTES);
        return block.getLong();
    }

    /** Reads bytes; fewer at the end. */
    byte[] readNBytes(int length) throws IOException {
        if (length < 0) {
            throw new IOException("the snapshot is damaged");
        }
        byte[] bytes = new byte[length];
        int read = 0;
        while (read < length && (block.hasRemaining() || refill())) {
            int part = Math.min(length - read, block.remaining());
            block.get(bytes, read, part);
            read += part;
        }
        return bytes;
    }

    /** Reads a text that {@link java.io.DataOutputStream#writeUTF} wrote. */
    String readUtf() throws IOException {
        int length = textLength();
        int from = block.position() - Short.BYTES;
        block.position(from + Short.BYTES + length);
        return new DataInputStream(new ByteArrayInputStream(block.array(), from, Short.BYTES + length)).readUTF();
    }

    /** Reads such a text and adds it as an id; returns its number. */
    int readId(IdIndex ids) throws IOException {
        int length = textLength();
        int from = block.position();
        for (int i = from; i < from + length; i++) {
            if (block.get(i) <= 0) {
                block.position(from - Short.BYTES);
                return ids.add(readUtf()); // not ASCII, so not UTF-8
            }
        }
        block.position(from + length);
        return ids.add(block.array(), from, from + length);
    }

    /** Returns the checksum of all that was read. */
    long checksum() {
        count();
        return checksum.getValue();
    }

    /** Reads the length of a text, and makes sure that all its bytes are in the block. */
    private int textLength() throws IOException {
        need(Short.BYTES);
        int length = block.getShort(block.position()) & 0xffff;
        need(Short.BYTES + length);
        block.position(block.position() + Short.BYTES);
        return length;
    }

    private void need(int bytes) throws IOException {
        while (block.remaining() < bytes) {
            if (!refill()) {
                throw new EOFException("the snapshot is too short");
            }
        }
    }

    private boolean refill() throws IOException {
        count();
        block.compact();
        counted = 0;
        int read = in.read(block.array(), block.position(), block.remaining());
        block.position(block.position() + Math.max(0, read)).flip();
        return read > 0;
    }

    private void count() {
        checksum.update(block.array(), counted, block.position() - counted);
        counted = block.position();
    }
}
