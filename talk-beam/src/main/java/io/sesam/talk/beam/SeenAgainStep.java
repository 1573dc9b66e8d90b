package io.sesam.talk.beam;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;

/** Finds the hashes of a part that were seen more than once, and joins the homes where they were seen. */
final class SeenAgainStep extends DoFn<KV<Integer, Iterable<KV<Long, Long>>>, KV<Long, Long>> {
    private static final long serialVersionUID = 1L;

    /** Homes that belong together. */
    static final TupleTag<KV<Long, Long>> JOINS = new TupleTag<>("joins") {};
    /** Each hash as often as it was seen again. */
    static final TupleTag<Long> AGAIN = new TupleTag<>("again") {};

    /** Looks through a part. */
    @ProcessElement
    public void find(@Element KV<Integer, Iterable<KV<Long, Long>>> part, MultiOutputReceiver out) {
        Map<Long, Long> first = new HashMap<>();
        for (KV<Long, Long> pair : part.getValue()) {
            Long home = first.putIfAbsent(pair.getKey(), pair.getValue());
            if (home != null) {
                out.get(AGAIN).output(pair.getKey());
                if (!home.equals(pair.getValue())) {
                    out.get(JOINS).output(KV.of(home, pair.getValue()));
                }
            }
        }
    }
}
