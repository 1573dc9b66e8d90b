package io.sesam.talk.beam;

import io.sesam.talk.bulk.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Parts what a step gave out beside its records.
 *
 * <p>Some runners send each output of a step to all who read one of them, so a step with many records has two outputs:
 * the records, and the rest as blocks with their kind.
 */
final class SplitStep extends DoFn<byte[], Row> {
    private static final long serialVersionUID = 1L;

    /** Rows that were not merged. */
    static final TupleTag<Row> REFUSED = new TupleTag<>("refused") {};
    /** Blocks of references by part, with the home of their record. */
    static final TupleTag<KV<Integer, byte[]>> REFERENCES = new TupleTag<>("references") {};
    /** Blocks of match keys by part, with the home of their record. */
    static final TupleTag<KV<Integer, byte[]>> KEYS = new TupleTag<>("keys") {};
    /** Blocks of homes that belong together. */
    static final TupleTag<byte[]> JOINS = new TupleTag<>("joins") {};
    /** Sketches of the homes of records that one match key alone can join to others. */
    static final TupleTag<byte[]> ALONE = new TupleTag<>("alone") {};
    /** The number of rows of a bundle, whatever became of them. */
    static final TupleTag<Long> COUNTED = new TupleTag<>("counted") {};

    static final TupleTagList OTHERS =
            TupleTagList.of(REFERENCES).and(KEYS).and(JOINS).and(ALONE).and(COUNTED);

    /** What a block holds. */
    enum Kind {
        REFUSED('u'),
        REFERENCES('r'),
        KEYS('k'),
        JOINS('j'),
        ALONE('a'),
        COUNTED('n');

        private final byte sign;

        Kind(char sign) {
            this.sign = (byte) sign;
        }

        static Kind of(byte sign) {
            for (Kind kind : values()) {
                if (kind.sign == sign) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no block has the sign " + sign);
        }

        /** Marks a block. */
        byte[] mark(int part, byte[] block) {
            return ByteBuffer.allocate(1 + Integer.BYTES + block.length)
                    .put(sign)
                    .putInt(part)
                    .put(block)
                    .array();
        }
    }

    static byte[] refused(Refusal refusal) {
        byte[] source = refusal.source().getBytes(StandardCharsets.UTF_8);
        byte[] reason = refusal.reason().getBytes(StandardCharsets.UTF_8);
        return Kind.REFUSED.mark(
                source.length,
                ByteBuffer.allocate(source.length + Long.BYTES + reason.length)
                        .put(source)
                        .putLong(refusal.position())
                        .put(reason)
                        .array());
    }

    static byte[] counted(long count) {
        return Kind.COUNTED.mark(
                0, ByteBuffer.allocate(Long.BYTES).putLong(count).array());
    }

    private static Refusal refusal(int sourceLength, byte[] bytes) {
        int reason = sourceLength + Long.BYTES;
        return Refusal.of(
                new String(bytes, 0, sourceLength, StandardCharsets.UTF_8),
                ByteBuffer.wrap(bytes).getLong(sourceLength),
                new String(bytes, reason, bytes.length - reason, StandardCharsets.UTF_8));
    }

    /** Sends a block to the output of its kind. */
    @ProcessElement
    public void split(@Element byte[] marked, MultiOutputReceiver out) {
        int part = ByteBuffer.wrap(marked).getInt(1);
        byte[] block = Arrays.copyOfRange(marked, 1 + Integer.BYTES, marked.length);
        switch (Kind.of(marked[0])) {
            case REFUSED -> out.get(REFUSED).output(MergeRows.refused(refusal(part, block)));
            case REFERENCES -> out.get(REFERENCES).output(KV.of(part, block));
            case KEYS -> out.get(KEYS).output(KV.of(part, block));
            case JOINS -> out.get(JOINS).output(block);
            case ALONE -> out.get(ALONE).output(block);
            case COUNTED -> out.get(COUNTED).output(ByteBuffer.wrap(block).getLong());
        }
    }
}
