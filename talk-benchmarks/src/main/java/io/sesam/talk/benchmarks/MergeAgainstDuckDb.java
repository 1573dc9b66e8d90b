package io.sesam.talk.benchmarks;

import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A benchmark of Talk's merge against DuckDB. Both merge the same persons in turns in one process; time and result are
 * compared.
 *
 * <p>Arguments: number of persons, number of rounds. Exits with status 1 when the results differ.
 */
public final class MergeAgainstDuckDb {
    private MergeAgainstDuckDb() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws SQLException {
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
}
