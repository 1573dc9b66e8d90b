package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Declares that an in-doubt insert was not done. */
@Command(
        name = "not-done",
        description = "Declares that an insert in doubt was not done: you have looked, and the record does not exist."
                + " \"talk status\" lists the operations. Asks no system.")
final class NotDoneCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "OPERATION", description = "The id of the operation.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String operation;

    NotDoneCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (Talk talk = options.configuration(environment).builder().build()) {
            talk.stewardship().notDone(operation);
        }
        return ExitCode.DONE;
    }
}
