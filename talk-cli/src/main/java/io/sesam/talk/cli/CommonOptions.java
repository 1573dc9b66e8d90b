package io.sesam.talk.cli;

import io.sesam.talk.settings.TalkSettings;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options that every command has. */
final class CommonOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "talk.yaml",
            description = "The settings, as YAML or JSON (default: ${DEFAULT-VALUE}). Paths in it are relative to it.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path config;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("unused") // read by picocli
    private boolean help;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Option(
            names = {"-v", "--verbose"},
            description = "Log to standard error; show the stack trace of a failure.")
    private boolean verbose;

    boolean json() {
        return json;
    }

    TalkSettings configuration(CommandEnvironment environment) {
        if (verbose) {
            // Read when the first logger is made, which is when the first class of the SDK is used.
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
        }
        return TalkSettings.source().environment(environment.environment()).read(config);
    }
}
