package io.sesam.talk.beam;

import io.sesam.talk.bulk.Refusal;
import io.sesam.talk.bulk.Survey;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.merge.RecordCodec;
import io.sesam.talk.merge.ReferenceJoin;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/** Replaces one reference of each record by the golden record of its target (R38). */
final class JoinStep extends PTransform<PCollection<MergeInput>, PCollectionTuple> {
    private static final long serialVersionUID = 1L;

    static final TupleTag<MergeInput> ROWS = new TupleTag<>("rows") {};
    static final TupleTag<Row> REFUSED = new TupleTag<>("refused") {};
    private static final TupleTag<KV<Integer, byte[]>> WAITING = new TupleTag<>("waiting") {};
    /** The first byte of an entry of the crosswalk. */
    private static final byte GOLDEN = 1;

    private static final byte ROW = 0;
    private static final MergeInputCoder ROW_CODER = MergeInputCoder.of();

    private final WorkerPolicy worker;
    private final int number;
    private final EntityType target;
    private final transient PCollection<byte[]> results;
    private final int parts;
    private final long limit;

    JoinStep(
            WorkerPolicy worker,
            int number,
            EntityType target,
            PCollection<byte[]> results,
            int parts,
            long limit) {
        this.worker = worker;
        this.number = number;
        this.target = target;
        this.results = results;
        this.parts = parts;
        this.limit = limit;
    }

