package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lets an erased person come back. */
@Command(
        name = "readmit",
        description = "Lets an erased person come back with a record that \"talk status\" lists. Asks no system.")
final class ReadmitCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "SYSTEM/TYPE/ID", description = "The record, such as crm/person/17.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String record;

    ReadmitCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (Talk talk = options.configuration(environment).builder().build()) {
            talk.stewardship().readmit(CliNames.record(record));
        }
        return ExitCode.DONE;
    }
}
