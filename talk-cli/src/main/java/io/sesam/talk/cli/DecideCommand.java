package io.sesam.talk.cli;

import io.sesam.talk.Stewardship;
import io.sesam.talk.Talk;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Approves or rejects a held plan. */
@Command
final class DecideCommand implements Callable<Integer> {
    private final CommandEnvironment environment;
    private final Decision decision;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Parameters(index = "0", paramLabel = "SYSTEM", description = "The name of the connection.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String system;

    @Parameters(index = "1", paramLabel = "TYPE", description = "The type, such as person.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String type;

    private DecideCommand(CommandEnvironment environment, Decision decision) {
        this.environment = environment;
        this.decision = decision;
    }

    private interface Decision {
        void make(Stewardship stewardship, String system, String type);
    }

    static CommandLine approve(CommandEnvironment environment) {
        return of(
                new DecideCommand(environment, Stewardship::approve),
                "Lets the next sync carry out a plan that the change limit holds; one that has grown since is held again."
                        + " Asks no system.");
    }

    static CommandLine reject(CommandEnvironment environment) {
        return of(
                new DecideCommand(environment, Stewardship::reject),
                "Drops a plan that the change limit holds; what changes from now on is planned anew. Asks no system.");
    }

    private static CommandLine of(DecideCommand command, String description) {
        CommandLine line = new CommandLine(command);
        line.getCommandSpec().usageMessage().description(description);
        return line;
    }

    @Override
    public Integer call() {
        try (Talk talk = options.configuration(environment).builder().build()) {
            decision.make(talk.stewardship(), system, type);
        }
        return ExitCode.DONE;
    }
}
