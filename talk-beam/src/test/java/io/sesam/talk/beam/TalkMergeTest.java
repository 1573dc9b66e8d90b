package io.sesam.talk.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.merge.RecordCodec;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithTimestamps;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that a pipeline gives the bytes of one merge, on the runner of the SDK itself. */
@Tag("slow")
final class TalkMergeTest {
    /** What the steps of this JVM gave out, by the number of the pipeline and the name of the output. */
    private static final Map<String, List<String>> COLLECTED = new ConcurrentHashMap<>();

    private static final AtomicInteger PIPELINES = new AtomicInteger();

    /** The runner checks after each step that no element was changed, which takes most of its time. */
    private static PipelineOptions options(boolean isChecked) {
        return PipelineOptionsFactory.fromArgs(
                        "--runner=DirectRunner",
                        "--targetParallelism=2",
                        "--enforceImmutability=" + isChecked,
                        "--enforceEncodability=" + isChecked)
                .create();
    }

    /** Collects the elements of an output as text. */
    private static final class Collect<T> extends DoFn<T, Void> {
        private static final long serialVersionUID = 1L;

        private final String name;

        Collect(String name) {
            this.name = name;
        }

        /** Collects an element. */
        @ProcessElement
        public void collect(@Element T element) {
            COLLECTED
                    .computeIfAbsent(name, first -> Collections.synchronizedList(new ArrayList<>()))
                    .add(text(element));
        }

        private static String text(Object element) {
            if (element instanceof GoldenRecord golden) {
                return HexFormat.of()
                        .formatHex(RecordCodec.of(golden.values().schema()).encode(golden));
            }
            return element instanceof Row row
                    ? row.getValues().stream().map(String::valueOf).collect(Collectors.joining("|"))
                    : element.toString();
        }
    }

    private record Merged(String name) {
        List<String> sorted(String output) {
            return COLLECTED.getOrDefault(name + output, List.of()).stream()
                    .sorted()
                    .toList();
        }

        List<String> goldens() {
            List<String> all = new ArrayList<>(sorted("person"));
            all.addAll(sorted("organisation"));
            return all.stream().sorted().toList();
        }
    }

    private static Merged merge(BeamWorld world, List<MergeInput> input, TalkMerge merge) {
        return merge(world, input, merge, false);
    }

    private static Merged merge(BeamWorld world, List<MergeInput> input, TalkMerge merge, boolean isWindowed) {
        String name = PIPELINES.incrementAndGet() + "/";
        Pipeline pipeline = Pipeline.create(options(input.size() < 1_000));
        PCollection<MergeInput> records = pipeline.apply(
                        "parts", Create.of(parts(input)).withCoder(ListCoder.of(MergeInputCoder.of())))
                .apply(
                        "records",
                        FlatMapElements.into(TypeDescriptor.of(MergeInput.class))
                                .via(part -> part))
                .setCoder(MergeInputCoder.of());
        if (isWindowed) {
            records = records.apply(WithTimestamps.of(row -> Instant.ofEpochMilli(row.position())))
                    .apply(Window.into(FixedWindows.of(Duration.millis(20))));
        }
        PCollectionTuple in = PCollectionTuple.of(TalkMerge.RECORDS, records);
        if (!world.links.isEmpty()) {
            in = in.and(
                    TalkMerge.LINKS,
                    pipeline.apply("links", Create.of(world.links).withCoder(LinkCoder.of())));
        }
        PCollectionTuple out = in.apply(merge);
        for (EntityType type : List.of(EntityType.PERSON, EntityType.ORGANISATION)) {
            out.get(TalkMerge.goldens(type)).apply(type.name(), ParDo.of(new Collect<>(name + type.name())));
        }
        Map.of(
                        "crosswalk",
                        TalkMerge.CROSSWALK,
                        "provenance",
                        TalkMerge.PROVENANCE,
                        "parked",
                        TalkMerge.PARKED,
                        "refused",
                        TalkMerge.REFUSED)
                .forEach((output, tag) -> out.get(tag).apply(output, ParDo.of(new Collect<>(name + output))));
        pipeline.run().waitUntilFinish();
        return new Merged(name);
    }

    /** This runner makes a bundle of each hundred elements, and each bundle costs; so records come in few parts. */
    private static List<List<MergeInput>> parts(List<MergeInput> input) {
        int size = Math.max(100, input.size() / 3);
        List<List<MergeInput>> parts = new ArrayList<>();
        for (int from = 0; from < input.size(); from += size) {
            parts.add(List.copyOf(input.subList(from, Math.min(input.size(), from + size))));
        }
        return parts;
    }

    private static TalkMerge merge() {
        return TalkMerge.of(BeamWorld.PERSON, BeamWorld.ORGANISATION).shards(2);
    }

    private static List<MergeInput> shuffled(List<MergeInput> input, long order) {
        List<MergeInput> shuffled = new ArrayList<>(input);
        Collections.shuffle(shuffled, new Random(order));
        return shuffled;
    }

