package io.sesam.talk.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.merge.BulkMerge;
import io.sesam.talk.merge.PolicyRecipe;
import io.sesam.talk.merge.RecordCodec;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.ToJson;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/scale.md: files read and written by Beam's own IO. */
@Tag("slow")
final class BeamFilesTest {
    @TempDir
    private Path directory;

    /** Rows of a file such as crm.csv: id, first name, last name, e-mail. */
    static final class People extends DoFn<FileIO.ReadableFile, MergeInput> {
        private static final long serialVersionUID = 1L;

        /** Reads a file, line by line. */
        @ProcessElement
        public void read(@Element FileIO.ReadableFile file, OutputReceiver<MergeInput> out) throws IOException {
            RecordCodec codec = RecordCodec.of(Person.SCHEMA);
            String name = Objects.requireNonNull(file.getMetadata().resourceId().getFilename());
            BufferedReader lines = new BufferedReader(new StringReader(file.readFullyAsUTF8String()));
            long number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split(",", -1);
                out.output(
                        cells.length == 4
                                ? MergeInput.of(codec, person(name, cells), name, number)
                                : MergeInput.refused(name, number, "it has " + cells.length + " cells, not 4"));
                number++;
            }
        }
    }

    private static SourceRecord person(String file, String[] cells) {
        return SourceRecord.of(
                RecordRef.of(file.substring(0, file.indexOf('.')), EntityType.PERSON, cells[0]),
                Fields.builder(Person.SCHEMA)
                        .text("firstname", cells[1])
                        .text("lastname", cells[2])
                        .text("email", cells[3])
                        .build());
    }

    private static void merge(Pipeline pipeline, Path in, Path out) {
        PolicyRecipe people = PolicyRecipe.of(Person.SCHEMA).trust("crm", "erp");
        PCollection<MergeInput> records = pipeline.apply(FileIO.match().filepattern(in + "/*.csv"))
                .apply(FileIO.readMatches())
                .apply(ParDo.of(new People()))
                .setCoder(MergeInputCoder.of());
        PCollectionTuple merged = PCollectionTuple.of(TalkMerge.RECORDS, records)
                .apply(TalkMerge.of(people).shards(8));
        merged.get(TalkMerge.goldens(EntityType.PERSON))
                .apply(MergeRows.ofGoldens(people))
                .apply(ToJson.of())
                .apply("golden records", TextIO.write().to(out + "/person").withSuffix(".jsonl"));
        merged.get(TalkMerge.REFUSED)
                .apply("as JSON", ToJson.of())
                .apply("refused rows", TextIO.write().to(out + "/refused").withSuffix(".jsonl"));
    }

    private static List<String> lines(Path directory, String name) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(
                            found -> found.getFileName().toString().startsWith(name))
                    .toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        lines.sort(null);
        return lines;
    }

    private static String json(String text) {
        return text == null ? "null" : '"' + text + '"';
    }

    private static String json(GoldenRecord golden) {
        StringBuilder row = new StringBuilder("{\"golden_id\":\"" + golden.id() + "\",\"records\":" + golden.size());
        for (int i = 0; i < golden.values().schema().size(); i++) {
            Object slot = golden.values().slot(i);
            row.append(",\"")
                    .append(golden.values().schema().property(i).name())
                    .append("\":")
                    .append(json(golden.values().isKnown(i) || slot == null ? (String) slot : ""));
        }
        return row.append('}').toString();
    }

    @Test
    @Tag("R7")
    void filesReadAndWrittenByBeamHaveTheGoldenRecordsOfOneMerge() throws IOException {
        Random random = new Random(11);
        Path in = Files.createDirectory(directory.resolve("in"));
        List<SourceRecord> records = new ArrayList<>();
        for (String name : List.of("crm.csv", "erp.csv", "shop.csv")) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String[] cells = {
                    "" + i,
                    random.nextInt(4) == 0 ? "" : "Ada" + random.nextInt(3),
                    "Åse",
                    "p" + random.nextInt(80) + "@x.example"
                };
                records.add(person(name, cells));
                lines.add(String.join(",", cells));
            }
            lines.add("no cells");
            Files.write(in.resolve(name), lines);
        }
        Path out = directory.resolve("out");
        Pipeline pipeline =
                Pipeline.create(PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=2")
                        .create());
        merge(pipeline, in, out);
        pipeline.run().waitUntilFinish();

        assertThat(lines(out, "person"))
                .isEqualTo(
                        BulkMerge.of(PolicyRecipe.of(Person.SCHEMA)
                                        .trust("crm", "erp")
                                        .policy())
                                .merge(records)
                                .goldens()
                                .stream()
                                .map(BeamFilesTest::json)
                                .sorted()
                                .toList());
        assertThat(lines(out, "refused"))
                .hasSize(3)
                .first()
                .isEqualTo("{\"source\":\"crm.csv\",\"position\":61,\"reason\":\"it has 1 cells, not 4\"}");
    }

    @Test
    void theExampleOfThePageIsTheOneThatIsTested() throws IOException {
        String page = Files.readString(Path.of("../docs/scale.md"));
        String block = page.substring(page.indexOf("```java") + 7);
        String tested = Files.readString(Path.of("src/test/java/io/sesam/talk/beam/BeamFilesTest.java"))
                .replaceAll("\\s+", "");
        List<String> lines = block.substring(0, block.indexOf("```"))
                .lines()
                .map(line -> line.replaceAll("//.*", "").replaceAll("\\s+", ""))
                .filter(line -> !line.isEmpty())
                .toList();
        assertThat(lines)
                .hasSizeGreaterThan(10)
                .allSatisfy(line -> assertThat(tested).contains(line));
    }
}
