package io.sesam.talk.beam;

import io.sesam.talk.bulk.Place;
import io.sesam.talk.bulk.Refusal;
import io.sesam.talk.bulk.Survey;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.merge.PolicyRecipe;
import io.sesam.talk.merge.RecordCodec;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.TypePolicy;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;

/** The survey of one type: gives each record its place. */
final class SurveyStep extends DoFn<MergeInput, byte[]> {
    private static final long serialVersionUID = 1L;

    /** Records with their places. */
    static final TupleTag<byte[]> PLACED = new TupleTag<>("placed") {};
    /** References by part, with the home of their record. */
    static final TupleTag<KV<Integer, KV<Long, Long>>> REFERENCES = new TupleTag<>("references") {};
    /** Match keys by part, with the home of their record. */
    static final TupleTag<KV<Integer, KV<Long, Long>>> KEYS = new TupleTag<>("keys") {};
    /** Homes that belong together. */
    static final TupleTag<KV<Long, Long>> JOINS = new TupleTag<>("joins") {};
    /** The homes of records that one match key alone can join to others. */
    static final TupleTag<Long> ALONE = new TupleTag<>("alone") {};

    static final TupleTag<Row> REFUSED = new TupleTag<>("refused") {};

    private final PolicyRecipe recipe;
    private final int parts;
    private final PCollectionView<Set<Long>> linked;
    private transient @Nullable TypePolicy policy;
    private transient @Nullable RecordCodec codec;

    SurveyStep(PolicyRecipe recipe, int parts, PCollectionView<Set<Long>> linked) {
        this.recipe = recipe;
        this.parts = parts;
        this.linked = linked;
    }

    /** Makes what cannot be sent. */
    @Setup
    public void setUp() {
        TypePolicy made = recipe.policy();
        policy = made;
        codec = RecordCodec.of(made.schema());
    }

    /** Places a record. */
    @ProcessElement
    public void place(ProcessContext context) {
        TypePolicy known = Objects.requireNonNull(policy);
        RecordCodec bytes = Objects.requireNonNull(codec);
        MergeInput row = context.element();
        SourceRecord record;
        try {
            record = Normalizer.normalize(bytes.record(row.record()));
        } catch (TalkException e) {
            context.output(
                    REFUSED,
                    MergeRows.refused(Refusal.of(row.source(), row.position(), String.valueOf(e.getMessage()))));
            return;
        }
        Place place = Survey.of(known, context.sideInput(linked)::contains).place(record);
        context.output(REFERENCES, pair(place.reference(), place.home()));
        if (place.isLinked()) {
            context.output(JOINS, KV.of(place.reference(), place.home()));
        }
        long[] keys = place.keys();
        boolean hasSeveralRules = known.rules().rules().size() > 1;
        for (int i = hasSeveralRules ? 0 : 1; i < keys.length; i++) {
            if (hasSeveralRules) {
                context.output(KEYS, pair(keys[i], place.home()));
            } else {
                context.output(JOINS, KV.of(keys[i], place.home()));
            }
        }
        if (place.isAlone()) {
            context.output(ALONE, place.home());
        }
        context.output(new Placed(place.home(), place.isAlone(), row.with(bytes.encode(record))).encode());
    }

    private KV<Integer, KV<Long, Long>> pair(long hash, long home) {
        return KV.of(part(hash, parts), KV.of(hash, home));
    }

    /** Returns the part of a hash. */
    static int part(long hash, int parts) {
        return (int) Long.remainderUnsigned(hash * 0x9E3779B97F4A7C15L >>> 7, parts);
    }
}
