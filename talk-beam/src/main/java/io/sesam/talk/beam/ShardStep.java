package io.sesam.talk.beam;

import io.sesam.talk.bulk.LargeHomes;
import io.sesam.talk.bulk.Refusal;
import io.sesam.talk.bulk.RowSink;
import io.sesam.talk.bulk.ShardMerge;
import io.sesam.talk.bulk.Survey;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.merge.PolicyRecipe;
import io.sesam.talk.merge.RecordCodec;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.policy.TypePolicy;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;

/** Merges the records of a shard. */
final class ShardStep extends DoFn<KV<Integer, Iterable<byte[]>>, GoldenRecord> {
    private static final long serialVersionUID = 1L;

    static final TupleTag<Row> CROSSWALK = new TupleTag<>("crosswalk") {};
    static final TupleTag<Row> PROVENANCE = new TupleTag<>("provenance") {};
    static final TupleTag<Row> PARKED = new TupleTag<>("parked") {};
    static final TupleTag<Row> REFUSED = new TupleTag<>("refused") {};

    private final PolicyRecipe recipe;
    private final TupleTag<GoldenRecord> goldens;
    private final long limit;
    private final PCollectionView<LargeHomes> large;
    private final PCollectionView<Set<Long>> repeated;
    private final PCollectionView<Long> rows;
    private final PCollectionView<Long> refused;
    private transient @Nullable TypePolicy policy;
    private transient @Nullable RecordCodec codec;

    ShardStep(
            PolicyRecipe recipe,
            TupleTag<GoldenRecord> goldens,
            long limit,
            PCollectionView<LargeHomes> large,
            PCollectionView<Set<Long>> repeated,
            PCollectionView<Long> rows,
            PCollectionView<Long> refused) {
        this.recipe = recipe;
        this.goldens = goldens;
        this.limit = limit;
        this.large = large;
        this.repeated = repeated;
        this.rows = rows;
        this.refused = refused;
    }

    /** Makes what cannot be sent. */
    @Setup
    public void setUp() {
        TypePolicy made = recipe.policy();
        policy = made;
        codec = RecordCodec.of(made.schema());
    }

    /** Merges a shard. */
    @ProcessElement
    public void merge(ProcessContext context) {
        TypePolicy known = Objects.requireNonNull(policy);
        RecordCodec bytes = Objects.requireNonNull(codec);
        requireFewRefused(context.sideInput(rows), context.sideInput(refused));
        LargeHomes crowds = context.sideInput(large);
        Set<Long> again = context.sideInput(repeated);
        ShardMerge.Shard shard = ShardMerge.of(known, crowds, ref -> again.contains(Survey.hash(ref)))
                .begin(new Output(context, goldens));
        Map<Long, Integer> heldOfHome = new HashMap<>();
        long held = 0;
        for (byte[] encoded : context.element().getValue()) {
            if (Placed.isLink(encoded)) {
                shard.link(Placed.link(encoded));
                continue;
            }
            Placed placed = Placed.decode(encoded);
            boolean isHeld = !placed.isAlone()
                    || !crowds.mayBeLarge(placed.home())
                    || heldOfHome.merge(placed.home(), 1, Integer::sum)
                            <= known.rules().maxRecords() + 1;
            held += isHeld ? encoded.length : 0;
            requireRoom(held, known);
            MergeInput row = placed.row();
            shard.add(placed.home(), placed.isAlone(), bytes.record(row.record()), row.source(), row.position());
        }
        shard.merge();
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

    /** The rows of a shard, to the outputs of the step. */
    private record Output(ProcessContext context, TupleTag<GoldenRecord> goldens) implements RowSink.Rows {
        @Override
        public void golden(GoldenRecord golden, boolean parked) {
            context.output(goldens, golden);
            golden.members().forEach(member -> {
                context.output(CROSSWALK, MergeRows.crosswalk(golden, member));
                if (parked) {
                    context.output(PARKED, MergeRows.crosswalk(golden, member));
                }
            });
            MergeRows.provenance(golden, row -> context.output(PROVENANCE, row));
        }

        @Override
        public void refused(Refusal refusal) {
            context.output(REFUSED, MergeRows.refused(refusal));
        }

        @Override
        public void close() {}
    }
}
