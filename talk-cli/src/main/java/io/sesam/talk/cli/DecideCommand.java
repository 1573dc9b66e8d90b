package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A person's word about a plan that the brake has stopped. */
@Command
final class DecideCommand implements Callable<Integer> {
    private final CommandEnvironment environment;
    private final Word word;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Parameters(index = "0", paramLabel = "SYSTEM", description = "The name of the connection.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String system;

    @Parameters(index = "1", paramLabel = "TYPE", description = "The type, such as person.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String type;

    private DecideCommand(CommandEnvironment environment, Word word) {
        this.environment = environment;
        this.word = word;
    }

    private interface Word {
        void about(Talk talk, SystemName system, EntityType type);
    }

    static CommandLine approve(CommandEnvironment environment) {
        return of(
                new DecideCommand(environment, Talk::approve),
                "Lets the next sync carry out a plan that the brake has stopped; one that has grown since stops again."
                        + " Asks no system.");
    }

    static CommandLine reject(CommandEnvironment environment) {
        return of(
                new DecideCommand(environment, Talk::reject),
                "Drops a plan that the brake has stopped; what changes from now on is planned anew. Asks no system.");
    }

    private static CommandLine of(DecideCommand command, String description) {
        CommandLine line = new CommandLine(command);
        line.getCommandSpec().usageMessage().description(description);
        return line;
    }

    @Override
    public Integer call() {
        try (Talk talk = options.configuration(environment).builder().build()) {
            word.about(talk, new SystemName(system), new EntityType(type));
        }
        return ExitCode.DONE;
    }
}
