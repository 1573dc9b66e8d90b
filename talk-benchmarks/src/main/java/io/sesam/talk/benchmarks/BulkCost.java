package io.sesam.talk.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.sesam.talk.bulk.BulkReport;
import io.sesam.talk.bulk.LocalBulk;
import io.sesam.talk.bulk.RecordSource;
import io.sesam.talk.bulk.Refusal;
import io.sesam.talk.bulk.RowSink;
import io.sesam.talk.merge.BulkMerge;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A benchmark of merging in shards on disk against merging in one memory. The processor time of a record is the slope
 * between two sizes in one process, so that starting and compiling count for neither; two in a hundred records are
 * linked.
 *
 * <p>Arguments: the smaller and the larger number of persons, the number of rounds, the shards (0: as many as the size
 * asks for). Exits with status 1 when the results differ. Further forms: {@code crowd N} merges N rows that share one
 * mailbox, {@code chain N} N rows in one chain of links; run them with the memory that they should need, such as {@code
 * -Xmx300m}.
 */
public final class BulkCost {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private BulkCost() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) {
        PrintStream out = System.out;
        Path directory = Path.of(System.getProperty("java.io.tmpdir"));
        if (arguments.length == 2) {
            special(arguments[0], Integer.parseInt(arguments[1]), directory, out);
            return;
        }
        int small = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 250_000;
        int large = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        int shards = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0;
        List<RawPerson> people = RawPerson.sample(large, 42);
        List<RawPerson> fewer = people.subList(0, small);
        inMemory(fewer);
        inFiles(fewer, links(fewer), shards, directory);
        double[] ratios = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            Cost memorySmall = inMemory(fewer);
            Cost memoryLarge = inMemory(people);
            Cost filesSmall = inFiles(fewer, links(fewer), shards, directory);
            Cost filesLarge = inFiles(people, links(people), shards, directory);
            double memory = memorySmall.slope(memoryLarge, large - small);
            double files = filesSmall.slope(filesLarge, large - small);
            ratios[round] = files / memory;
            out.printf(
                    Locale.ROOT,
                    "round %d: one memory %.2f, files %.2f processor microseconds for each further record; ratio %.2f;"
                            + " %d golden records, %d parked%n",
                    round + 1,
                    memory,
                    files,
                    ratios[round],
                    filesLarge.goldens(),
                    filesLarge.parked());
            if (!memorySmall.sameResult(filesSmall) || !memoryLarge.sameResult(filesLarge)) {
                out.println("the results differ");
                System.exit(1);
            }
        }
        Arrays.sort(ratios);
        out.printf(Locale.ROOT, "median ratio %.2f; the results are equal%n", ratios[rounds / 2]);
    }

    /** Processor nanoseconds and what came out, whatever its order. */
    private record Cost(long nanos, long goldens, long parked, long checksum) {
        double slope(Cost larger, int further) {
            return (larger.nanos - nanos) / 1e3 / further;
        }

        boolean sameResult(Cost other) {
            return goldens == other.goldens && parked == other.parked && checksum == other.checksum;
        }
    }

    private static long checksum(GoldenRecord golden) {
        long sum = golden.id().value().hashCode();
        for (int i = 0; i < golden.values().schema().size(); i++) {
            Object slot = golden.values().slot(i);
            sum = sum * 31 + (slot == null ? 7 : slot.toString().hashCode()) + 17L * golden.winner(i);
        }
        return sum * 31 + golden.size();
    }

    private static Cost inMemory(List<RawPerson> people) {
        long start = PROCESS.getProcessCpuTime();
        List<SourceRecord> records = TalkSide.records(people);
        BulkMerge.Result result = BulkMerge.of(TalkSide.LIMITED)
                .linkedBy(links(people))
                .on(Runnable::run)
                .merge(records);
        long checksum = 0;
        for (GoldenRecord golden : result.goldens()) {
            checksum += checksum(golden);
        }
        return new Cost(
                PROCESS.getProcessCpuTime() - start,
                result.goldens().size(),
                result.parked().size(),
                checksum);
    }

    private static Cost inFiles(List<RawPerson> people, List<Link> links, int shards, Path directory) {
        AtomicLong checksum = new AtomicLong();
        long start = PROCESS.getProcessCpuTime();
        LocalBulk merge = LocalBulk.of(TalkSide.LIMITED).linkedBy(links);
        BulkReport report = (shards > 0 ? merge.shards(shards) : merge)
                .merge(directory, List.of(new People(people)), new Sum(checksum));
        return new Cost(PROCESS.getProcessCpuTime() - start, report.goldens(), report.parked(), checksum.get());
    }

    private static List<Link> links(List<RawPerson> people) {
        Random random = new Random(7);
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < people.size() / 50; i++) {
            RecordRef one = ref(people.get(random.nextInt(people.size())));
            RecordRef other = ref(people.get(random.nextInt(people.size())));
            if (!one.equals(other)) {
                links.add(new Link(one, other, random.nextInt(10) == 0 ? Link.Origin.APART : Link.Origin.STEWARD));
            }
        }
        return links;
    }

    private static RecordRef ref(RawPerson person) {
        return RecordRef.of(person.system(), EntityType.PERSON, person.id());
    }

    private static void special(String form, int count, Path directory, PrintStream out) {
        List<RawPerson> people = new Generated(count, form.equals("crowd"));
        Iterable<Link> links = form.equals("chain") ? new Chain(people) : List.of();
        AtomicLong checksum = new AtomicLong();
        long start = PROCESS.getProcessCpuTime();
        BulkReport report = LocalBulk.of(TalkSide.LIMITED)
                .linkedBy(links)
                .merge(directory, List.of(new People(people)), new Sum(checksum));
        out.printf(
                Locale.ROOT,
                "%s of %d: %.1f processor seconds, %d MB may be used; %s%n",
                form,
                count,
                (PROCESS.getProcessCpuTime() - start) / 1e9,
                Runtime.getRuntime().maxMemory() >> 20,
                report);
    }

    /** Persons who take no memory. */
    private static final class Generated extends java.util.AbstractList<RawPerson> {
        private final int count;
        private final boolean sharing;

        Generated(int count, boolean sharing) {
            this.count = count;
            this.sharing = sharing;
        }

        @Override
        public RawPerson get(int i) {
            String email = sharing ? "info@crowd.example" : "person" + i + "@one.example";
            return new RawPerson(
                    i, RawPerson.SYSTEMS.get(i % 4), "id" + i, 1_600_000_000L + i, "First" + i % 99, "Last", email, "");
        }

        @Override
        public int size() {
            return count;
        }
    }

    /** Links from each person to the next one, made when they are asked for. */
    private record Chain(List<RawPerson> people) implements Iterable<Link> {
        @Override
        public java.util.Iterator<Link> iterator() {
            return java.util.stream.IntStream.range(1, people.size())
                    .mapToObj(i -> new Link(ref(people.get(i - 1)), ref(people.get(i)), Link.Origin.STEWARD))
                    .iterator();
        }
    }

    /** Persons as a source; each becomes a record when it is read. */
    private record People(List<RawPerson> people) implements RecordSource {
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
            return people.size() * 80L;
        }

        @Override
        public void read(Rows rows) {
            for (int i = 0; i < people.size(); i++) {
                rows.record(TalkSide.records(List.of(people.get(i))).get(0), i);
            }
        }
    }

    /** A sink that adds up checksums. */
    private record Sum(AtomicLong checksum) implements RowSink {
        @Override
        public RowSink.Rows open() {
            return new RowSink.Rows() {
                private long sum;

                @Override
                public void golden(GoldenRecord golden, boolean parked) {
                    sum += checksum(golden);
                }

                @Override
                public void refused(Refusal refusal) {}

                @Override
                public void close() {
                    checksum.addAndGet(sum);
                }
            };
        }

        @Override
        public void commit() {}

        @Override
        public void close() {}

        private static long checksum(GoldenRecord golden) {
            return BulkCost.checksum(golden);
        }
    }
}
