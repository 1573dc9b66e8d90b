package io.sesam.talk.cli;

import io.sesam.talk.Stewardship;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Declares that an in-doubt insert was not done. */
@Command(
        name = "not-done",
        description = "Declares that an insert in doubt was not done: you have looked, and the record does not exist."
                + " \"talk status\" lists the operations. Asks no system.")
final class NotDoneCommand extends StewardCommand {
    @Parameters(paramLabel = "OPERATION", description = "The id of the operation.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String operation;

    NotDoneCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    void decide(Stewardship stewardship) {
        stewardship.notDone(operation);
    }
}
