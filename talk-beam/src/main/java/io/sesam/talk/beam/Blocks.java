package io.sesam.talk.beam;

import io.sesam.talk.bulk.Refusal;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Link;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

        void text(String text) {
            byte[] from = text.getBytes(StandardCharsets.UTF_8);
            room(Integer.BYTES + from.length);
            add(from);
        }

        /** Reserves the bytes of a length; returns their position. */
        int reserve() {
            room(Integer.BYTES);
            number(0);
            return length;
        }

        void closeLength(int from) {
            int end = length;
            length = from - Integer.BYTES;
            number(end - from);
            length = end;
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

    /** Adds a record. */
    void row(int part, MergeInput row, Output out) {
        record(part, 0, 0, false, row, out);
    }

    /** Adds a record with its home and the hash of its reference. */
    void record(int part, long home, long reference, boolean isAlone, MergeInput row, Output out) {
        byte[] source = row.source().getBytes(StandardCharsets.UTF_8);
        Block block = at(part, 1 + 3 * Long.BYTES + 2 * Integer.BYTES + source.length + row.record().length);
        block.octet(isAlone ? Frames.Records.ALONE : Frames.Records.RECORD);
        block.bits(home);
        block.bits(reference);
        block.bits(row.position());
        block.add(source);
        block.add(row.record());
        flushFull(part, block, out);
    }

    /** Adds a golden record. Its head is read without decoding it. */
    void golden(GoldenRecord golden, byte[] encoded, boolean isParked, Output out) {
        Block block = at(0, 1 + 2 * Integer.BYTES);
        block.octet(isParked ? Frames.Results.PARKED : Frames.Results.GOLDEN);
        int lengthAt = block.reserve();
        block.number(golden.size());
        block.text(golden.id().value());
        for (int i = 0; i < golden.size(); i++) {
            block.text(golden.member(i).ref().system().value());
            block.text(golden.member(i).ref().id());
        }
        block.closeLength(lengthAt);
        block.room(Integer.BYTES + encoded.length);
        block.add(encoded);
        flushFull(0, block, out);
    }

    /** Adds a row that was not merged. */
    void refused(Refusal refusal, Output out) {
        Block block = at(0, 1 + Integer.BYTES + Long.BYTES);
        block.octet(Frames.Results.REFUSED);
        int lengthAt = block.reserve();
        block.bits(refusal.position());
        block.text(refusal.source());
        block.text(refusal.reason());
        block.closeLength(lengthAt);
        block.room(Integer.BYTES);
        block.number(0);
        flushFull(0, block, out);
    }

    /** Adds which golden record a record belongs to. */
    void member(int part, String system, String id, String golden, Output out) {
        Block block = at(part, 1 + Integer.BYTES);
        block.octet(Frames.Records.MEMBER);
        int lengthAt = block.reserve();
        block.text(system);
        block.text(id);
        block.text(golden);
        block.closeLength(lengthAt);
        flushFull(part, block, out);
    }

    /** Adds the frame of a record or link as it is, but for its kind. */
    void frame(int part, byte kind, byte[] from, int offset, int length, Output out) {
        Block block = at(part, length);
        System.arraycopy(from, offset, block.bytes, block.length, length);
        block.bytes[block.length] = kind;
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
                .put(Frames.Records.LINK)
                .putInt(bytes.size())
                .put(bytes.toByteArray())
                .array();
    }
}
