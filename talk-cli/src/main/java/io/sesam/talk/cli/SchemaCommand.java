package io.sesam.talk.cli;

import io.sesam.talk.settings.SettingsSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the JSON Schema of the settings file. */
@Command(
        name = "schema",
        description =
                "Prints the JSON Schema of the settings file with the settings of all plugins, for editors and forms.")
final class SchemaCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("unused") // read by picocli
    private boolean help;

    SchemaCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        environment.out().println(SettingsSchema.ofInstalled().json());
        return ExitCode.DONE;
    }
}
