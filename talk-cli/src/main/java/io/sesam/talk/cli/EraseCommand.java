package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.result.ErasureReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Erases a person everywhere and blocks the re-import. */
@Command(
        name = "erase",
        description =
                "Erases a person from every system that can, from the store and from the sinks, and blocks the re-import.")
final class EraseCommand implements Callable<Integer> {
    private final CommandEnvironment environment;
    private final Interruption interruption;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Target target;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "person",
            description = "The type of the key (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String type;

    /** The ways to name the person. */
    private static final class Target {
        @Option(
                names = "--key",
                paramLabel = "KEY",
                description =
                        "Everybody with a match key, such as an e-mail address; \"-\" reads it from standard input.")
        private @Nullable String key;

        @Option(
                names = "--record",
                paramLabel = "SYSTEM/TYPE/ID",
                description = "The person of a record, such as crm/person/17.")
        private @Nullable String record;

        @Option(names = "--golden", paramLabel = "ID", description = "A golden record.")
        private @Nullable String golden;
    }

    EraseCommand(CommandEnvironment environment, Interruption interruption) {
        this.environment = environment;
        this.interruption = interruption;
    }

    @Override
    public Integer call() {
        try (Talk talk = options.configuration(environment).builder().build()) {
            interruption.cancels(talk);
            ErasureReport report = erase(talk);
            ErasureText words = new ErasureText(report);
            if (options.json()) {
                JsonOutput.print(words.object(), environment.out());
            } else {
                words.print(environment.out());
            }
            return report.isDone() ? ExitCode.DONE : ExitCode.INCOMPLETE;
        }
    }

    private ErasureReport erase(Talk talk) {
        if (target.record != null) {
            return talk.stewardship().erase(CliNames.record(target.record));
        }
        if (target.golden != null) {
            return talk.stewardship().erase(new GoldenId(target.golden));
        }
        String key = Objects.requireNonNull(target.key);
        return talk.stewardship().erase(type, key.equals("-") ? fromStandardInput() : key);
    }

    private String fromStandardInput() {
        try {
            String line =
                    new BufferedReader(new InputStreamReader(environment.in(), StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
