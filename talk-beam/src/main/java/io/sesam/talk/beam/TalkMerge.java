package io.sesam.talk.beam;

import io.sesam.talk.bulk.Atlas;
import io.sesam.talk.bulk.LargeHomes;
import io.sesam.talk.bulk.Refusal;
import io.sesam.talk.bulk.Survey;
import io.sesam.talk.merge.PolicyRecipe;
import io.sesam.talk.merge.ReferenceJoin;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * A merge of bounded collections, on any runner of Beam.
 *
 * <p>Takes {@link #RECORDS} and, where there are any, {@link #LINKS}; gives golden records of each type under {@link
 * #goldens(EntityType)}, and {@link #CROSSWALK}, {@link #PROVENANCE}, {@link #PARKED} and {@link #REFUSED}. The golden records are, byte
 * for byte, those of one {@link io.sesam.talk.merge.BulkMerge}, whatever the number of shards and the order of the input; a bundle
 * that is repeated changes nothing. Types that others refer to are merged first.
 *
 * <p>The pipeline fails when more than 100 and more than 1 % of the rows are refused, when more homes are joined than the
 * limit of the atlas, and when the records of a shard exceed the limit of a shard.
 */
@Experimental
public final class TalkMerge extends PTransform<PCollectionTuple, PCollectionTuple> {
    private static final long serialVersionUID = 1L;

    /** The records to merge, of all types. */
    public static final TupleTag<MergeInput> RECORDS = new TupleTag<>("talk-records") {};
    /** What people know of two records; may be left out. Needs {@link LinkCoder}. */
    public static final TupleTag<Link> LINKS = new TupleTag<>("talk-links") {};
    /** Rows of {@link MergeRows#CROSSWALK}. */
    public static final TupleTag<Row> CROSSWALK = new TupleTag<>("talk-crosswalk") {};
    /** Rows of {@link MergeRows#PROVENANCE}. */
    public static final TupleTag<Row> PROVENANCE = new TupleTag<>("talk-provenance") {};
    /** Rows of {@link MergeRows#CROSSWALK} for records kept apart, because more than the limit of them share a match key. */
    public static final TupleTag<Row> PARKED = new TupleTag<>("talk-parked") {};
    /** Rows of {@link MergeRows#REFUSED}. */
    public static final TupleTag<Row> REFUSED = new TupleTag<>("talk-refused") {};

    private static final int SHARDS = 64;
    private static final long SHARD_LIMIT = 64L << 20;
    private static final long ATLAS_LIMIT = 4_000_000;

    private final ArrayList<PolicyRecipe> recipes;
    private final int shards;
    private final long shardLimit;
    private final long atlasLimit;
    private final boolean hasCrosswalk;
    private final boolean hasProvenance;

    private TalkMerge(
            List<PolicyRecipe> recipes,
            int shards,
            long shardLimit,
            long atlasLimit,
            boolean hasCrosswalk,
            boolean hasProvenance) {
        super("TalkMerge");
        this.recipes = new ArrayList<>(recipes);
        this.shards = shards;
        this.shardLimit = shardLimit;
        this.atlasLimit = atlasLimit;
        this.hasCrosswalk = hasCrosswalk;
        this.hasProvenance = hasProvenance;
    }

    /** Creates a merge of the types of these recipes, with 64 shards of at most 64 MB, and at most 4,000,000 joined homes. */
    public static TalkMerge of(PolicyRecipe... recipes) {
        long types = List.of(recipes).stream().map(TalkMerge::typeOf).distinct().count();
        if (recipes.length == 0 || types < recipes.length) {
            throw new IllegalArgumentException("a merge needs one recipe for each type, and has " + recipes.length);
        }
        return new TalkMerge(List.of(recipes), SHARDS, SHARD_LIMIT, ATLAS_LIMIT, true, true);
    }

    /** Sets the number of shards. Each is merged in the memory of one worker. */
    public TalkMerge shards(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a merge needs at least one shard, not " + count);
        }
        return new TalkMerge(recipes, count, shardLimit, atlasLimit, hasCrosswalk, hasProvenance);
    }

    /** Sets the most bytes of encoded records in a shard; in memory they take about eight times as much. */
    public TalkMerge shardLimit(long bytes) {
        return new TalkMerge(recipes, shards, bytes, atlasLimit, hasCrosswalk, hasProvenance);
    }

    /** Sets the most homes that links and further match keys may join; each takes about 30 bytes on each worker. */
    public TalkMerge atlasLimit(long homes) {
        return new TalkMerge(recipes, shards, shardLimit, homes, hasCrosswalk, hasProvenance);
    }

    /**
     * Leaves {@link #CROSSWALK} out of the result. Most runners make the rows of an output also where nothing reads it; a golden
     * record has its members.
     */
    public TalkMerge withoutCrosswalk() {
        return new TalkMerge(recipes, shards, shardLimit, atlasLimit, false, hasProvenance);
    }

    /** Leaves {@link #PROVENANCE} out of the result: several rows for each record. A golden record has its provenance. */
    public TalkMerge withoutProvenance() {
        return new TalkMerge(recipes, shards, shardLimit, atlasLimit, hasCrosswalk, false);
    }

    /** Returns the tag of a type's golden records. */
    public static TupleTag<GoldenRecord> goldens(EntityType type) {
        return new TupleTag<>("talk-golden-" + type.name()) {};
    }

    private static EntityType typeOf(PolicyRecipe recipe) {
        return recipe.policy().type();
    }

    @Override
    public PCollectionTuple expand(PCollectionTuple input) {
        PCollection<MergeInput> records = input.get(RECORDS);
        if (records.isBounded() == PCollection.IsBounded.UNBOUNDED) {
            throw new IllegalArgumentException("a merge takes a bounded collection, and the records are unbounded");
        }
        PCollection<Link> links = input.has(LINKS)
                ? input.get(LINKS)
                : input.getPipeline().apply("no links", Create.empty(LinkCoder.of()));
        Merged merged =
                recipes.size() == 1 ? one(global(records), global(links)) : several(global(records), global(links));
        PCollectionTuple output = PCollectionTuple.of(PARKED, merged.all(merged.parked, "parked"))
                .and(REFUSED, merged.all(merged.refused, "refused"));
        if (hasCrosswalk) {
            output = output.and(CROSSWALK, merged.all(merged.crosswalk, "crosswalk"));
        }
        if (hasProvenance) {
            output = output.and(PROVENANCE, merged.all(merged.provenance, "provenance"));
        }
        for (Map.Entry<EntityType, PCollection<GoldenRecord>> golden : merged.goldens.entrySet()) {
            output = output.and(goldens(golden.getKey()), golden.getValue());
        }
        return output;
    }

    /** What is put together at the end of a bundle belongs to no window of the input. */
    private static <T> PCollection<T> global(PCollection<T> all) {
        return all.getWindowingStrategy().getWindowFn() instanceof GlobalWindows
                ? all
                : all.apply(Window.into(new GlobalWindows()));
    }

    private Merged one(PCollection<MergeInput> records, PCollection<Link> links) {
        Merged merged = new Merged();
        merge(recipes.get(0), records, links, null, merged);
        return merged;
    }

    private Merged several(PCollection<MergeInput> records, PCollection<Link> links) {
        Map<String, TupleTag<byte[]>> tags = new LinkedHashMap<>();
        recipes.forEach(recipe ->
                tags.put(typeOf(recipe).name(), Types.tag(typeOf(recipe).name())));
        TupleTagList rest = TupleTagList.of(SurveyStep.Split.COUNTED);
        for (TupleTag<byte[]> tag : tags.values()) {
            rest = rest.and(tag);
        }
        PCollectionTuple byType = records.apply(
                "types",
                ParDo.of(new Types(List.copyOf(tags.keySet()))).withOutputTags(SurveyStep.Split.REFUSED, rest));
        PCollectionView<Long> rows = sum(byType.get(SurveyStep.Split.COUNTED), "rows of the input");
        Merged merged = new Merged();
        merged.refused.add(byType.get(SurveyStep.Split.REFUSED).setRowSchema(MergeRows.REFUSED));
        for (PolicyRecipe recipe :
                ReferenceJoin.targetsFirst(recipes, recipe -> recipe.policy().schema())) {
            EntityType type = typeOf(recipe);
            PCollection<byte[]> own =
                    byType.get(Objects.requireNonNull(tags.get(type.name()))).setCoder(ByteArrayCoder.of());
            PCollection<MergeInput> given = joined(recipe, own, merged)
                    .apply(type + ": records", ParDo.of(new UnpackStep.Records(type)))
                    .setCoder(MergeInputCoder.of());
            merge(recipe, given, links, rows, merged);
        }
        return merged;
    }

    private static PCollectionView<Long> sum(PCollection<Long> counts, String name) {
        return counts.setCoder(VarLongCoder.of())
                .apply(name, Sum.longsGlobally().asSingletonView());
    }

    /** What has been merged so far. */
    private static final class Merged {
        private final Map<EntityType, PCollection<byte[]>> results = new LinkedHashMap<>();
        private final Map<EntityType, PCollection<GoldenRecord>> goldens = new LinkedHashMap<>();
        private final List<PCollection<Row>> crosswalk = new ArrayList<>();
        private final List<PCollection<Row>> provenance = new ArrayList<>();
        private final List<PCollection<Row>> parked = new ArrayList<>();
        private final List<PCollection<Row>> refused = new ArrayList<>();

        PCollection<Row> all(List<PCollection<Row>> parts, String name) {
            return parts.size() == 1 ? parts.get(0) : PCollectionList.of(parts).apply(name, Flatten.pCollections());
        }
    }

    private void merge(
            PolicyRecipe recipe,
            PCollection<MergeInput> given,
            PCollection<Link> allLinks,
            @Nullable PCollectionView<Long> counted,
            Merged merged) {
        EntityType type = typeOf(recipe);
        String at = type.name() + ": ";
        PCollection<Link> links =
                allLinks.apply(at + "links", Filter.by(new OfType(type.name()))).setCoder(LinkCoder.of());
        WorkerPolicy worker = new WorkerPolicy(recipe);
        PCollectionView<Set<Long>> linked = links.apply(at + "linked records", ParDo.of(new Ends()))
                .apply(at + "linked", Combine.globally(new Sketches.Hashes()).asSingletonView());
        PCollectionTuple survey = given.apply(
                at + "survey",
                ParDo.of(new SurveyStep(worker, shards))
                        .withOutputTags(SurveyStep.PLACED, TupleTagList.of(SurveyStep.NOTES)));
        PCollectionTuple notes = split(survey.get(SurveyStep.NOTES), at + "notes", SurveyStep.Split.OTHERS);
        merged.refused.add(notes.get(SurveyStep.Split.REFUSED).setRowSchema(MergeRows.REFUSED));
        PCollectionView<Long> rows =
                counted == null ? sum(notes.get(SurveyStep.Split.COUNTED), at + "rows of the input") : counted;
        PCollectionTuple references = again(
                PCollectionList.of(pairs(notes.get(SurveyStep.Split.REFERENCES)))
                        .and(pairs(links.apply(at + "ends of links", ParDo.of(new EndsByPart(shards)))))
                        .apply(at + "references and ends of links", Flatten.pCollections()),
                at + "references");
        PCollectionTuple keys = again(pairs(notes.get(SurveyStep.Split.KEYS)), at + "keys");
        ByteArrayCoder blocks = ByteArrayCoder.of();
        PCollectionView<Atlas> atlas = PCollectionList.of(
                        notes.get(SurveyStep.Split.JOINS).setCoder(blocks))
                .and(references.get(SeenAgainStep.JOINS).setCoder(blocks))
                .and(keys.get(SeenAgainStep.JOINS).setCoder(blocks))
                .and(links.apply(at + "joined by links", ParDo.of(new Bonds())).setCoder(blocks))
                .apply(at + "joins", Flatten.pCollections())
                .apply(
                        at + "atlas",
                        Combine.globally(new Sketches.Atlases(atlasLimit)).asSingletonView());
        PCollectionView<LargeHomes> large = notes.get(SurveyStep.Split.ALONE)
                .setCoder(blocks)
                .apply(
                        at + "large homes",
                        Combine.globally(new Sketches.Crowds()).asSingletonView());
        PCollection<Long> again = references.get(SeenAgainStep.AGAIN).setCoder(VarLongCoder.of());
        PCollectionView<Set<Long>> repeated = again.apply(
                at + "repeated", Combine.globally(new Sketches.Hashes()).asSingletonView());
        PCollectionView<Long> refused = PCollectionList.of(
                        merged.all(merged.refused, at + "refused").apply(at + "refused rows", Count.globally()))
                .and(again.apply(at + "repeated rows", Count.globally()))
                .apply(at + "not merged", Flatten.pCollections())
                .apply(at + "sum", Sum.longsGlobally().asSingletonView());
        PCollection<byte[]> results = PCollectionList.of(
                        survey.get(SurveyStep.PLACED).setCoder(blocks))
                .and(links.apply(at + "links as bytes", ParDo.of(new LinkBytes()))
                        .setCoder(blocks))
                .apply(at + "records and links", Flatten.pCollections())
                .apply(
                        at + "to their shard",
                        ParDo.of(new ToShard(atlas, linked, shards)).withSideInputs(atlas, linked))
                .setCoder(KvCoder.of(VarIntCoder.of(), blocks))
                .apply(at + "shards", GroupByKey.create())
                .apply(
                        at + "merge",
                        ParDo.of(new ShardStep(worker, shardLimit, large, repeated, rows, refused))
                                .withSideInputs(large, repeated, rows, refused))
                .setCoder(blocks);
        merged.results.put(type, results);
        merged.goldens.put(
                type,
                results.apply(at + "golden records", ParDo.of(new UnpackStep.Goldens(worker)))
                        .setCoder(GoldenRecordCoder.of(recipe)));
        if (hasCrosswalk) {
            merged.crosswalk.add(results.apply(at + "crosswalk", ParDo.of(new UnpackStep.Crosswalk(type, false)))
                    .setRowSchema(MergeRows.CROSSWALK));
        }
        if (hasProvenance) {
            merged.provenance.add(results.apply(at + "provenance", ParDo.of(new UnpackStep.Provenance(worker)))
                    .setRowSchema(MergeRows.PROVENANCE));
        }
        merged.parked.add(results.apply(at + "parked", ParDo.of(new UnpackStep.Crosswalk(type, true)))
                .setRowSchema(MergeRows.CROSSWALK));
        merged.refused.add(results.apply(at + "refused by the merge", ParDo.of(new UnpackStep.Refused()))
                .setRowSchema(MergeRows.REFUSED));
    }

    private static PCollectionTuple split(PCollection<byte[]> notes, String name, TupleTagList tags) {
        return notes.setCoder(ByteArrayCoder.of())
                .apply(name, ParDo.of(new SurveyStep.Split()).withOutputTags(SurveyStep.Split.REFUSED, tags));
    }

    /** Replaces references to types that are merged already. */
    private PCollection<byte[]> joined(PolicyRecipe recipe, PCollection<byte[]> given, Merged merged) {
        PCollection<byte[]> rows = given;
        Map<EntityType, Integer> numbers = new LinkedHashMap<>();
        for (ReferenceJoin join : ReferenceJoin.of(recipe.policy().schema(), merged.goldens.keySet())) {
            EntityType target = join.targetType();
            int number = numbers.merge(target, 1, Integer::sum) - 1;
            PCollectionTuple step = rows.apply(
                    typeOf(recipe) + ": " + target + " " + number,
                    new JoinStep(
                            new WorkerPolicy(recipe),
                            number,
                            target,
                            Objects.requireNonNull(merged.results.get(target)),
                            shards,
                            shardLimit));
            rows = step.get(JoinStep.ROWS);
            merged.refused.add(step.get(JoinStep.REFUSED));
        }
        return rows;
    }

    private static PCollection<KV<Integer, byte[]>> pairs(PCollection<KV<Integer, byte[]>> blocks) {
        return blocks.setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()));
    }

    private PCollectionTuple again(PCollection<KV<Integer, byte[]>> pairs, String name) {
        return pairs.apply(name, GroupByKey.create())
                .apply(
                        name + " seen again",
                        ParDo.of(new SeenAgainStep())
                                .withOutputTags(SeenAgainStep.JOINS, TupleTagList.of(SeenAgainStep.AGAIN)));
    }

    /** Sends each row to its type, in blocks. */
    static final class Types extends DoFn<MergeInput, Row> {
        private static final long serialVersionUID = 1L;

        private final ArrayList<String> types;
        private transient @Nullable Map<String, Blocks> rows;
        private long counted;

        Types(List<String> types) {
            this.types = new ArrayList<>(types);
        }

        private static TupleTag<byte[]> tag(String type) {
            return new TupleTag<>("rows-" + type);
        }

        /** Begins a bundle. */
        @StartBundle
        public void begin() {
            counted = 0;
            Map<String, Blocks> empty = new LinkedHashMap<>();
            types.forEach(type -> empty.put(type, new Blocks(1)));
            rows = empty;
        }

        /** Sends a row to its type, or refuses it. */
        @ProcessElement
        public void send(@Element MergeInput row, MultiOutputReceiver out) {
            counted++;
            Blocks blocks = Objects.requireNonNull(rows).get(row.type());
            if (!row.reason().isEmpty()) {
                refuse(row, row.reason(), out);
            } else if (blocks == null) {
                refuse(row, SurveyStep.noPolicy(row.type(), types), out);
            } else {
                blocks.row(0, row, (part, block) -> out.get(tag(row.type())).output(block));
            }
        }

        /** Gives out what is left, and how many rows there were. */
        @FinishBundle
        public void finish(FinishBundleContext context) {
            Objects.requireNonNull(rows)
                    .forEach((type, blocks) ->
                            blocks.flush((part, block) -> SurveyStep.give(context, tag(type), block)));
            SurveyStep.give(context, SurveyStep.Split.COUNTED, counted);
        }

        private static void refuse(MergeInput row, String reason, MultiOutputReceiver out) {
            out.get(SurveyStep.Split.REFUSED)
                    .output(MergeRows.refused(Refusal.of(row.source(), row.position(), reason)));
        }
    }

    /** Selects the links of a type. */
    private static final class OfType implements SerializableFunction<Link, Boolean> {
        private static final long serialVersionUID = 1L;

        private final String type;

        OfType(String type) {
            this.type = type;
        }

        @Override
        public Boolean apply(Link link) {
            return link.first().type().name().equals(type);
        }
    }

    /** Gives the hashes of the records that links name. */
    static final class Ends extends DoFn<Link, Long> {
        private static final long serialVersionUID = 1L;

        /** Gives both ends of a link. */
        @ProcessElement
        public void each(@Element Link link, OutputReceiver<Long> out) {
            out.output(Survey.hash(link.first()));
            out.output(Survey.hash(link.second()));
        }
    }

    /** Gives each end of a link to the part where its record's reference is. */
    static final class EndsByPart extends DoFn<Link, KV<Integer, byte[]>> {
        private static final long serialVersionUID = 1L;

        private final int parts;

        EndsByPart(int parts) {
            this.parts = parts;
        }

        /** Gives both ends of a link. */
        @ProcessElement
        public void each(@Element Link link, OutputReceiver<KV<Integer, byte[]>> out) {
            for (RecordRef ref : List.of(link.first(), link.second())) {
                long hash = Survey.hash(ref);
                out.output(KV.of(
                        SurveyStep.part(hash, parts),
                        ByteBuffer.allocate(Long.BYTES).putLong(hash).array()));
            }
        }
    }

    /** Gives the joins of links that keep nothing apart. */
    static final class Bonds extends DoFn<Link, byte[]> {
        private static final long serialVersionUID = 1L;

        /** Gives the join of a link. */
        @ProcessElement
        public void each(@Element Link link, OutputReceiver<byte[]> out) {
            if (!link.apart()) {
                out.output(ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(Survey.hash(link.first()))
                        .putLong(Survey.hash(link.second()))
                        .array());
            }
        }
    }

    /** Encodes links for the shards. */
    static final class LinkBytes extends DoFn<Link, byte[]> {
        private static final long serialVersionUID = 1L;

        /** Encodes a link. */
        @ProcessElement
        public void each(@Element Link link, OutputReceiver<byte[]> out) {
            out.output(Blocks.of(link));
        }
    }

    /** Sends records and links to the shard of their root; a record that a link names is not alone. */
    static final class ToShard extends DoFn<byte[], KV<Integer, byte[]>> {
        private static final long serialVersionUID = 1L;

        private final PCollectionView<Atlas> atlas;
        private final PCollectionView<Set<Long>> linked;
        private final int shards;
        private transient @Nullable Blocks blocks;

        ToShard(PCollectionView<Atlas> atlas, PCollectionView<Set<Long>> linked, int shards) {
            this.atlas = atlas;
            this.linked = linked;
            this.shards = shards;
        }

        /** Begins a bundle. */
        @StartBundle
        public void begin() {
            blocks = new Blocks(shards);
        }

        /** Sends the records and links of a block. */
        @ProcessElement
        public void send(ProcessContext context) {
            Blocks to = Objects.requireNonNull(blocks);
            Atlas known = context.sideInput(atlas);
            Set<Long> ends = context.sideInput(linked);
            byte[] from = context.element();
            Frames.Records frames = new Frames.Records(from);
            while (frames.next()) {
                long home = frames.isLink() ? Survey.hash(frames.link().first()) : frames.home();
                boolean isLinked = frames.isAlone() && !ends.isEmpty() && ends.contains(frames.reference());
                to.frame(
                        SurveyStep.part(known.root(home), shards),
                        isLinked ? Frames.Records.RECORD : frames.kind(),
                        from,
                        frames.start(),
                        frames.length(),
                        (shard, block) -> context.output(KV.of(shard, block)));
            }
        }

        /** Gives out what is left. */
        @FinishBundle
        public void finish(FinishBundleContext context) {
            Objects.requireNonNull(blocks)
                    .flush((shard, block) -> context.output(
                            KV.of(shard, block), BoundedWindow.TIMESTAMP_MIN_VALUE, GlobalWindow.INSTANCE));
            blocks = null;
        }
    }
}
