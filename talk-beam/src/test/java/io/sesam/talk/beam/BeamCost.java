package io.sesam.talk.beam;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.sesam.talk.bulk.LocalBulk;
import io.sesam.talk.bulk.RecordSource;
import io.sesam.talk.bulk.Refusal;
import io.sesam.talk.bulk.RowSink;
import io.sesam.talk.merge.BulkMerge;
import io.sesam.talk.merge.PolicyRecipe;
import io.sesam.talk.merge.RecordCodec;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Gender;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a further record costs on another runner, compared with {@link BulkMerge} and {@link LocalBulk}.
 *
 * <p>The processor time of a record is the slope between two sizes in one process, so that starting and compiling count
 * for none of them; two in a hundred records are linked. By command, never in a build: {@code mvn test -Pbeam-flink -pl
 * talk-beam -am -Dtest=BeamCost -Dsurefire.failIfNoSpecifiedTests=false}, or {@code beam-spark}.
 */
@EnabledIfSystemProperty(named = "talk.beam.options", matches = ".+")
final class BeamCost {
    private static final Logger LOG = LoggerFactory.getLogger(BeamCost.class);
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int SMALL = Integer.getInteger("talk.beam.small", 250_000);
    private static final int LARGE = Integer.getInteger("talk.beam.large", 750_000);
    private static final int ROUNDS = Integer.getInteger("talk.beam.rounds", 3);
    private static final double MOST = Double.parseDouble(System.getProperty("talk.beam.most", "8"));
    private static final long PART = 10_000;
    private static final List<SystemName> SYSTEMS = List.of(
            new SystemName("crm"), new SystemName("erp"), new SystemName("support"), new SystemName("marketing"));
    private static final PolicyRecipe PEOPLE = PolicyRecipe.of(Person.SCHEMA).trust("crm", "erp");
    private static final AtomicLong GOLDENS = new AtomicLong();
    private static final AtomicLong CHECKSUM = new AtomicLong();

    @TempDir
    private Path directory;

    /** Processor nanoseconds and what came out, whatever its order. */
    private record Cost(long nanos, long goldens, long checksum) {
        void requireSame(Cost other) {
            assertThat(other.goldens).isEqualTo(goldens);
            assertThat(other.checksum).isEqualTo(checksum);
        }
    }

    private static long mixed(long number) {
        long mixed = (number ^ number >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    /** The person of a number. A third share their address with others; a tenth of the names are blank. */
    private static SourceRecord person(long number) {
        long dice = mixed(number + 0x9E3779B97F4A7C15L);
        long who = number > 10 && Math.floorMod(dice, 100L) < 35 ? Math.floorMod(mixed(dice), number) : number;
        String email = "person" + who + "@company" + who % 997 + ".example";
        Object[] slots = {
            Math.floorMod(dice >> 8, 10L) == 0 ? Blank.BLANK : "First" + Math.floorMod(dice >> 12, 5_000L),
            Math.floorMod(dice >> 16, 10L) == 0 ? Blank.BLANK : "Lastname" + Math.floorMod(dice >> 20, 20_000L),
            Math.floorMod(dice >> 24, 6L) == 0 ? email.toUpperCase(Locale.ROOT) : email,
            Math.floorMod(dice >> 28, 3L) == 0 ? Blank.BLANK : Gender.MALE,
            null
        };
        return SourceRecord.at(
                ref(number),
                Fields.over(Person.SCHEMA, slots),
                1_577_836_800_000_000L + Math.floorMod(dice >> 32, 100_000_000L) * 1_000_000);
    }

    private static RecordRef ref(long number) {
        return new RecordRef(
                SYSTEMS.get((int) (mixed(number) & 3)),
                EntityType.PERSON,
                String.valueOf(100_000_000 + number).substring(1));
    }

    private static List<Link> links(int people) {
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < people / 50; i++) {
            long one = Math.floorMod(mixed(2L * i + 77), (long) people);
            long other = Math.floorMod(mixed(2L * i + 78), (long) people);
            if (one != other) {
                links.add(new Link(ref(one), ref(other), i % 10 == 0 ? Link.Origin.APART : Link.Origin.STEWARD));
            }
        }
        return links;
    }

    private static long checksum(GoldenRecord golden) {
        long sum = golden.id().value().hashCode();
        for (int i = 0; i < golden.values().schema().size(); i++) {
            Object slot = golden.values().slot(i);
            sum = sum * 31 + (slot == null ? 7 : slot.toString().hashCode()) + 17L * golden.winner(i);
        }
        return sum * 31 + golden.size();
    }

    private static Cost inMemory(int people) {
        long start = PROCESS.getProcessCpuTime();
        List<SourceRecord> records = new ArrayList<>(people);
        for (long i = 0; i < people; i++) {
            records.add(person(i));
        }
        BulkMerge.Result result = BulkMerge.of(PEOPLE.policy())
                .linkedBy(links(people))
                .on(Runnable::run)
                .merge(records);
        long sum = 0;
        for (GoldenRecord golden : result.goldens()) {
            sum += checksum(golden);
        }
        return new Cost(PROCESS.getProcessCpuTime() - start, result.goldens().size(), sum);
    }

    private Cost inFiles(int people) {
        long start = PROCESS.getProcessCpuTime();
        Sum sink = new Sum(new AtomicLong(), new AtomicLong());
        LocalBulk.of(PEOPLE.policy()).linkedBy(links(people)).merge(directory, List.of(new People(people)), sink);
        return new Cost(
                PROCESS.getProcessCpuTime() - start,
                sink.goldens().get(),
                sink.checksum().get());
    }

    private static Cost onRunner(int people) {
        long start = PROCESS.getProcessCpuTime();
        GOLDENS.set(0);
        CHECKSUM.set(0);
        Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.fromArgs(
                        System.getProperty("talk.beam.options").split(" ", -1))
                .create());
        PCollection<MergeInput> records = pipeline.apply(
                        GenerateSequence.from(0).to((people + PART - 1) / PART))
                .apply("rows", ParDo.of(new Make(people)))
                .setCoder(MergeInputCoder.of());
        PCollectionTuple.of(TalkMerge.RECORDS, records)
                .and(
                        TalkMerge.LINKS,
                        pipeline.apply("links", Create.of(links(people)).withCoder(LinkCoder.of())))
                .apply(TalkMerge.of(PEOPLE).shards(16))
                .get(TalkMerge.goldens(EntityType.PERSON))
                .apply("add", ParDo.of(new Add()));
        pipeline.run().waitUntilFinish();
        return new Cost(PROCESS.getProcessCpuTime() - start, GOLDENS.get(), CHECKSUM.get());
    }

