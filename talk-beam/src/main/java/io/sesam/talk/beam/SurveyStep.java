package io.sesam.talk.beam;

import io.sesam.talk.bulk.LargeHomes;
import io.sesam.talk.bulk.Place;
import io.sesam.talk.bulk.Refusal;
import io.sesam.talk.bulk.Survey;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.Normalizer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * The survey of one type: gives each record its place.
 *
 * <p>Gives out blocks, so that few elements move. A bundle that is repeated begins anew. Links are not known here but in the
 * steps after it: a side input would part this step from the one that makes the records.
 */
final class SurveyStep extends DoFn<MergeInput, byte[]> {
    private static final long serialVersionUID = 1L;

    /** Blocks of records with their places. */
    static final TupleTag<byte[]> PLACED = new TupleTag<>("placed") {};
    /** All else, for the {@link Split}. */
    static final TupleTag<byte[]> NOTES = new TupleTag<>("notes") {};

    private final WorkerPolicy worker;
    private final int parts;
    private transient @Nullable Bundle bundle;

    /** What a bundle has collected. */
    private static final class Bundle {
        private final Blocks placed = new Blocks(1);
        private final Blocks references;
        private final Blocks keys;
        private final Blocks joins = new Blocks(1);
        private final LargeHomes alone = LargeHomes.of(Sketches.COUNTERS);
        private boolean isAnyAlone;
        private long counted;
        private @Nullable Survey survey;

        Bundle(int parts) {
            this.references = new Blocks(parts);
            this.keys = new Blocks(parts);
        }
    }

    SurveyStep(WorkerPolicy worker, int parts) {
        this.worker = worker;
        this.parts = parts;
    }

    /** Begins a bundle. */
    @StartBundle
    public void begin() {
        bundle = new Bundle(parts);
    }

    /** Places a record. */
    @ProcessElement
    public void place(ProcessContext context) {
        Bundle own = Objects.requireNonNull(bundle);
        own.counted++;
        Survey survey = own.survey;
        if (survey == null) {
            survey = Survey.of(worker.policy(), reference -> false);
            own.survey = survey;
        }
        MergeInput row = context.element();
        String type = worker.policy().type().name();
        if (!row.reason().isEmpty() || !row.type().equals(type)) {
            String reason = row.reason().isEmpty() ? noPolicy(row.type(), List.of(type)) : row.reason();
            refuse(row, reason, context);
            return;
        }
        SourceRecord record;
        try {
            record = Normalizer.normalize(worker.codec().record(row.record()));
        } catch (TalkException e) {
            refuse(row, String.valueOf(e.getMessage()), context);
            return;
        }
        Place place = survey.place(record);
        Blocks.Output references = (part, block) -> note(context, Split.Kind.REFERENCES.mark(part, block));
        Blocks.Output matchKeys = (part, block) -> note(context, Split.Kind.KEYS.mark(part, block));
        Blocks.Output joins = (part, block) -> note(context, Split.Kind.JOINS.mark(part, block));
        long home = place.home();
        own.references.pair(part(place.reference(), parts), place.reference(), home, references);
        boolean hasSeveralRules = worker.policy().rules().rules().size() > 1;
        long[] keys = place.keys();
        for (int i = hasSeveralRules ? 0 : 1; i < keys.length; i++) {
            if (hasSeveralRules) {
                own.keys.pair(part(keys[i], parts), keys[i], home, matchKeys);
            } else {
                own.joins.pair(0, keys[i], home, joins);
            }
        }
        if (place.isAlone()) {
            own.alone.offer(home);
            own.isAnyAlone = true;
        }
        own.placed.record(0, home, place.reference(), place.isAlone(), row, (part, block) -> context.output(block));
    }

    /** Gives out what is left. */
    @FinishBundle
    public void finish(FinishBundleContext context) {
        Bundle own = Objects.requireNonNull(bundle);
        if (own.counted == 0) {
            // all was put back, because a side input is missing; anything given out now has it all tried again at once
            return;
        }
        own.placed.flush((part, block) -> give(context, PLACED, block));
        own.references.flush((part, block) -> give(context, NOTES, Split.Kind.REFERENCES.mark(part, block)));
        own.keys.flush((part, block) -> give(context, NOTES, Split.Kind.KEYS.mark(part, block)));
        own.joins.flush((part, block) -> give(context, NOTES, Split.Kind.JOINS.mark(part, block)));
        if (own.isAnyAlone) {
            give(context, NOTES, Split.Kind.ALONE.mark(0, own.alone.encode()));
        }
        give(context, NOTES, Split.counted(own.counted));
        bundle = null;
    }

    private static void note(DoFn<MergeInput, byte[]>.ProcessContext context, byte[] marked) {
        context.output(NOTES, marked);
    }

    private static void refuse(MergeInput row, String reason, DoFn<MergeInput, byte[]>.ProcessContext context) {
        note(context, Split.refused(Refusal.of(row.source(), row.position(), reason)));
    }

    static String noPolicy(String type, List<String> types) {
        return "the merge has no policy for the type " + type + "; it has " + types;
    }

    /** Gives an element of no window of the input out. */
    static <T> void give(DoFn<?, ?>.FinishBundleContext context, TupleTag<T> tag, T element) {
        context.output(tag, element, BoundedWindow.TIMESTAMP_MIN_VALUE, GlobalWindow.INSTANCE);
    }

    /** Returns the part of a hash. */
    static int part(long hash, int parts) {
        return (int) Long.remainderUnsigned(hash * 0x9E3779B97F4A7C15L >>> 7, parts);
    }

    /**
     * Parts what a step gave out beside its records.
     *
     * <p>Some runners send each output of a step to all who read one of them, so a step with many records has two outputs:
     * the records, and the rest as blocks with their kind.
     */
    static final class Split extends DoFn<byte[], Row> {
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
}
