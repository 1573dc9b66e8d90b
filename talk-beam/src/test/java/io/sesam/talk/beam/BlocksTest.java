package io.sesam.talk.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.bulk.Refusal;
import io.sesam.talk.merge.BulkMerge;
import io.sesam.talk.merge.RecordCodec;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** Tests of blocks: what goes in comes out, and nothing comes out of nothing. */
final class BlocksTest {
    private static final RecordCodec PEOPLE =
            RecordCodec.of(BeamWorld.PERSON.policy().schema());

    /** The blocks of a bundle, in the order in which they were given out. */
    private static final class Given {
        private final Map<Integer, List<byte[]>> byPart = new TreeMap<>();

        void block(int part, byte[] block) {
            byPart.computeIfAbsent(part, first -> new ArrayList<>()).add(block);
        }

        List<byte[]> all() {
            return byPart.values().stream().flatMap(List::stream).toList();
        }
    }

    @Test
    void rowsOfAnySizeComeOutOfTheirPartAsTheyWentIn() {
        Random random = new Random(5);
        Blocks blocks = new Blocks(3);
        Given given = new Given();
        Map<Integer, List<MergeInput>> expected = new TreeMap<>();
        for (int i = 0; i < 2_000; i++) {
            // the largest is larger than a block
            byte[] record = new byte[i == 1_000 ? 100_000 : random.nextInt(200)];
            random.nextBytes(record);
            String source = i % 7 == 0 ? "" : i % 2 == 0 ? "crm.csv" : "Åse \uD83D\uDE00.csv";
            MergeInput row = new MergeInput(source, random.nextLong(), "person", record, "");
            int part = random.nextInt(3);
            expected.computeIfAbsent(part, first -> new ArrayList<>()).add(row);
            blocks.record(part, i, -i, i % 3 == 0, row, given::block);
        }
        blocks.flush(given::block);

        Map<Integer, List<MergeInput>> found = new TreeMap<>();
        given.byPart.forEach((part, all) -> all.forEach(block -> {
            Frames.Records frames = new Frames.Records(block);
            while (frames.next()) {
                assertThat(frames.isLink() || frames.isMember()).isFalse();
                assertThat(frames.isAlone()).isEqualTo(frames.home() % 3 == 0);
                assertThat(frames.reference()).isEqualTo(-frames.home());
                found.computeIfAbsent(part, first -> new ArrayList<>()).add(frames.row("person"));
            }
        }));
        assertThat(found).isEqualTo(expected);
        assertThat(given.all()).hasSizeBetween(5, 30);
    }

    @Test
    void linksAndMembersAreToldFromRecords() {
        Link link = new BeamWorld(1, 60).links.get(0);
        Frames.Records frames = new Frames.Records(Blocks.of(link));
        assertThat(frames.next()).isTrue();
        assertThat(frames.isLink()).isTrue();
        assertThat(frames.link()).isEqualTo(link);
        assertThat(frames.next()).isFalse();

        Blocks blocks = new Blocks(1);
        Given given = new Given();
        blocks.member(0, "crm", "", "golden Å", given::block);
        blocks.member(0, "erp", "17", "", given::block);
        blocks.flush(given::block);
        frames = new Frames.Records(given.all().get(0));
        assertThat(frames.next() && frames.isMember() && !frames.isLink()).isTrue();
        assertThat(frames.member()).containsExactly("crm", "", "golden Å");
        assertThat(frames.next()).isTrue();
        assertThat(frames.member()).containsExactly("erp", "17", "");
        assertThat(frames.next()).isFalse();
    }

    @Test
    void goldenRecordsAndRefusedRowsComeOutAsTheyWentInWithAHeadOfTheirMembers() {
        BeamWorld world = new BeamWorld(9, 300);
        List<SourceRecord> people = world.records.stream()
                .filter(record -> record.ref().type().name().equals("person"))
                .toList();
        List<GoldenRecord> goldens =
                BulkMerge.of(BeamWorld.PERSON.policy()).merge(people).goldens();
        Refusal refusal = Refusal.of("crm.csv", Long.MAX_VALUE, "it has 3 cells, not 4");
        Blocks blocks = new Blocks(1);
        Given given = new Given();
        for (int i = 0; i < goldens.size(); i++) {
            blocks.golden(goldens.get(i), PEOPLE.encode(goldens.get(i)), i % 5 == 0, given::block);
            if (i == 7) {
                blocks.refused(refusal, given::block);
            }
        }
        blocks.flush(given::block);

        List<String> found = new ArrayList<>();
        for (byte[] block : given.all()) {
            Frames.Results frames = new Frames.Results(block);
            while (frames.next()) {
                if (!frames.isGolden()) {
                    found.add(frames.refusal().toString());
                    continue;
                }
                String parked = frames.isParked() ? "parked " : "";
                int members = frames.members();
                StringBuilder head = new StringBuilder(parked + frames.text());
                for (int i = 0; i < members; i++) {
                    head.append(' ').append(frames.text()).append('/').append(frames.text());
                }
                found.add(head.toString());
                assertThat(parked + head(PEOPLE.golden(frames.golden()))).isEqualTo(head.toString());
            }
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < goldens.size(); i++) {
            expected.add((i % 5 == 0 ? "parked " : "") + head(goldens.get(i)));
            if (i == 7) {
                expected.add(refusal.toString());
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    private static String head(GoldenRecord golden) {
        StringBuilder head = new StringBuilder(golden.id().value());
        golden.members()
                .forEach(member -> head.append(' ')
                        .append(member.ref().system())
                        .append('/')
                        .append(member.ref().id()));
        return head.toString();
    }

    /** A runner that waits for a side input puts each element back, ends the bundle, and tries again as soon as anything came out. */
    @Test
    void aBundleOfWhichAllWasPutBackGivesNothingOut() {
        WorkerPolicy worker = new WorkerPolicy(BeamWorld.PERSON);
        SurveyStep survey = new SurveyStep(worker, 4);
        survey.begin();
        survey.finish(new Nothing<>(survey).context);
        TalkMerge.ToShard toShard = new TalkMerge.ToShard(null, null, 4);
        toShard.begin();
        toShard.finish(new Nothing<>(toShard).context);
    }

    /** The end of a bundle that must give nothing out. */
    private static final class Nothing<I, O> {
        private final DoFn<I, O>.FinishBundleContext context;

        Nothing(DoFn<I, O> step) {
            this.context = step.new FinishBundleContext() {
                @Override
                public PipelineOptions getPipelineOptions() {
                    return PipelineOptionsFactory.create();
                }

                @Override
                public void output(O element, Instant time, BoundedWindow window) {
                    throw new AssertionError("an element of an empty bundle");
                }

                @Override
                public <T> void output(TupleTag<T> tag, T element, Instant time, BoundedWindow window) {
                    throw new AssertionError("an element of an empty bundle, for " + tag);
                }
            };
        }
    }
}
