package io.sesam.talk.cli;

import io.sesam.talk.Stewardship;
import io.sesam.talk.Talk;
import io.sesam.talk.model.RecordRef;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Links or unlinks two records. */
@Command
final class LinkCommand implements Callable<Integer> {
    private final CommandEnvironment environment;
    private final Decision decision;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Parameters(index = "0", paramLabel = "RECORD", description = "A record, such as crm/person/17.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String one;

    @Parameters(index = "1", paramLabel = "OTHER", description = "The other record.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String other;

    private LinkCommand(CommandEnvironment environment, Decision decision) {
        this.environment = environment;
        this.decision = decision;
    }

    private interface Decision {
        void make(Stewardship stewardship, RecordRef one, RecordRef other);
    }

    static CommandLine link(CommandEnvironment environment) {
        return of(
                new LinkCommand(environment, Stewardship::link),
                "Declares that two records are the same, whatever their match keys are. Asks no system.");
    }

    static CommandLine unlink(CommandEnvironment environment) {
        return of(
                new LinkCommand(environment, Stewardship::unlink),
                "Declares that two records are not the same, whatever their match keys are. Asks no system.");
    }

    private static CommandLine of(LinkCommand command, String description) {
        CommandLine line = new CommandLine(command);
        line.getCommandSpec().usageMessage().description(description);
        return line;
    }

    @Override
    public Integer call() {
        try (Talk talk = options.configuration(environment).builder().build()) {
            decision.make(talk.stewardship(), CliNames.record(one), CliNames.record(other));
        }
        return ExitCode.DONE;
    }
}
