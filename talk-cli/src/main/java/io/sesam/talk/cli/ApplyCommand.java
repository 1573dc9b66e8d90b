package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import io.sesam.talk.result.ApplyResult;
import io.sesam.talk.result.PlanDigest;
import io.sesam.talk.settings.TalkSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Carries out a reviewed plan and nothing else. */
@Command(
        name = "apply",
        description =
                "Runs like \"sync\", but writes only what a plan of \"plan --out\" contains; what changed since is"
                        + " reported as a new plan.")
final class ApplyCommand implements Callable<Integer> {
    private final CommandEnvironment environment;
    private final Interruption interruption;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Mixin
    private final ChangesOption changes = new ChangesOption();

    @Parameters(paramLabel = "FILE", description = "The plan.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    ApplyCommand(CommandEnvironment environment, Interruption interruption) {
        this.environment = environment;
        this.interruption = interruption;
    }

    @Override
    public Integer call() {
        TalkSettings configuration = options.configuration(environment);
        PlanDigest plan = PlanFile.read(file);
        try (Talk talk = configuration.builder().build()) {
            interruption.cancels(talk);
            ApplyResult applyResult = talk.apply(plan, changes);
            PlanReport left = new PlanReport(applyResult.left(), changes.first());
            if (options.json()) {
                Map<String, Object> object = new SyncJson(applyResult.report(), configuration).object();
                object.put("left", left.object());
                JsonOutput.print(object, environment.out());
            } else {
                new SyncText(applyResult.report(), environment.out()).print();
                left.printLeft(environment.out());
            }
            if (!applyResult.report().heldPlans().isEmpty()) {
                return ExitCode.HELD;
            }
            return applyResult.report().isClean() && applyResult.left().touched() == 0
                    ? ExitCode.DONE
                    : ExitCode.INCOMPLETE;
        }
    }
}
