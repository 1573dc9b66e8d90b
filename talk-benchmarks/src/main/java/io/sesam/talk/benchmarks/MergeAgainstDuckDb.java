package io.sesam.talk.benchmarks;

import java.io.PrintStream;
import java.sql.SQLException;
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
        for (int round = 1; round <= rounds; round++) {
            MergeOutcome grouped = DuckDbSide.run(people, false);
            MergeOutcome sparing = DuckDbSide.run(people, true);
            MergeOutcome talk = TalkSide.run(people);
            MergeOutcome best = grouped.nanos() < sparing.nanos() ? grouped : sparing;
            out.printf(
                    Locale.ROOT,
                    "round %d: talk %.2f s, duckdb grouped %.2f s, sparing %.2f s; ratio to the best %.2f; %d golden records%n",
                    round,
                    talk.seconds(),
                    grouped.seconds(),
                    sparing.seconds(),
                    best.seconds() / talk.seconds(),
                    talk.goldens());
            if (talk.checksum() != grouped.checksum() || talk.checksum() != sparing.checksum()) {
                out.println("the outcomes differ");
                System.exit(1);
            }
        }
        out.println("the outcomes are equal");
    }
}
