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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Replaces one reference of each record by the golden record of its target (R38).
 *
 * <p>Takes and gives blocks of records.
 */
final class JoinStep extends PTransform<PCollection<byte[]>, PCollectionTuple> {
    private static final long serialVersionUID = 1L;

    static final TupleTag<byte[]> ROWS = new TupleTag<>("rows") {};
    static final TupleTag<Row> REFUSED = new TupleTag<>("refused") {};
    private static final TupleTag<KV<Integer, byte[]>> WAITING = new TupleTag<>("waiting") {};

    private final WorkerPolicy worker;
    private final int number;
    private final EntityType target;
    private final transient PCollection<byte[]> results;
    private final int parts;
    private final long limit;

    JoinStep(WorkerPolicy worker, int number, EntityType target, PCollection<byte[]> results, int parts, long limit) {
        this.worker = worker;
        this.number = number;
        this.target = target;
        this.results = results;
        this.parts = parts;
        this.limit = limit;
    }

    @Override
    public PCollectionTuple expand(PCollection<byte[]> rows) {
        String type = target.name();
        PCollectionTuple split = rows.apply(
                "by target",
                ParDo.of(new Split(worker, number, type, parts))
                        .withOutputTags(ROWS, TupleTagList.of(REFUSED).and(WAITING)));
        split.get(REFUSED).setRowSchema(MergeRows.REFUSED);
        KvCoder<Integer, byte[]> coder = KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of());
        PCollection<KV<Integer, byte[]>> crosswalk =
                results.apply("crosswalk", ParDo.of(new Members(type, parts))).setCoder(coder);
        PCollection<byte[]> joined = PCollectionList.of(crosswalk)
                .and(split.get(WAITING).setCoder(coder))
                .apply("together", Flatten.pCollections())
                .apply("by part", GroupByKey.create())
                .apply("join", ParDo.of(new Join(worker, number, type, limit)))
                .setCoder(ByteArrayCoder.of());
        PCollection<byte[]> all = PCollectionList.of(split.get(ROWS).setCoder(ByteArrayCoder.of()))
                .and(joined)
                .apply("all", Flatten.pCollections());
        return PCollectionTuple.of(ROWS, all).and(REFUSED, split.get(REFUSED));
    }

    private static int part(RecordRef ref, int parts) {
        return SurveyStep.part(Survey.hash(ref), parts);
    }

    private static ReferenceJoin joinOf(WorkerPolicy worker, int number, String target) {
        return ReferenceJoin.of(worker.policy().schema(), List.of(new EntityType(target)))
                .get(number);
    }

    /** Parts records that refer to another one from the rest. */
    static final class Split extends DoFn<byte[], byte[]> {
        private static final long serialVersionUID = 1L;

        private final WorkerPolicy worker;
        private final int number;
        private final String target;
        private final int parts;
        private transient @Nullable ReferenceJoin join;
        private transient @Nullable Blocks rest;
        private transient @Nullable Blocks waiting;

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

        /** Begins a bundle. */
        @StartBundle
        public void begin() {
            rest = new Blocks(1);
            waiting = new Blocks(parts);
        }

        /** Sends the records of a block one way or the other. */
        @ProcessElement
        public void split(@Element byte[] block, MultiOutputReceiver out) {
            RecordCodec bytes = worker.codec();
            ReferenceJoin known = Objects.requireNonNull(join);
            Blocks others = Objects.requireNonNull(rest);
            Blocks referring = Objects.requireNonNull(waiting);
            Blocks.Output done = (part, full) -> out.get(ROWS).output(full);
            Blocks.Output toPart = (part, full) -> out.get(WAITING).output(KV.of(part, full));
            String type = worker.policy().type().name();
            Frames.Records frames = new Frames.Records(block);
            while (frames.next()) {
                MergeInput row = frames.row(type);
                try {
                    SourceRecord record = bytes.record(row.record());
                    Optional<RecordRef> found = known.target(record);
                    if (found.isPresent()) {
                        referring.row(part(found.get(), parts), row, toPart);
                    } else {
                        byte[] joined = bytes.encode(known.join(record, ref -> Optional.empty()));
                        others.row(0, row.with(joined), done);
                    }
                } catch (TalkException e) {
                    out.get(REFUSED)
                            .output(MergeRows.refused(
                                    Refusal.of(row.source(), row.position(), String.valueOf(e.getMessage()))));
                }
            }
        }

        /** Gives out what is left. */
        @FinishBundle
        public void finish(FinishBundleContext context) {
            Objects.requireNonNull(rest).flush((part, block) -> SurveyStep.give(context, ROWS, block));
            Objects.requireNonNull(waiting)
                    .flush((part, block) -> SurveyStep.give(context, WAITING, KV.of(part, block)));
        }
    }

    /** Says for each record which golden record it belongs to. */
    static final class Members extends DoFn<byte[], KV<Integer, byte[]>> {
        private static final long serialVersionUID = 1L;

        private final String type;
        private final int parts;
        private transient @Nullable Blocks blocks;

        Members(String type, int parts) {
            this.type = type;
            this.parts = parts;
        }

        /** Begins a bundle. */
        @StartBundle
        public void begin() {
            blocks = new Blocks(parts);
        }

        /** Gives the members of the golden records of a block out. */
        @ProcessElement
        public void each(@Element byte[] block, OutputReceiver<KV<Integer, byte[]>> out) {
            Blocks all = Objects.requireNonNull(blocks);
            EntityType entity = new EntityType(type);
            Frames.Results frames = new Frames.Results(block);
            while (frames.next()) {
                int members = frames.isGolden() ? frames.members() : 0;
                String golden = members > 0 ? frames.text() : "";
                for (int i = 0; i < members; i++) {
                    String system = frames.text();
                    String id = frames.text();
                    all.member(
                            part(RecordRef.of(system, entity, id), parts),
                            system,
                            id,
                            golden,
                            (part, full) -> out.output(KV.of(part, full)));
                }
            }
        }

        /** Gives out what is left. */
        @FinishBundle
        public void finish(FinishBundleContext context) {
            Objects.requireNonNull(blocks)
                    .flush((part, block) -> context.output(
                            KV.of(part, block), BoundedWindow.TIMESTAMP_MIN_VALUE, GlobalWindow.INSTANCE));
        }
    }

    /** Joins the records of a part; holds those whose target has not come yet. */
    static final class Join extends DoFn<KV<Integer, Iterable<byte[]>>, byte[]> {
        private static final long serialVersionUID = 1L;

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
        public void join(@Element KV<Integer, Iterable<byte[]>> part, OutputReceiver<byte[]> out) {
            Map<RecordRef, GoldenId> goldens = new HashMap<>();
            List<MergeInput> held = new ArrayList<>();
            EntityType targetType = new EntityType(target);
            String type = worker.policy().type().name();
            Blocks joined = new Blocks(1);
            Blocks.Output output = (none, block) -> out.output(block);
            long bytes = 0;
            for (byte[] block : part.getValue()) {
                Frames.Records frames = new Frames.Records(block);
                while (frames.next()) {
                    if (frames.isMember()) {
                        String[] member = frames.member();
                        goldens.put(RecordRef.of(member[0], targetType, member[1]), new GoldenId(member[2]));
                        continue;
                    }
                    MergeInput row = frames.row(type);
                    SourceRecord record = worker.codec().record(row.record());
                    if (hasTarget(record, goldens)) {
                        add(row, record, goldens, joined, output);
                    } else {
                        held.add(row);
                        bytes += frames.length();
                        requireRoom(bytes);
                    }
                }
            }
            for (MergeInput row : held) {
                add(row, worker.codec().record(row.record()), goldens, joined, output);
            }
            joined.flush(output);
        }

        private boolean hasTarget(SourceRecord record, Map<RecordRef, GoldenId> goldens) {
            return Objects.requireNonNull(join)
                    .target(record)
                    .filter(goldens::containsKey)
                    .isPresent();
        }

        private void add(
                MergeInput row,
                SourceRecord record,
                Map<RecordRef, GoldenId> goldens,
                Blocks to,
                Blocks.Output output) {
            SourceRecord joined =
                    Objects.requireNonNull(join).join(record, ref -> Optional.ofNullable(goldens.get(ref)));
            to.row(0, row.with(worker.codec().encode(joined)), output);
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
