package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import io.sesam.talk.cli.contract.ContractText;
import io.sesam.talk.contract.ContractReport;
import io.sesam.talk.contract.LiveContract;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Check;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks the settings, the store, the systems and the sinks. */
@Command(
        name = "check",
        description = "Checks the settings, the store, every system and every sink. Reads only, unless --fix. With"
                + " --contract: checks what a connector promises against its live account.")
final class CheckCommand implements Callable<Integer> {
    private static final String WRITING_WHILE_READING = "csv";

    private final CommandEnvironment environment;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(
            names = "--fix",
            description =
                    "Lets systems create what is missing there and needs no person, such as a field for Talk's ids.")
    private boolean fix;

    @Option(
            names = "--contract",
            paramLabel = "CONNECTION",
            description =
                    "Checks the read-only promises of this connection's connector: asks its system for some records"
                            + " and writes nothing. Says before about how many calls that takes, and asks.")
    private @Nullable String contract;

    @Option(names = "--yes", description = "With --contract: do not ask.")
    private boolean yes;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    CheckCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (contract != null) {
            return check(contract);
        }
        try (Talk talk = options.configuration(environment).builder().build()) {
            if (fix) {
                talk.fix();
            }
            Map<SystemName, Check> checks = talk.check();
            CheckReport report = new CheckReport(checks);
            if (options.json()) {
                JsonOutput.print(report.object(), environment.out());
            } else {
                report.print(environment.out());
            }
            return checks.values().stream().allMatch(Check::isFine) ? ExitCode.DONE : ExitCode.INCOMPLETE;
        }
    }

    private int check(String system) {
        if (fix) {
            throw new ParameterException(spec.commandLine(), "--contract writes nothing; it does not go with --fix");
        }
        try (Talk talk = options.configuration(environment).builder().build()) {
            LiveContract promises = talk.contract(system);
            if (WRITING_WHILE_READING.equals(talk.settings()
                    .getOrDefault("connections." + system, Map.of())
                    .get("kind"))) {
                throw new ParameterException(
                        spec.commandLine(),
                        system + " is a directory of CSV files: reading may add an id column to a file, and --contract"
                                + " writes nothing. Name a connection to an account.");
            }
            ContractText words = new ContractText(system);
            environment.err().println(words.announcement(promises.expectedCalls()));
            if (!yes && !agrees()) {
                environment.err().println("Nothing was asked. --yes goes on without a question.");
                return ExitCode.MISCONFIGURED;
            }
            ContractReport report = promises.check();
            if (options.json()) {
                JsonOutput.print(words.object(report), environment.out());
            } else {
                words.print(report, environment.out());
            }
            return report.isKept() ? ExitCode.DONE : ExitCode.INCOMPLETE;
        }
    }

    /** Asks the person at the terminal. Without a terminal the answer is no. */
    private boolean agrees() {
        if (!environment.terminal()) {
            return false;
        }
        environment.err().print("Go on? [y/N] ");
        environment.err().flush();
        try {
            String answer =
                    new BufferedReader(new InputStreamReader(environment.in(), Charset.defaultCharset())).readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
        } catch (IOException e) {
            return false;
        }
    }
}
