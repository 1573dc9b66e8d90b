package io.sesam.talk.benchmarks;

import io.sesam.talk.merge.BulkMerge;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.SourceRecord;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A benchmark of Talk's merge against DuckDB. Both merge the same persons in turns in one process; time and result are
 * compared.
 *
 * <p>Arguments: number of persons, number of rounds. Exits with status 1 when the results differ. The form {@code memory
 * N} prints how many bytes of heap a merge adds to its records.
 */
public final class MergeAgainstDuckDb {
    private MergeAgainstDuckDb() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws SQLException {
        if (arguments.length > 0 && arguments[0].equals("memory")) {
            memory(Integer.parseInt(arguments[1]));
            return;
        }
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4;
        List<RawPerson> people = RawPerson.sample(count, 42);
        PrintStream out = System.out;
        double[] walls = new double[rounds];
        double[] processors = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            MergeOutcome grouped = DuckDbSide.run(people, false);
            MergeOutcome sparing = DuckDbSide.run(people, true);
            MergeOutcome talk = TalkSide.run(people);
            walls[round] = Math.min(grouped.seconds(), sparing.seconds()) / talk.seconds();
            processors[round] =
                    Math.min(grouped.processorSeconds(), sparing.processorSeconds()) / talk.processorSeconds();
            out.printf(
                    Locale.ROOT,
                    "round %d, wall and processor seconds: talk %.2f %.2f, duckdb grouped %.2f %.2f, sparing %.2f %.2f;"
                            + " ratios to the best %.2f %.2f; %d golden records%n",
                    round + 1,
                    talk.seconds(),
                    talk.processorSeconds(),
                    grouped.seconds(),
                    grouped.processorSeconds(),
                    sparing.seconds(),
                    sparing.processorSeconds(),
                    walls[round],
                    processors[round],
                    talk.goldens());
            if (talk.checksum() != grouped.checksum() || talk.checksum() != sparing.checksum()) {
                out.println("the outcomes differ");
                System.exit(1);
            }
        }
        Arrays.sort(walls);
        Arrays.sort(processors);
        out.printf(
                Locale.ROOT,
                "medians: %.2f times as fast by the wall clock, %.2f times by the processor%n",
                walls[rounds / 2],
                processors[rounds / 2]);
        out.println("the outcomes are equal");
    }

    private static void memory(int count) {
        List<SourceRecord> records = TalkSide.records(RawPerson.sample(count, 42));
        long before = usedHeap();
        List<GoldenRecord> goldens =
                BulkMerge.of(TalkSide.POLICY).merge(records).goldens();
        long after = usedHeap();
        System.out.printf(
                Locale.ROOT,
                "%d records, %d golden records: the result takes %.0f bytes for each record beside the records%n",
                records.size(),
                goldens.size(),
                (double) (after - before) / count);
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
