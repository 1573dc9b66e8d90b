package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import io.sesam.talk.sync.Report;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs once: reads, merges, writes back, fills the sinks. */
@Command(
        name = "sync",
        description = "Reads what is new in every system, merges it, writes the differences back, fills the sinks.")
final class SyncCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final Interruption interruption;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(
            names = {"-q", "--quiet"},
            description = "Do not show how far it has come.")
    private boolean quiet;

    SyncCommand(Surroundings surroundings, Interruption interruption) {
        this.surroundings = surroundings;
        this.interruption = interruption;
    }

    @Override
    public Integer call() {
        Configuration configuration = options.configuration(surroundings);
        try (ProgressView view = ProgressView.of(surroundings, quiet, options.json());
                Talk talk = configuration.builder().progress(view).build()) {
            interruption.cancels(talk);
            Report report = talk.sync();
            view.clear();
            print(configuration, talk, report);
            if (!report.braked().isEmpty()) {
                return ExitCode.BRAKED;
            }
            return report.isClean() ? ExitCode.DONE : ExitCode.INCOMPLETE;
        }
    }

    private void print(Configuration configuration, Talk talk, Report report) {
        if (options.json()) {
            Json.print(new SyncJson(report, configuration).object(), surroundings.out());
        } else {
            new SyncReport(report, PutAside.of(talk), surroundings.out()).print();
        }
    }
}