    /** Makes rows of numbers, on the workers. */
    static final class Make extends DoFn<Long, MergeInput> {
        private static final long serialVersionUID = 1L;

        private final int people;
        private transient RecordCodec codec;

        Make(int people) {
            this.people = people;
        }

        /** Makes what cannot be sent. */
        @Setup
        public void setUp() {
            codec = RecordCodec.of(Person.SCHEMA);
        }

        /** Makes the rows of a part. */
        @ProcessElement
        public void make(@Element Long part, OutputReceiver<MergeInput> out) {
            for (long i = part * PART; i < Math.min(people, (part + 1) * PART); i++) {
                out.output(MergeInput.of(codec, person(i), "people", i));
            }
        }
    }

    /** Adds up what came out, in this process. */
    static final class Add extends DoFn<GoldenRecord, Void> {
        private static final long serialVersionUID = 1L;

        /** Adds a golden record. */
        @ProcessElement
        public void add(@Element GoldenRecord golden) {
            GOLDENS.incrementAndGet();
            CHECKSUM.addAndGet(checksum(golden));
        }
    }

    /** Persons as a source. */
    private record People(int people) implements RecordSource {
        @Override
        public String name() {
            return "people";
        }

        @Override
        public EntityType type() {
            return EntityType.PERSON;
        }

        @Override
        public long bytes() {
            return people * 80L;
        }

        @Override
        public void read(RecordSource.Rows rows) {
            for (long i = 0; i < people; i++) {
                rows.record(person(i), i);
            }
        }
    }

    /** Adds up golden records. */
    private record Sum(AtomicLong goldens, AtomicLong checksum) implements RowSink {
        @Override
        public RowSink.Rows open() {
            return new RowSink.Rows() {
                @Override
                public void golden(GoldenRecord golden, boolean parked) {
                    goldens.incrementAndGet();
                    checksum.addAndGet(BeamCost.checksum(golden));
                }

                @Override
                public void refused(Refusal refusal) {}

                @Override
                public void close() {}
            };
        }

        @Override
        public void commit() {}

        @Override
        public void close() {}
    }

    /** The costs of one way at one size, of all rounds. */
    private static final class Costs {
        private final IntFunction<Cost> way;
        private final int people;
        private final List<Cost> all = new ArrayList<>();

        Costs(IntFunction<Cost> way, int people) {
            this.way = way;
            this.people = people;
        }

        /** Runs without counting the time. */
        void requireSame(Costs other) {
            way.apply(people).requireSame(other.way.apply(people));
        }

        Cost run() {
            Cost cost = way.apply(people);
            all.add(cost);
            return cost;
        }

        /** Returns the median in microseconds. */
        double median() {
            return all.stream().mapToLong(Cost::nanos).sorted().toArray()[all.size() / 2] / 1e3;
        }
    }

    private static double slope(Costs smaller, Costs larger) {
        return (larger.median() - smaller.median()) / (LARGE - SMALL);
    }

    @Test
    void aFurtherRecordCostsFewTimesThatOfOneMemory() {
        List<IntFunction<Cost>> ways = List.of(BeamCost::inMemory, this::inFiles, BeamCost::onRunner);
        List<Costs> small = ways.stream().map(way -> new Costs(way, SMALL)).toList();
        List<Costs> large = ways.stream().map(way -> new Costs(way, LARGE)).toList();
        // the first ones are compiled, and do not count
        for (int again = 0; again < 2; again++) {
            small.forEach(costs -> costs.requireSame(small.get(0)));
        }
        for (int round = 0; round < ROUNDS; round++) {
            Cost smaller = small.get(0).run();
            Cost larger = large.get(0).run();
            for (int way = 1; way < ways.size(); way++) {
                smaller.requireSame(small.get(way).run());
                larger.requireSame(large.get(way).run());
            }
            // short, and so with more noise: three of each for one of the others
            for (int again = 0; again < 2; again++) {
                for (int way = 0; way < 2; way++) {
                    small.get(way).run();
                    large.get(way).run();
                }
            }
            double memory = slope(small.get(0), large.get(0));
            LOG.warn(String.format(
                    Locale.ROOT,
                    "medians after round %d: one memory %.2f, files %.2f, %s %.2f processor microseconds for each further"
                            + " record; ratio %.2f",
                    round + 1,
                    memory,
                    slope(small.get(1), large.get(1)),
                    System.getProperty("talk.beam.options").replaceAll(".*runner=(\\w+).*", "$1"),
                    slope(small.get(2), large.get(2)),
                    slope(small.get(2), large.get(2)) / memory));
        }
        assertThat(slope(small.get(2), large.get(2))).isLessThanOrEqualTo(MOST * slope(small.get(0), large.get(0)));
    }
}
