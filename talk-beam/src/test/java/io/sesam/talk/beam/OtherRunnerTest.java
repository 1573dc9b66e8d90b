package io.sesam.talk.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.merge.RecordCodec;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that another runner gives the bytes of one merge, although bundles fail and are repeated.
 *
 * <p>Runs with the profiles {@code beam-flink} and {@code beam-spark}, which bring a runner and say its options.
 */
@Tag("slow")
@EnabledIfSystemProperty(named = "talk.beam.options", matches = ".+")
final class OtherRunnerTest {
    private static final int PEOPLE = Integer.getInteger("talk.beam.people", 250_000);
    private static final Set<Long> FAILED = ConcurrentHashMap.newKeySet();

    @TempDir
    private Path directory;

    /** Makes the rows on the workers; the first time, some of them fail. */
    static final class Rows extends DoFn<Long, MergeInput> {
        private static final long serialVersionUID = 1L;
        private static final long EVERY = 60_000;

        private final int people;

        Rows(int people) {
            this.people = people;
        }

        /** Gives the rows of a part out. */
        @ProcessElement
        public void make(@Element Long part, OutputReceiver<MergeInput> out) {
            if (FAILED.add(part)) {
                // half of the rows are given out before
                List<MergeInput> rows = rows(part);
                rows.subList(0, rows.size() / 2).forEach(out::output);
                throw new IllegalStateException("a bundle that fails on purpose");
            }
            rows(part).forEach(out::output);
        }

        private List<MergeInput> rows(long part) {
            List<MergeInput> all = world(people).input();
            int from = (int) (part * EVERY);
            return all.subList(from, (int) Math.min(all.size(), from + EVERY));
        }
    }

    private static BeamWorld world(int people) {
        return new BeamWorld(4711, people);
    }

    @Test
    @Tag("R7")
    void aQuarterOfAMillionRecordsGiveTheBytesOfOneMerge() throws IOException {
        BeamWorld world = world(PEOPLE);
        long parts = (world.records.size() + Rows.EVERY - 1) / Rows.EVERY;
        Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.fromArgs(
                        System.getProperty("talk.beam.options").split(" ", -1))
                .create());
        PCollection<MergeInput> records = pipeline.apply(
                        GenerateSequence.from(0).to(parts))
                .apply("rows", ParDo.of(new Rows(PEOPLE)))
                .setCoder(MergeInputCoder.of());
        PCollectionTuple out = PCollectionTuple.of(TalkMerge.RECORDS, records)
                .and(
                        TalkMerge.LINKS,
                        pipeline.apply("links", Create.of(world.links).withCoder(LinkCoder.of())))
                .apply(TalkMerge.of(BeamWorld.PERSON, BeamWorld.ORGANISATION).shards(16));
        for (EntityType type : List.of(EntityType.PERSON, EntityType.ORGANISATION)) {
            out.get(TalkMerge.goldens(type))
                    .apply(
                            type.name(),
                            MapElements.into(TypeDescriptors.strings()).via(OtherRunnerTest::hex))
                    .apply(
                            "write " + type,
                            TextIO.write().to(directory.resolve(type.name()).toString()));
        }
        pipeline.run().waitUntilFinish();

        assertThat(FAILED).hasSize((int) parts);
        assertThat(lines()).isEqualTo(world.expected());
    }

    private static String hex(GoldenRecord golden) {
        return HexFormat.of().formatHex(RecordCodec.of(golden.values().schema()).encode(golden));
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        lines.sort(null);
        return lines;
    }
}
