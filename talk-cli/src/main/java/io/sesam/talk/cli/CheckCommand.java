package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Check;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks the settings, the store, the systems and the sinks. */
@Command(
        name = "check",
        description = "Checks the settings, the store, every system and every sink. Reads only, unless --fix.")
final class CheckCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(
            names = "--fix",
            description =
                    "Lets systems create what is missing there and needs no person, such as a field for Talk's ids.")
    private boolean fix;

    CheckCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
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
}
