package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import io.sesam.talk.result.SyncPlan;
import io.sesam.talk.settings.TalkSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a sync would write. */
@Command(
        name = "plan",
        description = "Reads what is new in every system and shows what \"sync\" would write there. Writes nothing.")
final class PlanCommand implements Callable<Integer> {
    private final CommandEnvironment environment;
    private final Interruption interruption;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Mixin
    private final ChangesOption changes = new ChangesOption();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Write the plan to a file, for \"apply\"; it holds no values of people.")
    private @Nullable Path out;

    PlanCommand(CommandEnvironment environment, Interruption interruption) {
        this.environment = environment;
        this.interruption = interruption;
    }

    @Override
    public Integer call() {
        TalkSettings configuration = options.configuration(environment);
        try (Talk talk = configuration.builder().build()) {
            interruption.cancels(talk);
            SyncPlan plan = talk.plan(changes);
            if (out != null) {
                PlanFile.write(plan.digest(), out);
            }
            PlanReport report = new PlanReport(plan, changes.first());
            if (options.json()) {
                JsonOutput.print(report.object(), environment.out());
            } else {
                report.print(environment.out());
            }
            if (!plan.heldPlans().isEmpty()) {
                return ExitCode.HELD;
            }
            return plan.paused().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
        }
    }
}
