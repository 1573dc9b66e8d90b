package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Check;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tries everything, and tells what it found. */
@Command(name = "check", description = "Tries the settings, the store, every system and every sink. Reads only.")
final class CheckCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try (Talk talk = options.configuration(surroundings).builder().build()) {
            Map<SystemName, Check> checks = talk.check();
            CheckReport report = new CheckReport(checks);
            if (options.json()) {
                Json.print(report.object(), surroundings.out());
            } else {
                report.print(surroundings.out());
            }
            return checks.values().stream().allMatch(Check::isFine) ? ExitCode.DONE : ExitCode.INCOMPLETE;
        }
    }
}
