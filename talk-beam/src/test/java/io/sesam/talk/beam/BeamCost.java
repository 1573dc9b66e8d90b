package io.sesam.talk.beam;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a further record costs on other runners, compared with {@link BulkMerge}; with golden records only, and with all rows.
 *
 * <p>The processor time of a record is the slope between two sizes in one process, so that starting and compiling count
 * for none of them; two in a hundred records are linked. Each output is read, and nothing is written. By command, never in
 * a build, with one runner or with both: {@code mvn test -Pbeam-flink,beam-spark -pl talk-beam -am -Dtest=BeamCost
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@EnabledIfSystemProperty(named = "talk.beam.options", matches = ".+")
final class BeamCost {
    private static final Logger LOG = LoggerFactory.getLogger(BeamCost.class);
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int SMALL = Integer.getInteger("talk.beam.small", 250_000);
    private static final int LARGE = Integer.getInteger("talk.beam.large", 750_000);
    private static final int ROUNDS = Integer.getInteger("talk.beam.rounds", 3);
    private static final long PART = 10_000;
    private static final List<SystemName> SYSTEMS = List.of(
            new SystemName("crm"), new SystemName("erp"), new SystemName("support"), new SystemName("marketing"));
    private static final PolicyRecipe PEOPLE = PolicyRecipe.of(Person.SCHEMA).trust("crm", "erp");
    private static final AtomicLong GOLDENS = new AtomicLong();
    private static final AtomicLong GOLDEN_SUM = new AtomicLong();
    private static final AtomicLong ROWS = new AtomicLong();
    private static final AtomicLong ROW_SUM = new AtomicLong();

    /** A runner, and at most how many times of {@link BulkMerge} a record may take there. */
    private enum Runner {
        FLINK(
                4,
                "--runner=FlinkRunner --flinkMaster=[local] --parallelism=2 --objectReuse=true"
                        + " --flinkConfDir=src/test/flink"),
        SPARK(8, "--runner=SparkRunner --sparkMaster=local[2,8]");

        private final double most;
        private final String options;

        Runner(double most, String options) {
            this.most = most;
            this.options = options;
        }

        boolean isPresent() {
            String name = name().toLowerCase(Locale.ROOT);
            String file =
                    "org/apache/beam/runners/" + name + '/' + options.replaceAll("--runner=(\\w+).*", "$1") + ".class";
            return BeamCost.class.getClassLoader().getResource(file) != null;
        }
    }

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
        BulkMerge.Result result = merged(people);
        long sum = 0;
        for (GoldenRecord golden : result.goldens()) {
            sum += checksum(golden);
        }
        return new Cost(PROCESS.getProcessCpuTime() - start, result.goldens().size(), sum);
    }

    private static BulkMerge.Result merged(int people) {
        List<SourceRecord> records = new ArrayList<>(people);
        for (long i = 0; i < people; i++) {
            records.add(person(i));
        }
        return BulkMerge.of(PEOPLE.policy())
                .linkedBy(links(people))
                .on(Runnable::run)
                .merge(records);
    }

    private static Cost onRunner(Runner runner, boolean withRows, int people) {
        long start = PROCESS.getProcessCpuTime();
        List.of(GOLDENS, GOLDEN_SUM, ROWS, ROW_SUM).forEach(counter -> counter.set(0));
        Pipeline pipeline = Pipeline.create(
                PipelineOptionsFactory.fromArgs(runner.options.split(" ", -1)).create());
        PCollection<MergeInput> records = pipeline.apply(
                        GenerateSequence.from(0).to((people + PART - 1) / PART))
                .apply("rows", ParDo.of(new Make(people)))
                .setCoder(MergeInputCoder.of());
        TalkMerge merge = TalkMerge.of(PEOPLE).shards(16);
        PCollectionTuple merged = PCollectionTuple.of(TalkMerge.RECORDS, records)
                .and(
                        TalkMerge.LINKS,
                        pipeline.apply("links", Create.of(links(people)).withCoder(LinkCoder.of())))
                .apply(withRows ? merge : merge.withoutCrosswalk().withoutProvenance());
        merged.get(TalkMerge.goldens(EntityType.PERSON)).apply("add", ParDo.of(new Add()));
        if (withRows) {
            merged.get(TalkMerge.CROSSWALK).apply("add crosswalk", ParDo.of(new AddRows()));
            merged.get(TalkMerge.PROVENANCE).apply("add provenance", ParDo.of(new AddRows()));
        }
        pipeline.run().waitUntilFinish();
        Cost cost = new Cost(PROCESS.getProcessCpuTime() - start, GOLDENS.get(), GOLDEN_SUM.get());
        if (withRows) {
            requireAllRows(people);
        }
        return cost;
    }

    /** Compares the rows with those of a merge in memory. */
    private static void requireAllRows(int people) {
        long rows = 0;
        long sum = 0;
        for (GoldenRecord golden : merged(people).goldens()) {
            for (SourceRecord member : golden.members()) {
                rows++;
                sum += checksum(Row.withSchema(MergeRows.CROSSWALK)
                        .addValues(
                                "person",
                                golden.id().value(),
                                member.ref().system().value(),
                                member.ref().id())
                        .build());
            }
            List<Row> provenance = new ArrayList<>();
            MergeRows.provenance(golden, provenance::add);
            rows += provenance.size();
            sum += provenance.stream().mapToLong(BeamCost::checksum).sum();
        }
        assertThat(ROWS.get()).isEqualTo(rows);
        assertThat(ROW_SUM.get()).isEqualTo(sum);
    }

    private static long checksum(Row row) {
        long sum = 0;
        for (int i = 0; i < row.getFieldCount(); i++) {
            sum = sum * 31 + Objects.hashCode(row.getString(i));
        }
        return sum;
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

    /** Adds up golden records, in this process. */
    static final class Add extends DoFn<GoldenRecord, Void> {
        private static final long serialVersionUID = 1L;

        /** Adds a golden record. */
        @ProcessElement
        public void add(@Element GoldenRecord golden) {
            GOLDENS.incrementAndGet();
            GOLDEN_SUM.addAndGet(checksum(golden));
        }
    }

    /** Adds up rows, in this process. */
    static final class AddRows extends DoFn<Row, Void> {
        private static final long serialVersionUID = 1L;

        /** Adds a row. */
        @ProcessElement
        public void add(@Element Row row) {
            ROWS.incrementAndGet();
            ROW_SUM.addAndGet(checksum(row));
        }
    }

    /** One way to merge, and what it cost at both sizes in all rounds. */
    private static final class Way {
        private final String name;
        private final double most;
        private final IntFunction<Cost> run;
        private final List<Cost> small = new ArrayList<>();
        private final List<Cost> large = new ArrayList<>();

        Way(String name, double most, IntFunction<Cost> run) {
            this.name = name;
            this.most = most;
            this.run = run;
        }

        /** Runs at both sizes. */
        void run() {
            small.add(run.apply(SMALL));
            large.add(run.apply(LARGE));
        }

        void requireSame(Way other) {
            small.get(0).requireSame(other.small.get(0));
            large.get(0).requireSame(other.large.get(0));
        }

        /** Returns the median processor microseconds of a further record. */
        double slope() {
            return (median(large) - median(small)) / (LARGE - SMALL);
        }

        private static double median(List<Cost> all) {
            return all.stream().mapToLong(Cost::nanos).sorted().toArray()[all.size() / 2] / 1e3;
        }
    }

    private static List<Way> ways() {
        List<Way> ways = new ArrayList<>();
        ways.add(new Way("one memory", 1, BeamCost::inMemory));
        for (Runner runner : Runner.values()) {
            if (runner.isPresent()) {
                ways.add(new Way(runner + " goldens", runner.most, people -> onRunner(runner, false, people)));
                ways.add(new Way(runner + " all rows", runner.most, people -> onRunner(runner, true, people)));
            }
        }
        return ways;
    }

    @Test
    void aFurtherRecordCostsFewTimesThatOfOneMemory() {
        List<Way> ways = ways();
        assertThat(ways).as("a runner on the class path").hasSizeGreaterThan(1);
        Way memory = ways.get(0);
        // the first ones are compiled, and do not count
        for (int again = 0; again < 2; again++) {
            ways.forEach(way -> memory.run.apply(SMALL).requireSame(way.run.apply(SMALL)));
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Way way : ways) {
                way.run();
                // short, and so with more noise
                memory.run();
            }
            for (Way way : ways) {
                way.requireSame(memory);
                LOG.warn(String.format(
                        Locale.ROOT,
                        "medians after round %d: %s %.2f processor microseconds for each further record; %.2f times one memory",
                        round + 1,
                        way.name,
                        way.slope(),
                        way.slope() / memory.slope()));
            }
        }
        assertThat(ways)
                .allSatisfy(way -> assertThat(way.slope()).as(way.name).isLessThanOrEqualTo(way.most * memory.slope()));
    }
}
