package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.settings.TalkSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs once: reads, merges, writes back, fills the sinks. */
@Command(
        name = "sync",
        description = "Reads what is new in every system, merges it, writes the differences back, fills the sinks.")
final class SyncCommand implements Callable<Integer> {
    private final CommandEnvironment environment;
    private final Interruption interruption;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(
            names = {"-q", "--quiet"},
            description = "Do not show progress.")
    private boolean quiet;

    SyncCommand(CommandEnvironment environment, Interruption interruption) {
        this.environment = environment;
        this.interruption = interruption;
    }

    @Override
    public Integer call() {
        TalkSettings configuration = options.configuration(environment);
        try (ProgressView view = ProgressView.of(environment, quiet, options.json());
                Talk talk = configuration.builder().progress(view).build()) {
            interruption.cancels(talk);
            SyncReport report = talk.sync();
            view.clear();
            print(configuration, report);
            if (!report.heldPlans().isEmpty()) {
                return ExitCode.HELD;
            }
            return report.isClean() ? ExitCode.DONE : ExitCode.INCOMPLETE;
        }
    }

    private void print(TalkSettings configuration, SyncReport report) {
        if (options.json()) {
            JsonOutput.print(new SyncJson(report, configuration).object(), environment.out());
        } else {
            new SyncText(report, environment.out()).print();
        }
    }
}
