package io.sesam.talk.cli;

import io.sesam.talk.Stewardship;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets an erased person come back. */
@Command(
        name = "readmit",
        description = "Lets an erased person come back with a record that \"talk status\" lists. Asks no system.")
final class ReadmitCommand extends StewardCommand {
    @Parameters(paramLabel = "SYSTEM/TYPE/ID", description = "The record, such as crm/person/17.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String record;

    ReadmitCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    void decide(Stewardship stewardship) {
        stewardship.readmit(CliNames.record(record));
    }
}
