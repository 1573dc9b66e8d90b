package io.sesam.talk.beam;

import io.sesam.talk.bulk.Atlas;
import io.sesam.talk.bulk.LargeHomes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.SetCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;

/** What one value tells of all records: the atlas, the homes that may be crowds, and sets of hashes. */
final class Sketches {
    static final int COUNTERS = 1_024;
    private static final ByteArrayCoder BYTES = ByteArrayCoder.of();

    private Sketches() {}

    /** Joins homes, from blocks of pairs; runs ahead of the shuffle, so that each part of the input sends few joins. */
    static final class Atlases extends Combine.CombineFn<byte[], Atlas, Atlas> {
        private static final long serialVersionUID = 1L;

        private final long limit;

        Atlases(long limit) {
            this.limit = limit;
        }

        @Override
        public Atlas createAccumulator() {
            return Atlas.limitedTo(limit);
        }

        @Override
        public Atlas addInput(Atlas atlas, byte[] block) {
            ByteBuffer joins = ByteBuffer.wrap(block);
            while (joins.hasRemaining()) {
                atlas.join(joins.getLong(), joins.getLong());
            }
            return atlas;
        }

        @Override
        public Atlas mergeAccumulators(Iterable<Atlas> parts) {
            Atlas all = createAccumulator();
            parts.forEach(all::join);
            return all;
        }

        @Override
        public Atlas extractOutput(Atlas atlas) {
            atlas.complete();
            return atlas;
        }

        @Override
        public Coder<Atlas> getAccumulatorCoder(CoderRegistry registry, Coder<byte[]> inputs) {
            return new AtlasCoder();
        }

        @Override
        public Coder<Atlas> getDefaultOutputCoder(CoderRegistry registry, Coder<byte[]> inputs) {
            return new AtlasCoder();
        }
    }

    /** The bytes of an atlas. */
    private static final class AtlasCoder extends AtomicCoder<Atlas> {
        private static final long serialVersionUID = 1L;

        @Override
        public void encode(Atlas atlas, OutputStream out) throws IOException {
            BYTES.encode(atlas.encode(), out);
        }

        @Override
        public Atlas decode(InputStream in) throws IOException {
            return Atlas.decode(BYTES.decode(in));
        }
    }

    /** Finds the homes of most records. */
    static final class Crowds extends Combine.CombineFn<byte[], LargeHomes, LargeHomes> {
        private static final long serialVersionUID = 1L;

        @Override
        public LargeHomes createAccumulator() {
            return LargeHomes.of(COUNTERS);
        }

        @Override
        public LargeHomes addInput(LargeHomes sketch, byte[] part) {
            sketch.join(LargeHomes.decode(part));
            return sketch;
        }

        @Override
        public LargeHomes mergeAccumulators(Iterable<LargeHomes> parts) {
            LargeHomes all = createAccumulator();
            parts.forEach(all::join);
            return all;
        }

        @Override
        public LargeHomes extractOutput(LargeHomes sketch) {
            return sketch;
        }

        @Override
        public Coder<LargeHomes> getAccumulatorCoder(CoderRegistry registry, Coder<byte[]> inputs) {
            return new LargeHomesCoder();
        }

        @Override
        public Coder<LargeHomes> getDefaultOutputCoder(CoderRegistry registry, Coder<byte[]> inputs) {
            return new LargeHomesCoder();
        }
    }

    /** The bytes of a sketch. */
    private static final class LargeHomesCoder extends AtomicCoder<LargeHomes> {
        private static final long serialVersionUID = 1L;

        @Override
        public void encode(LargeHomes sketch, OutputStream out) throws IOException {
            BYTES.encode(sketch.encode(), out);
        }

        @Override
        public LargeHomes decode(InputStream in) throws IOException {
            return LargeHomes.decode(BYTES.decode(in));
        }
    }

    /** Collects hashes. */
    static final class Hashes extends Combine.CombineFn<Long, Set<Long>, Set<Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public Set<Long> createAccumulator() {
            return new HashSet<>();
        }

        @Override
        public Set<Long> addInput(Set<Long> set, Long hash) {
            set.add(hash);
            return set;
        }

        @Override
        public Set<Long> mergeAccumulators(Iterable<Set<Long>> parts) {
            Set<Long> all = new HashSet<>();
            parts.forEach(all::addAll);
            return all;
        }

        @Override
        public Set<Long> extractOutput(Set<Long> set) {
            return set;
        }

        @Override
        public Coder<Set<Long>> getAccumulatorCoder(CoderRegistry registry, Coder<Long> inputs) {
            return SetCoder.of(VarLongCoder.of());
        }

        @Override
        public Coder<Set<Long>> getDefaultOutputCoder(CoderRegistry registry, Coder<Long> inputs) {
            return SetCoder.of(VarLongCoder.of());
        }
    }
}
