package io.sesam.talk.beam;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Finds the hashes of a part that were seen more than once, and joins the homes where they were seen.
 *
 * <p>A block of one hash alone is the end of a link: the home of the record with this reference is joined to the reference.
 */
final class SeenAgainStep extends DoFn<KV<Integer, Iterable<byte[]>>, byte[]> {
    private static final long serialVersionUID = 1L;

    /** Blocks of homes that belong together. */
    static final TupleTag<byte[]> JOINS = new TupleTag<>("joins") {};
    /** Each hash as often as it was seen again. */
    static final TupleTag<Long> AGAIN = new TupleTag<>("again") {};

    /** Looks through a part. */
    @ProcessElement
    public void find(@Element KV<Integer, Iterable<byte[]>> part, MultiOutputReceiver out) {
        Map<Long, Long> first = new HashMap<>();
        Set<Long> ends = new HashSet<>();
        Blocks joins = new Blocks(1);
        Blocks.Output output = (none, block) -> out.get(JOINS).output(block);
        for (byte[] encoded : part.getValue()) {
            ByteBuffer block = ByteBuffer.wrap(encoded);
            if (encoded.length == Long.BYTES) {
                ends.add(block.getLong());
                continue;
            }
            while (block.hasRemaining()) {
                long hash = block.getLong();
                long place = block.getLong();
                Long home = first.putIfAbsent(hash, place);
                if (home != null) {
                    out.get(AGAIN).output(hash);
                    if (home != place) {
                        joins.pair(0, home, place, output);
                    }
                }
            }
        }
        for (Long end : ends) {
            Long home = first.get(end);
            if (home != null && !home.equals(end)) {
                joins.pair(0, end, home, output);
            }
        }
        joins.flush(output);
    }
}
