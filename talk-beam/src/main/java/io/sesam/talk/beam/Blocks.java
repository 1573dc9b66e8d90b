package io.sesam.talk.beam;

import io.sesam.talk.model.Link;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records, links and numbers in blocks of some kilobytes, one for each part.
 *
 * <p>A runner takes some microseconds for each element that it moves, which is more than a record takes to be merged; so
 * elements are few and large. For one bundle: what is left is given out at its end.
 */
final class Blocks {
    /** All blocks together take about so much, and each at most {@link #FULL}. */
    private static final int ALL = 8 << 20;

    private static final int FULL = 1 << 15;
    private static final int LEAST = 1 << 10;
    private static final byte LINK = 2;
    private static final LinkCoder LINKS = LinkCoder.of();

    private final Block[] blocks;
    private final int full;

    /** Takes a full block. */
    @FunctionalInterface
    interface Output {
        void block(int part, byte[] block);
    }

    /** One block. */
    private static final class Block {
        private byte[] bytes = new byte[LEAST];
        private int length;

        void room(int more) {
            if (bytes.length - length < more) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
            }
        }

        void octet(int value) {
            bytes[length++] = (byte) value;
        }

        void number(int value) {
            octet(value >>> 24);
            octet(value >>> 16);
            octet(value >>> 8);
            octet(value);
        }

        void bits(long value) {
            number((int) (value >>> 32));
            number((int) value);
        }

        void add(byte[] from) {
            number(from.length);
            System.arraycopy(from, 0, bytes, length, from.length);
            length += from.length;
        }

        byte[] take() {
            byte[] taken = Arrays.copyOf(bytes, length);
            length = 0;
            return taken;
        }
    }

    Blocks(int parts) {
        this.blocks = new Block[parts];
        this.full = Math.max(LEAST, Math.min(FULL, ALL / parts));
    }

    private Block at(int part, int more) {
        Block known = blocks[part];
        if (known == null) {
            known = new Block();
            blocks[part] = known;
        }
        known.room(more);
        return known;
    }

    private void flushFull(int part, Block block, Output out) {
        if (block.length >= full) {
            out.block(part, block.take());
        }
    }

    /** Gives out what is left. */
    void flush(Output out) {
        for (int part = 0; part < blocks.length; part++) {
            @Nullable Block block = blocks[part];
            if (block != null && block.length > 0) {
                out.block(part, block.take());
            }
        }
    }

    /** Adds two numbers. */
    void pair(int part, long first, long second, Output out) {
        Block block = at(part, 2 * Long.BYTES);
        block.bits(first);
        block.bits(second);
        flushFull(part, block, out);
    }

    /** Adds a record with its home. */
    void record(int part, long home, boolean isAlone, MergeInput row, Output out) {
        byte[] source = row.source().getBytes(StandardCharsets.UTF_8);
        Block block = at(part, 1 + 2 * Long.BYTES + 2 * Integer.BYTES + source.length + row.record().length);
        block.octet(isAlone ? 1 : 0);
        block.bits(home);
        block.bits(row.position());
        block.add(source);
        block.add(row.record());
        flushFull(part, block, out);
    }

    /** Adds some bytes. */
    void bytes(byte[] added, Output out) {
        Block block = at(0, Integer.BYTES + added.length);
        block.add(added);
        flushFull(0, block, out);
    }

    /** Adds the texts of a row. */
    void texts(List<@Nullable String> row, Output out) {
        Block block = at(0, 0);
        for (String text : row) {
            byte[] bytes = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
            block.room(Integer.BYTES + (bytes == null ? 0 : bytes.length));
            if (bytes == null) {
                block.number(-1);
            } else {
                block.add(bytes);
            }
        }
        flushFull(0, block, out);
    }

    /** Adds the frame of a record or link as it is. */
    void frame(int part, byte[] from, int offset, int length, Output out) {
        Block block = at(part, length);
        System.arraycopy(from, offset, block.bytes, block.length, length);
        block.length += length;
        flushFull(part, block, out);
    }

    /** Returns a block with one link. */
    static byte[] of(Link link) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        try {
            LINKS.encode(link, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array takes all
        }
        return ByteBuffer.allocate(1 + Integer.BYTES + bytes.size())
                .put(LINK)
                .putInt(bytes.size())
                .put(bytes.toByteArray())
                .array();
    }

    /** The frames of a block, one after the other. */
    static final class Reader {
        private final ByteBuffer block;
        private String source = "";
        private byte[] sourceBytes = new byte[0];
        private int start;
        private byte kind;
        private long home;
        private long position;
        private int bodyAt;

        Reader(byte[] block) {
            this.block = ByteBuffer.wrap(block);
        }

        boolean next() {
            if (!block.hasRemaining()) {
                return false;
            }
            start = block.position();
            kind = block.get();
            if (kind != LINK) {
                home = block.getLong();
                position = block.getLong();
                readSource();
            }
            int length = block.getInt();
            bodyAt = block.position();
            block.position(bodyAt + length);
            return true;
        }

        /** Most rows of a block are of one source. */
        private void readSource() {
            int length = block.getInt();
            int at = block.position();
            if (!Arrays.equals(sourceBytes, 0, sourceBytes.length, block.array(), at, at + length)) {
                sourceBytes = Arrays.copyOfRange(block.array(), at, at + length);
                source = new String(sourceBytes, StandardCharsets.UTF_8);
            }
            block.position(at + length);
        }

        boolean isLink() {
            return kind == LINK;
        }

        boolean isAlone() {
            return kind == 1;
        }

        long home() {
            return home;
        }

        long position() {
            return position;
        }

        String source() {
            return source;
        }

        byte[] record() {
            return Arrays.copyOfRange(block.array(), bodyAt, block.position());
        }

        Link link() {
            try {
                return LINKS.decode(new ByteArrayInputStream(block.array(), bodyAt, block.position() - bodyAt));
            } catch (IOException e) {
                throw new UncheckedIOException(e); // an array has all that was written
            }
        }

        /** Returns where the frame begins in the array. */
        int start() {
            return start;
        }

        int length() {
            return block.position() - start;
        }
    }
}
