package io.sesam.talk.cli;

import io.sesam.talk.Stewardship;
import io.sesam.talk.Talk;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** A decision of a person that asks no system. */
abstract class StewardCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    StewardCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    /** Makes the decision. */
    abstract void decide(Stewardship stewardship);

    /** Returns a command line for one of several decisions of a class. */
    static CommandLine described(StewardCommand command, String description) {
        CommandLine line = new CommandLine(command);
        line.getCommandSpec().usageMessage().description(description);
        return line;
    }

    @Override
    public final Integer call() {
        try (Talk talk = options.configuration(environment).builder().build()) {
            decide(talk.stewardship());
        }
        return ExitCode.DONE;
    }
}
