package io.sesam.talk.cli;

import io.sesam.talk.Status;
import io.sesam.talk.Talk;
import io.sesam.talk.settings.TalkSettings;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the state of the store and the last run. */
@Command(
        name = "status",
        description =
                "Shows the last sync, records, golden records, and what is paused, parked, held or in doubt. Asks no system.")
final class StatusCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(
            names = "--parked",
            paramLabel = "NUMBER",
            defaultValue = "20",
            description = "How many parked writes to list (default: ${DEFAULT-VALUE}).")
    private int parked;

    @Option(
            names = "--duplicates",
            description = "Also list several records of one system that are the same; reads the whole store.")
    private boolean duplicates;

    @Option(
            names = "--enriched",
            description = "Also list what enrichers have answered, one by one; reads the whole store.")
    private boolean enriched;

    StatusCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        TalkSettings configuration = options.configuration(environment);
        Optional<String> nothing = EmptyStatus.reason(configuration);
        if (nothing.isPresent()) {
            print(new EmptyStatus(), List.of(), List.of(), nothing.get());
        } else {
            try (Talk talk = configuration.builder().build()) {
                Status status = talk.status();
                print(
                        status,
                        talk.stewardship().parked(Math.max(0, parked)),
                        talk.stewardship().inDoubt(),
                        "");
                if (enriched && !options.json()) {
                    environment.out().println();
                    environment.out().println("Answers:");
                    talk.stewardship()
                            .answers(enrichmentAnswer ->
                                    environment.out().println("  " + EnrichmentText.sentence(enrichmentAnswer)));
                }
                if (duplicates && !options.json()) {
                    environment.out().println();
                    environment.out().println("Several records of one system that are the same:");
                    talk.stewardship().duplicates(found -> environment.out().println("  " + found.records()));
                }
                if (!status.paused().isEmpty()) {
                    return ExitCode.INCOMPLETE;
                }
            }
        }
        return ExitCode.DONE;
    }

    private void print(Status status, List<Parked> listed, List<Intent> inDoubt, String nothing) {
        StatusReport report = new StatusReport(status, listed, inDoubt);
        if (options.json()) {
            JsonOutput.print(report.object(nothing.isEmpty()), environment.out());
        } else if (nothing.isEmpty()) {
            report.print(environment.out());
        } else {
            environment.out().println(nothing);
        }
    }
}