    @Override
    public PCollectionTuple expand(PCollection<MergeInput> rows) {
        String type = target.name();
        PCollectionTuple split = rows.apply(
                "by target",
                ParDo.of(new Split(worker, number, type, parts))
                        .withOutputTags(ROWS, TupleTagList.of(REFUSED).and(WAITING)));
        split.get(REFUSED).setRowSchema(MergeRows.REFUSED);
        KvCoder<Integer, byte[]> coder = KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of());
        PCollection<KV<Integer, byte[]>> crosswalk =
                results.apply("crosswalk", ParDo.of(new Members(type, parts))).setCoder(coder);
        PCollection<MergeInput> joined = PCollectionList.of(crosswalk)
                .and(split.get(WAITING).setCoder(coder))
                .apply("together", Flatten.pCollections())
                .apply("by part", GroupByKey.create())
                .apply("join", ParDo.of(new Join(worker, number, type, limit)))
                .setCoder(MergeInputCoder.of());
        PCollection<MergeInput> all = PCollectionList.of(split.get(ROWS).setCoder(MergeInputCoder.of()))
                .and(joined)
                .apply("all", Flatten.pCollections());
        return PCollectionTuple.of(ROWS, all).and(REFUSED, split.get(REFUSED));
    }

    private static int part(RecordRef ref, int parts) {
        return SurveyStep.part(Survey.hash(ref), parts);
    }

    private static byte[] waiting(MergeInput row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(row.record().length + 64);
        bytes.write(ROW);
        try {
            ROW_CODER.encode(row, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array takes all
        }
        return bytes.toByteArray();
    }

    private static MergeInput row(byte[] encoded) {
        try {
            return ROW_CODER.decode(new ByteArrayInputStream(encoded, 1, encoded.length - 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array has all that was written
        }
    }

    private static ReferenceJoin joinOf(WorkerPolicy worker, int number, String target) {
        return ReferenceJoin.of(worker.policy().schema(), List.of(new EntityType(target)))
                .get(number);
    }

    /** Parts records that refer to another one from the rest. */
    static final class Split extends DoFn<MergeInput, MergeInput> {
        private static final long serialVersionUID = 1L;

        private final WorkerPolicy worker;
        private final int number;
        private final String target;
        private final int parts;
        private transient @Nullable ReferenceJoin join;

        Split(WorkerPolicy worker, int number, String target, int parts) {
            this.worker = worker;
            this.number = number;
            this.target = target;
            this.parts = parts;
        }

        /** Makes what cannot be sent. */
        @Setup
        public void setUp() {
            join = joinOf(worker, number, target);
        }

        /** Sends a record one way or the other. */
        @ProcessElement
        public void split(@Element MergeInput row, MultiOutputReceiver out) {
            RecordCodec bytes = worker.codec();
            ReferenceJoin known = Objects.requireNonNull(join);
            try {
                SourceRecord record = bytes.record(row.record());
                Optional<RecordRef> target = known.target(record);
                if (target.isPresent()) {
                    out.get(WAITING).output(KV.of(part(target.get(), parts), waiting(row)));
                } else {
                    out.get(ROWS).output(row.with(bytes.encode(known.join(record, ref -> Optional.empty()))));
                }
            } catch (TalkException e) {
                out.get(REFUSED)
                        .output(MergeRows.refused(
                                Refusal.of(row.source(), row.position(), String.valueOf(e.getMessage()))));
            }
        }
    }

    /** Says for each record which golden record it belongs to. */
    static final class Members extends DoFn<byte[], KV<Integer, byte[]>> {
        private static final long serialVersionUID = 1L;
        private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

        private final String type;
        private final int parts;

        Members(String type, int parts) {
            this.type = type;
            this.parts = parts;
        }

        /** Gives the members of the golden records of a block out. */
        @ProcessElement
        public void each(@Element byte[] block, OutputReceiver<KV<Integer, byte[]>> out) throws IOException {
            ResultFrames frames = new ResultFrames(block);
            while (frames.next()) {
                if (frames.isGolden()) {
                    int members = frames.members();
                    String golden = frames.text();
                    for (int i = 0; i < members; i++) {
                        String system = frames.text();
                        String id = frames.text();
                        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
                        bytes.write(GOLDEN);
                        TEXT.encode(system, bytes);
                        TEXT.encode(id, bytes);
                        TEXT.encode(golden, bytes);
                        out.output(KV.of(part(RecordRef.of(system, new EntityType(type), id), parts), bytes.toByteArray()));
                    }
                }
            }
        }
    }

    /** Joins the records of a part; holds those whose target has not come yet. */
    static final class Join extends DoFn<KV<Integer, Iterable<byte[]>>, MergeInput> {
        private static final long serialVersionUID = 1L;
        private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

        private final WorkerPolicy worker;
        private final int number;
        private final String target;
        private final long limit;
        private transient @Nullable ReferenceJoin join;

        Join(WorkerPolicy worker, int number, String target, long limit) {
            this.worker = worker;
            this.number = number;
            this.target = target;
            this.limit = limit;
        }

        /** Makes what cannot be sent. */
        @Setup
        public void setUp() {
            join = joinOf(worker, number, target);
        }

        /** Joins the records of a part. */
        @ProcessElement
        public void join(@Element KV<Integer, Iterable<byte[]>> part, OutputReceiver<MergeInput> out) {
            Map<RecordRef, GoldenId> goldens = new HashMap<>();
            List<MergeInput> held = new ArrayList<>();
            long bytes = 0;
            for (byte[] encoded : part.getValue()) {
                if (encoded[0] == GOLDEN) {
                    note(encoded, goldens);
                    continue;
                }
                MergeInput row = row(encoded);
                if (!joined(row, goldens, out)) {
                    held.add(row);
                    bytes += encoded.length;
                    requireRoom(bytes);
                }
            }
            for (MergeInput row : held) {
                if (!joined(row, goldens, out)) {
                    out.output(with(row, record -> Optional.empty()));
                }
            }
        }

        private void note(byte[] encoded, Map<RecordRef, GoldenId> goldens) {
            ByteArrayInputStream in = new ByteArrayInputStream(encoded, 1, encoded.length - 1);
            try {
                RecordRef ref = RecordRef.of(TEXT.decode(in), new EntityType(target), TEXT.decode(in));
                goldens.put(ref, new GoldenId(TEXT.decode(in)));
            } catch (IOException e) {
                throw new UncheckedIOException(e); // an array has all that was written
            }
        }

        private boolean joined(MergeInput row, Map<RecordRef, GoldenId> goldens, OutputReceiver<MergeInput> out) {
            SourceRecord record = worker.codec().record(row.record());
            Optional<RecordRef> found = Objects.requireNonNull(join).target(record);
            if (found.isEmpty() || !goldens.containsKey(found.get())) {
                return false;
            }
            out.output(with(row, ref -> Optional.ofNullable(goldens.get(ref))));
            return true;
        }

        private MergeInput with(MergeInput row, Function<RecordRef, Optional<GoldenId>> crosswalk) {
            RecordCodec known = worker.codec();
            return row.with(known.encode(Objects.requireNonNull(join).join(known.record(row.record()), crosswalk)));
        }

        private void requireRoom(long held) {
            if (held > limit) {
                throw new TalkException(
                        ErrorCode.UNREADABLE,
                        String.format(
                                Locale.ROOT,
                                "more than %,d bytes of records refer to records of the type %s in one part, so that they may"
                                        + " not fit into the memory of a worker; take more shards, or a larger limit",
                                limit,
                                target));
            }
        }
    }
}