    @Test
    @Tag("R7")
    @Tag("R38")
    void anyNumberOfShardsGivesTheBytesOfOneMergeAndRefusedRowsWithTheirPlace() {
        for (int shards : new int[] {1, 2, 7, 64}) {
            // a shard more takes longer than some records more
            BeamWorld world = new BeamWorld(shards, shards == 64 ? 30 : 60);
            List<MergeInput> input = new ArrayList<>(world.input());
            input.add(MergeInput.refused("people.csv", 17, "the line has 3 columns, not 4"));
            byte[] company = input.get(0).record();
            input.add(new MergeInput("people.csv", 18, "person", company, ""));
            input.add(new MergeInput("people.csv", 19, "deal", company, ""));

            // windows of the input change nothing
            Merged merged = merge(world, shuffled(input, shards), merge().shards(shards), shards == 2);

            assertThat(merged.goldens()).as("%d shards", shards).isEqualTo(world.expected());
            assertThat(merged.sorted("refused"))
                    .filteredOn(row -> row.startsWith("people.csv"))
                    .hasSize(3)
                    .anyMatch(row -> row.equals("people.csv|17|the line has 3 columns, not 4"))
                    .anyMatch(row -> row.startsWith("people.csv|18|"))
                    .anyMatch(row -> row.startsWith("people.csv|19|") && row.contains("deal"));
        }
    }

    @Test
    @Tag("R7")
    @Tag("R11")
    void fiveThousandPeopleGiveTheBytesOfOneMergeWithItsRowsAndACrowdIsNotHeld() {
        BeamWorld world = new BeamWorld(77, 5_000);
        RecordCodec codec = RecordCodec.of(BeamWorld.PERSON.policy().schema());
        for (int i = 0; i < 2_000; i++) {
            world.records.add(crowd(codec, i));
        }

        // all records together take more than the limit; those of the crowd alone nearly as much
        Merged merged =
                merge(world, shuffled(world.input(), 5), merge().shards(7).shardLimit(300_000));

        assertThat(merged.goldens()).isEqualTo(world.expected());
        long records =
                world.records.stream().map(record -> record.ref()).distinct().count();
        assertThat(merged.sorted("crosswalk")).hasSize((int) records).doesNotHaveDuplicates();
        assertThat(merged.sorted("refused"))
                .hasSize(world.records.size() - (int) records)
                .allMatch(row -> row.contains("was given more than once"));
        assertThat(merged.sorted("parked")).isSubsetOf(merged.sorted("crosswalk"));
        assertThat(merged.sorted("parked"))
                .filteredOn(row -> row.contains("|mailbox|"))
                .hasSize(2_000);
        assertThat(merged.sorted("provenance")).anyMatch(row -> row.contains("|lastname|won|Berg Lie|"));
    }

    @Test
    void tooManyRefusedRowsFailTheMerge() {
        BeamWorld world = new BeamWorld(3, 60);
        List<MergeInput> input = new ArrayList<>(world.input());
        for (int i = 0; i < 101; i++) {
            input.add(MergeInput.refused("people.csv", i, "the line has 3 columns, not 4"));
        }

        assertThatThrownBy(() -> merge(world, input, merge())).hasMessageContaining("rows cannot be merged");
    }

    @Test
    void anAtlasAndAShardAboveTheirLimitsFailTheMergeWithTheReason() {
        BeamWorld world = new BeamWorld(3, 60);

        assertThatThrownBy(() -> merge(world, world.input(), merge().atlasLimit(3)))
                .hasMessageContaining("more than 3 groups");
        assertThatThrownBy(() -> merge(world, world.input(), merge().shards(1).shardLimit(3_000)))
                .hasMessageContaining("take more shards");
    }

    @Test
    void rowsThatNobodyWantsAreLeftOut() {
        Pipeline pipeline = Pipeline.create(options(true));
        PCollectionTuple input =
                PCollectionTuple.of(TalkMerge.RECORDS, pipeline.apply("records", Create.empty(MergeInputCoder.of())));
        assertThat(input.apply("all", merge()).getAll()).containsKeys(TalkMerge.CROSSWALK, TalkMerge.PROVENANCE);

        PCollectionTuple fewer = input.apply(
                "fewer", merge().withoutProvenance().withoutCrosswalk().shards(3));
        assertThat(fewer.getAll())
                .doesNotContainKeys(TalkMerge.CROSSWALK, TalkMerge.PROVENANCE)
                .containsKeys(TalkMerge.PARKED, TalkMerge.REFUSED, TalkMerge.goldens(EntityType.PERSON));
    }

    private static SourceRecord crowd(RecordCodec codec, int number) {
        return SourceRecord.at(
                RecordRef.of("mailbox", EntityType.PERSON, "m" + number),
                Fields.builder(codec.schema())
                        .text("email", "office@x.example")
                        .text("street", "a street with quite a long name, so that two thousand of them are large")
                        .build(),
                1);
    }
}
