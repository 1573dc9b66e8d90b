package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.result.Explanation;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Explains the values and writes of a record. */
@Command(
        name = "explain",
        description =
                "Explains a record: its cluster, the winner of each property, and why it was, or was not, written to each"
                        + " system. Prints the values of people. Writes nothing.")
final class ExplainCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Which which;

    /** The ways to name a golden record. */
    private static final class Which {
        @Parameters(paramLabel = "SYSTEM/TYPE/ID", description = "A record of a system, such as crm/person/17.")
        private @Nullable String record;

        @Option(names = "--golden", paramLabel = "ID", description = "A golden record.")
        private @Nullable String golden;
    }

    ExplainCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (Talk talk = options.configuration(environment).builder().build()) {
            Explanation explanation = which.record == null
                    ? talk.records().explain(new GoldenId(String.valueOf(which.golden)))
                    : talk.records().explain(CliNames.record(which.record));
            if (options.json()) {
                JsonOutput.print(new ExplainObject(explanation).object(), environment.out());
            } else {
                explanation.lines().forEach(environment.out()::println);
            }
            return ExitCode.DONE;
        }
    }
}
