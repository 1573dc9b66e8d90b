package io.sesam.talk.cli;

import io.sesam.talk.Stewardship;
import io.sesam.talk.model.RecordRef;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Links or unlinks two records. */
@Command
final class LinkCommand extends StewardCommand {
    private final Decision decision;

    @Parameters(index = "0", paramLabel = "RECORD", description = "A record, such as crm/person/17.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String one;

    @Parameters(index = "1", paramLabel = "OTHER", description = "The other record.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String other;

    private LinkCommand(CommandEnvironment environment, Decision decision) {
        super(environment);
        this.decision = decision;
    }

    private interface Decision {
        void make(Stewardship stewardship, RecordRef one, RecordRef other);
    }

    static CommandLine link(CommandEnvironment environment) {
        return described(
                new LinkCommand(environment, Stewardship::link),
                "Declares that two records are the same, whatever their match keys are. Asks no system.");
    }

    static CommandLine unlink(CommandEnvironment environment) {
        return described(
                new LinkCommand(environment, Stewardship::unlink),
                "Declares that two records are not the same, whatever their match keys are. Asks no system.");
    }

    @Override
    void decide(Stewardship stewardship) {
        decision.make(stewardship, CliNames.record(one), CliNames.record(other));
    }
}
