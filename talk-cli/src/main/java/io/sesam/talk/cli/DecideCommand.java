package io.sesam.talk.cli;

import io.sesam.talk.Stewardship;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Approves or rejects a held plan. */
@Command
final class DecideCommand extends StewardCommand {
    private final Decision decision;

    @Parameters(index = "0", paramLabel = "SYSTEM", description = "The name of the connection.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String system;

    @Parameters(index = "1", paramLabel = "TYPE", description = "The type, such as person.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String type;

    private DecideCommand(CommandEnvironment environment, Decision decision) {
        super(environment);
        this.decision = decision;
    }

    private interface Decision {
        void make(Stewardship stewardship, String system, String type);
    }

    static CommandLine approve(CommandEnvironment environment) {
        return described(
                new DecideCommand(environment, Stewardship::approve),
                "Lets the next sync carry out a plan that the change limit holds; one that has grown since is held again."
                        + " Asks no system.");
    }

    static CommandLine reject(CommandEnvironment environment) {
        return described(
                new DecideCommand(environment, Stewardship::reject),
                "Drops a plan that the change limit holds; what changes from now on is planned anew. Asks no system.");
    }

    @Override
    void decide(Stewardship stewardship) {
        decision.make(stewardship, system, type);
    }
}
