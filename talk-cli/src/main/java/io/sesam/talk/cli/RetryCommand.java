package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets parked writes be tried again. */
@Command(
        name = "retry",
        description = "Lets the next sync try parked writes again, and erasures that a system refused. Asks no system.")
final class RetryCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    RetryCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (Talk talk = options.configuration(environment).builder().build()) {
            talk.stewardship().retry();
        }
        return ExitCode.DONE;
    }
}
