package io.sesam.talk.beam;

import io.sesam.talk.bulk.LargeHomes;
import io.sesam.talk.bulk.Refusal;
import io.sesam.talk.bulk.RowSink;
import io.sesam.talk.bulk.ShardMerge;
import io.sesam.talk.bulk.Survey;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.merge.RecordCodec;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.TypePolicy;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;

/** Merges the records of a shard. */
final class ShardStep extends DoFn<KV<Integer, Iterable<byte[]>>, byte[]> {
    private static final long serialVersionUID = 1L;

    private final WorkerPolicy worker;
    private final long limit;
    private final PCollectionView<LargeHomes> large;
    private final PCollectionView<Set<Long>> repeated;
    private final PCollectionView<Long> rows;
    private final PCollectionView<Long> refused;

    ShardStep(
            WorkerPolicy worker,
            long limit,
            PCollectionView<LargeHomes> large,
            PCollectionView<Set<Long>> repeated,
            PCollectionView<Long> rows,
            PCollectionView<Long> refused) {
        this.worker = worker;
        this.limit = limit;
        this.large = large;
        this.repeated = repeated;
        this.rows = rows;
        this.refused = refused;
    }

    /** Merges a shard. */
    @ProcessElement
    public void merge(ProcessContext context) {
        TypePolicy known = worker.policy();
        requireFewRefused(context.sideInput(rows), context.sideInput(refused));
        LargeHomes crowds = context.sideInput(large);
        Set<Long> again = context.sideInput(repeated);
        Output out = new Output(context, worker.codec());
        ShardMerge.Shard shard = ShardMerge.of(
                        known, crowds, again.isEmpty() ? ref -> false : ref -> again.contains(Survey.hash(ref)))
                .begin(out);
        Map<Long, Integer> heldOfHome = new HashMap<>();
        long held = 0;
        for (byte[] block : context.element().getValue()) {
            Frames.Records frames = new Frames.Records(block);
            while (frames.next()) {
                if (frames.isLink()) {
                    shard.link(frames.link());
                    continue;
                }
                boolean isHeld = !frames.isAlone()
                        || !crowds.mayBeLarge(frames.home())
                        || heldOfHome.merge(frames.home(), 1, Integer::sum)
                                <= known.rules().maxRecords() + 1;
                held += isHeld ? frames.length() : 0;
                requireRoom(held, known);
                SourceRecord record = Normalizer.normalize(worker.codec().record(frames.record()));
                shard.add(frames.home(), frames.isAlone(), record, frames.source(), frames.position());
            }
        }
        shard.merge();
        out.close();
    }

    private void requireRoom(long held, TypePolicy known) {
        if (held > limit) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    String.format(
                            Locale.ROOT,
                            "a shard of the type %s has more than %,d bytes of records, so that it may not fit into the memory"
                                    + " of a worker; take more shards. If links and match keys join so many records, a"
                                    + " larger limit with more memory, or ignore the key that joins them",
                            known.type(),
                            limit));
        }
    }

    private static void requireFewRefused(long rows, long refused) {
        if (refused > Math.max(100, rows / 100)) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d rows cannot be merged, which is more than 100 and more than 1 %%; nothing was merged."
                                    + " Correct the rows, or how they are read; the refused rows say what is wrong",
                            refused,
                            rows));
        }
    }

    /** The result of a shard, in blocks. */
    private static final class Output implements RowSink.Rows {
        private final RecordCodec codec;
        private final Blocks results = new Blocks(1);
        private final Blocks.Output out;

        Output(DoFn<KV<Integer, Iterable<byte[]>>, byte[]>.ProcessContext context, RecordCodec codec) {
            this.codec = codec;
            this.out = (part, block) -> context.output(block);
        }

        @Override
        public void golden(GoldenRecord golden, boolean isParked) {
            results.golden(golden, codec.encode(golden), isParked, out);
        }

        @Override
        public void refused(Refusal refusal) {
            results.refused(refusal, out);
        }

        /** Gives out what is left. */
        @Override
        public void close() {
            results.flush(out);
        }
    }
}
