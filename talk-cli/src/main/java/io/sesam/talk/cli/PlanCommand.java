package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import io.sesam.talk.sync.Plan;
import io.sesam.talk.sync.PlannedChange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what a sync would write. */
@Command(
        name = "plan",
        description = "Reads what is new in every system and tells what \"sync\" would write there. Writes nothing.")
final class PlanCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final Interruption interruption;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(
            names = "--changes",
            paramLabel = "N",
            defaultValue = "0",
            description = "List up to N changes one by one, with the values of people (default: ${DEFAULT-VALUE}).")
    private int most;

    PlanCommand(Surroundings surroundings, Interruption interruption) {
        this.surroundings = surroundings;
        this.interruption = interruption;
    }

    @Override
    public Integer call() {
        Configuration configuration = options.configuration(surroundings);
        try (Talk talk = configuration.builder().build()) {
            interruption.cancels(talk);
            List<PlannedChange> changes = new ArrayList<>();
            Plan plan = talk.plan(change -> {
                if (changes.size() < most) {
                    changes.add(change);
                }
            });
            PlanReport report = new PlanReport(plan, changes);
            if (options.json()) {
                Json.print(report.object(), surroundings.out());
            } else {
                report.print(surroundings.out());
            }
            if (!plan.braked().isEmpty()) {
                return ExitCode.BRAKED;
            }
            return plan.paused().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
        }
    }
}
